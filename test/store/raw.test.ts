import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { createStore } from '../../src/store/store.ts';
import { databases } from '../fakes/databases.ts';
import { incoming, NOW, openTown } from './town.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'src', 'store', 'migrations');

describe.each(databases)('what was brought of a comment, on %s', (_, open, openEmpty) => {
  const begin = async () => {
    const town = await openTown(open);
    onTestFinished(() => town.database.close());
    const fragments = async () =>
      Object.fromEntries(
        (
          await town.rows<{ of: string; raw: string[] }>(
            `SELECT c.external_id || '/' || v.number AS of, ARRAY(SELECT encode(f, 'escape') FROM unnest(v.raw) f) AS raw
             FROM comment_version v JOIN comment c ON c.id = v.comment ORDER BY v.comment, v.number`,
          )
        ).map(({ of, raw }) => [of, raw]),
      );
    let count = 0;
    const brought = (raw: string, text: string, more: Parameters<typeof incoming>[0] = {}) => {
      count += 1;
      return { key: `raw ${count}`, raw: Buffer.from(raw), comment: incoming({ text, ...more }) };
    };
    return { town, fragments, brought };
  };

  it('is kept with the version that it brought, each comment’s alone, byte for byte', async () => {
    const { town, fragments, brought } = await begin();
    const odd = Buffer.from([0, 0xff, 0x7b, 0x0a]);
    await town.archive([], {
      items: [brought('{"a":1}', 'Hej!'), { ...brought('', 'Hej!', { externalId: '2' }), raw: odd }],
    });
    await town.archive([], {
      items: [brought('{"a":2}', 'Hej då!', { writtenAt: NOW.add({ minutes: 1 }) })],
    });
    expect(await fragments()).toEqual({
      '1_1/1': ['{"a":1}'],
      '1_1/2': ['{"a":2}'],
      '2/1': ['\\000\\377{\n'],
    });
  });

  it('is kept too where it tells the text again in another way, at once or later, and once only', async () => {
    const { town, fragments, brought } = await begin();
    await town.archive([], { items: [brought('1', 'Hej!'), brought('2', 'Hej!')] });
    const again = brought('3', 'Hej!');
    await town.archive([], { items: [again] });
    await town.archive([], { items: [again] });
    await town.archive([], {
      items: [
        brought('4', 'Hej då!', { writtenAt: NOW.add({ minutes: 1 }) }),
        brought('5', 'Hej då!', { writtenAt: NOW.add({ minutes: 2 }) }),
      ],
    });
    expect(await fragments()).toEqual({ '1_1/1': ['1', '2', '3'], '1_1/2': ['4', '5'] });
  });

  it('of a removal or a hiding is kept with it', async () => {
    const { town } = await begin();
    const change = {
      ...({ platform: 'facebook', account: '1', externalId: '9' } as const),
      change: 'hidden',
      at: NOW,
    } as const;
    await town.archive([], { items: [{ key: 'hidden', raw: Buffer.from('{"verb":"hide"}'), change }] });
    expect(await town.rows(`SELECT encode(raw, 'escape') AS raw FROM platform_change`)).toEqual([
      { raw: '{"verb":"hide"}' },
    ]);
  });

  it('stands nowhere else, and goes with the text', async () => {
    const { town, brought } = await begin();
    await town.archive([], {
      items: [brought('{"text":"Hemligt"}', 'Hemligt'), brought('{}', 'Öppet', { externalId: '2' })],
    });
    await expect(town.rows(`UPDATE comment_version SET text = NULL, salt = NULL`)).rejects.toThrow('check');
    await town.rows(`UPDATE comment_version SET text = NULL, salt = NULL, raw = '{}' WHERE text = 'Hemligt'`);
    const tables = await town.rows<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const [found] = await town.rows<{ count: number }>(
        `SELECT count(*)::int AS count FROM "${name}" t WHERE t::text LIKE '%Hemligt%' OR t::text LIKE '%' || $1 || '%'`,
        [Buffer.from('Hemligt').toString('hex')],
      );
      expect(found?.count, name).toBe(0);
    }
  });

  it('of a hiding goes with the text of the comment, however its id is spelled, and no other comment’s does', async () => {
    const { town, brought } = await begin();
    const hidden = (municipality: string, externalId: string) =>
      town.archive([], {
        municipality,
        items: [
          {
            key: `hidden ${externalId}`,
            raw: Buffer.from('{"message":"Hemligt"}'),
            change: { platform: 'facebook', account: '1', externalId, change: 'hidden', at: NOW },
          },
        ],
      });
    await town.archive([], {
      items: [
        brought('1', 'Hemligt', { externalId: '70_1234567890' }),
        brought('2', 'Hej', { externalId: '70_1' }),
      ],
    });
    for (const id of ['70_1234567890', '1234567890', '70_1']) await hidden('filipstad', id);
    await hidden('ludvika', '70_1234567890');
    const kept = () =>
      town.rows(
        `SELECT municipality, external_id AS id FROM platform_change WHERE raw IS NOT NULL ORDER BY 1, 2`,
      );
    expect(await kept()).toHaveLength(4);
    await town.rows(`UPDATE comment_version SET text = NULL, salt = NULL, raw = '{}' WHERE text = 'Hemligt'`);
    expect(await kept()).toEqual([
      { municipality: 'filipstad', id: '70_1' },
      { municipality: 'ludvika', id: '70_1234567890' },
    ]);
    expect(await town.rows(`SELECT 1 FROM platform_change WHERE change = 'hidden'`)).toHaveLength(4);
  });

  it('before versions had fragments stays in the delivery, which then is their evidence', async () => {
    const database = await openEmpty<unknown>();
    onTestFinished(() => database.close());
    const older = readdirSync(MIGRATIONS)
      .filter((file) => file < '0012')
      .toSorted()
      .map((file) => ({ name: file.replace('.sql', ''), sql: readFileSync(join(MIGRATIONS, file), 'utf8') }));
    await migrate(database, older);
    await database.pool.query(`INSERT INTO delivery (municipality, id, source, received_at, body)
      VALUES ('filipstad', gen_random_uuid(), 'facebook', now(), '{"object":"page"}')`);
    await createStore(database);
    const { rows } = await database.pool.query(`SELECT encode(body, 'escape') AS body, sha256 FROM delivery`);
    expect(rows).toEqual([
      {
        body: '{"object":"page"}',
        sha256: createHash('sha256').update('{"object":"page"}').digest('hex'),
      },
    ]);
  });
});
