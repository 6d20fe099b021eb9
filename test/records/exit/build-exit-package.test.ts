import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEFT_OUT } from '../../../src/core/exit.ts';
import type { Ticket } from '../../../src/core/ticket.ts';
import { buildExitPackage, type ExitOrder } from '../../../src/records/exit/build-exit-package.ts';
import { loadExitWords } from '../../../src/records/exit/exit-words.ts';
import type { SealingSettings } from '../../../src/store/evidence-keys.ts';
import { exitOn } from '../../../src/store/exit.ts';
import { createStore } from '../../../src/store/store.ts';
import { databases } from '../../fakes/databases.ts';
import { plantRows, secretOf } from '../../store/planted-rows.ts';
import { NOW, noted, openTown, type Town } from '../../store/town.ts';

const [HERE, THERE] = ['filipstad', 'ludvika'] as const;
const words = loadExitWords(join(import.meta.dirname, '..', '..', '..', 'cards'));
const PICTURE = randomBytes(3000);
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const suspectedPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Every table of which rows are given back. Whoever adds one says here that its columns hold no secret of the installation's. */
const GIVEN_BACK = [
  ...['account', 'archive_package', 'attachment', 'breach', 'card', 'channel', 'comment', 'comment_version'],
  ...['delivery', 'digest', 'disposal', 'disposal_batch', 'disposal_confirmation', 'disposal_item', 'effect'],
  ...['event', 'handover', 'handover_way', 'hold', 'hold_comment', 'inbox', 'journal', 'journal_head'],
  ...['person', 'platform_change', 'policy', 'question_choice', 'reason', 'register_counter', 'registration'],
  ...['registration_change', 'registration_protected', 'reply', 'request', 'request_item', 'request_review'],
  ...['superseded_message', 'ticket', 'ticket_counter'],
];

/** Their names, in order. */
const MIGRATIONS = readdirSync(join(import.meta.dirname, '..', '..', '..', 'src', 'store', 'migrations'))
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.replace('.sql', ''))
  .toSorted();

describe.each(databases)('a municipality’s package on %s', (kind, open) => {
  let town: Town;
  let folder: string;
  let planted: Awaited<ReturnType<typeof plantRows>>;
  let copied: { comment: string; ticket: string };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'exit-'));
    town = await openTown(open);
    copied = await withPicture(HERE);
    await withPicture(THERE);
    planted = await plantRows(town.database, [HERE, THERE]);
  });
  afterAll(async () => {
    await town.database.close();
    rmSync(folder, { recursive: true });
  });

  async function withPicture(municipality: string, sealing: SealingSettings = {}) {
    const made = await town.ticket([], municipality);
    const store = await createStore(town.database, sealing);
    const files = [{ bytes: PICTURE, contentType: 'image/png' }];
    await store.storeAttachments(municipality, made.comment, 1, files, NOW);
    return made;
  }
  const suspect = (ticket: string, outcome: object | null = null) =>
    town.decide({ ticket }, (situation) => ({
      ...noted,
      ticket: {
        ...(situation.ticket as Ticket),
        suspected: { by: 'p', at: NOW.toString(), outcome } as Ticket['suspected'],
      },
    }));
  let count = 0;
  async function build(sealing: SealingSettings = {}, more: Partial<ExitOrder> = {}) {
    const { out = join(folder, `out-${++count}`) } = more;
    const store = exitOn(town.database.kysely, sealing);
    const built = await buildExitPackage({ store, municipality: HERE, builtAt: NOW, words, ...more, out });
    const paths = built ? filesOf(out) : [];
    const read = (path: string) => readFileSync(join(out, path));
    const lines = (path: string): Record<string, unknown>[] =>
      read(path)
        .toString()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    return { out, built, paths, read, lines };
  }
  const filesOf = (out: string) =>
    readdirSync(out, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(out, path)).isFile())
      .toSorted();

  it('covers every table: its rows are given back, or it is said why they are not', async () => {
    const all = await town.rows<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`,
    );
    expect([...GIVEN_BACK, ...LEFT_OUT.filter((one) => !one.includes('.'))].toSorted()).toEqual(
      all.map(({ name }) => name),
    );
    const { paths } = await build();
    expect(paths.filter((path) => path.endsWith('.jsonl'))).toEqual(
      [...GIVEN_BACK, 'media'].map((name) => `${name}.jsonl`).toSorted(),
    );
  });

  it('gives back no column that could hold a key, unless somebody has looked at it', async () => {
    const { tables } = JSON.parse((await build()).read('columns.json').toString()) as {
      tables: { table: string; columns: { name: string; type: string; leftOut?: true }[] }[];
    };
    const odd = tables.flatMap(({ table, columns }) =>
      columns
        .filter(({ leftOut }) => !leftOut)
        .filter(({ name, type }) => /bytea/u.test(type) || /key|token|sealed|salt|password/u.test(name))
        .map(({ name }) => `${table}.${name}`),
    );
    expect(odd).toEqual([
      // The id of the key alone.
      'attachment.sealed',
      // Salts of texts that are here too: without them the journal's hashes say nothing.
      ...['comment_version.salt', 'comment_version.raw', 'delivery.body', 'event.key', 'inbox.body'],
      ...['platform_change.key', 'platform_change.raw', 'reason.salt', 'registration_protected.salt'],
      'reply.salt',
    ]);
  });

  it('has no table that would be read without anybody’s word on whose its rows are', async () => {
    await town.rows('CREATE TABLE later (id int PRIMARY KEY, comment uuid)');
    await expect(build()).rejects.toThrow(/The table later lacks a municipality/u);
    await town.rows('DROP TABLE later');
    await town.rows('CREATE TABLE later (municipality text, id int, PRIMARY KEY (municipality, id))');
    await town.rows(`INSERT INTO later VALUES ('${HERE}', 2), ('${THERE}', 3), ('${HERE}', 1)`);
    const { lines } = await build();
    expect(lines('later.jsonl')).toEqual([1, 2].map((id) => ({ municipality: HERE, id })));
    await town.rows('DROP TABLE later');
  });

  it('holds everything that is the municipality’s, and nothing of another’s', async () => {
    const { paths, read } = await build();
    const all = paths.map((path) => read(path).toString('latin1')).join('\n');
    const holds = (value: string) =>
      [Buffer.from(value).toString('latin1'), Buffer.from(value).toString('base64')].some((form) =>
        all.includes(form),
      );
    const missing = planted.filter((column) => !holds(secretOf(HERE, column)));
    expect(missing.map(({ table, column }) => `${table}.${column}`)).toEqual([
      'likeness_key.key',
      'token.platform',
      'token.account',
      'token.sealed',
      'token.given',
    ]);
    expect(planted.filter((column) => holds(secretOf(THERE, column)))).toEqual([]);
    // Half of a name would do to tell of it.
    expect(all.match(new RegExp(`planted ${THERE}|"${THERE}"`, 'u'))).toBeNull();
    expect(planted.length).toBeGreaterThan(100);
  });

  it('has as many rows as the tables, in the order of their keys', async () => {
    await town.archive(Array.from({ length: 1203 }, (_, at) => ({ externalId: `many-${at}` })));
    const { lines, built } = await build();
    let sum = 0;
    for (const table of GIVEN_BACK) {
      const [{ count: expected = 0 } = {}] = await town.rows<{ count: number }>(
        `SELECT count(*) FROM ${table} WHERE municipality = $1`,
        [HERE],
      );
      expect([table, lines(`${table}.jsonl`).length]).toEqual([
        table,
        expected - (table === 'journal' ? 1 : 0),
      ]);
      sum += lines(`${table}.jsonl`).length;
    }
    expect(built?.rows).toBe(sum);
    const ids = lines('comment.jsonl').map(({ id }) => id as string);
    expect(ids.length).toBeGreaterThan(1203);
    expect(ids).toEqual(ids.toSorted());
  });

  it('has the journal as its hashes cover it, up to its head', async () => {
    const { lines } = await build();
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    let previous = sha256(`kommentarsvakten journal 1\n${HERE}`);
    const journal = lines('journal.jsonl');
    for (const [index, { hash, previous_hash, ...entry }] of journal.entries()) {
      expect([entry['seq'], previous_hash]).toEqual([index + 1, previous]);
      previous = sha256(previous + canonicalize(entry));
      expect(hash).toBe(previous);
    }
    expect(lines('journal_head.jsonl')).toEqual([
      { municipality: HERE, seq: journal.length, hash: previous },
    ]);
  });

  it('is journalled once it is whole, without words', async () => {
    const { built } = await build();
    const { damaged: _, ...data } = built ?? { damaged: 0 };
    const [last] = await town.rows(
      'SELECT kind, by, data FROM journal WHERE municipality = $1 ORDER BY seq DESC LIMIT 1',
      [HERE],
    );
    expect(last).toEqual({ kind: 'exit-package-built', by: 'kv', data });
  });

  it('lists the checksums of all its files, and is for its owner’s eyes', async () => {
    const { paths, read, built, out } = await build();
    const sum = (path: string) => createHash('sha256').update(read(path)).digest('hex');
    const listed = read('manifest-sha256.txt').toString().split('\n').filter(Boolean);
    expect(listed.toSorted()).toEqual(
      paths
        .filter((path) => path !== 'manifest-sha256.txt')
        .map((path) => `${sum(path)}  ${path}`)
        .toSorted(),
    );
    expect(built).toMatchObject({ files: paths.length, sha256: sum('manifest-sha256.txt') });
    expect(statSync(out).mode & 0o777).toBe(0o700);
  });

  it('tells a stranger what it is, and what stands in each column', async () => {
    const { read, built } = await build();
    const { tables, schema, leftOut } = JSON.parse(read('columns.json').toString());
    expect(schema).toBe(MIGRATIONS.at(-1));
    expect(tables.find(({ table }: { table: string }) => table === 'attachment')).toMatchObject({
      ...{ file: 'attachment.jsonl', primaryKey: ['municipality', 'comment', 'number', 'position'] },
      columns: expect.arrayContaining([
        { name: 'fetched_at', type: 'timestamp with time zone' },
        { name: 'bytes', type: 'bytea', leftOut: true },
      ]),
      constraints: expect.arrayContaining([
        expect.stringMatching(/^FOREIGN KEY .* REFERENCES comment_version/u),
      ]),
    });
    expect(Object.keys(leftOut).toSorted()).toEqual([...LEFT_OUT]);
    const said = read('LÄS MIG.txt').toString();
    expect(said).toContain(`Rader i dem: ${built?.rows}\r\n`);
    expect(said).toContain('2026-11-20 09:00, svensk tid');
    expect(said).toContain('- token: Inloggningar');
    expect(said).not.toMatch(/[{}]/u);
  });

  it('has pictures byte for byte, and of those that may show abuse only that they exist', async () => {
    const sealed = await withPicture(HERE, { suspectedPublicKey });
    await suspect(sealed.ticket);
    await (await createStore(town.database, { suspectedPublicKey })).sealAway(HERE, sealed.comment);
    const away = await withPicture(HERE, { suspectedPublicKey });
    await (await createStore(town.database, { suspectedPublicKey })).sealAway(HERE, away.comment);
    await suspect(away.ticket, { what: 'cleared' });
    const waiting = await withPicture(HERE);
    await suspect(waiting.ticket);
    const broken = await withPicture(HERE);
    await town.rows(
      'UPDATE attachment SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) WHERE comment = $1',
      [broken.comment],
    );
    const { paths, read, lines, built } = await build();
    const file = `media/${copied.comment}/1-0.png`;
    expect(paths.filter((path) => path.startsWith('media/'))).toEqual([file]);
    expect(read(file).equals(PICTURE)).toBe(true);
    expect(built).toMatchObject({ media: 1, damaged: 1 });
    const listed = new Map(lines('media.jsonl').map(({ comment, why, file }) => [comment, why ?? file]));
    expect([copied, sealed, away, waiting, broken].map(({ comment }) => listed.get(comment))).toEqual([
      file,
      'suspected',
      'suspected',
      'suspected',
      'damaged',
    ]);
    expect(lines('attachment.jsonl').map(({ comment }) => comment)).toContain(sealed.comment);
    expect(Object.keys(lines('attachment.jsonl')[0] ?? {})).not.toContain('bytes');
    await town.rows('UPDATE attachment SET bytes = NULL WHERE comment = $1', [broken.comment]);
  });

  it('has no key that opens what it was taken from', async () => {
    const { paths, read } = await build();
    const keys = await town.rows<{ key: Buffer }>('SELECT key FROM evidence_key');
    expect(keys).toHaveLength(2);
    for (const path of paths)
      for (const { key } of keys)
        for (const form of [key, key.toString('hex'), key.toString('base64')])
          expect(read(path).includes(form)).toBe(false);
  });

  it('has what its own app brought, and not what was brought for several', async () => {
    const insert = (id: number, municipality: string | null, app: string, account: string | null) =>
      town.rows(
        `INSERT INTO inbox (id, source, account, municipality, app, received_at, state, why, sha256, body)
         VALUES ($1::uuid, 'facebook', $2, $3, $4, $5, 'unread', 'odd-entry', $1::text, 'x')`,
        [`00000000-0000-4000-8000-00000000000${id}`, account, municipality, app, NOW],
      );
    await town.rows('UPDATE account SET account = $2 WHERE municipality = $1 AND name = $1', [THERE, '2']);
    await insert(1, HERE, '', '1');
    await insert(2, null, HERE, null);
    await insert(3, null, HERE, '2');
    await insert(4, null, '', null);
    await insert(5, null, THERE, null);
    const { lines } = await build();
    const got = lines('inbox.jsonl').map(({ id }) => String(id).at(-1));
    expect(got.slice(0, 2)).toEqual(['1', '2']);
    expect(got).toHaveLength(3);
    await town.rows(`DELETE FROM inbox WHERE body = 'x'`);
  });

  it('leaves out the bytes of a delivery that brought another municipality something too', async () => {
    const [shared, own] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const [municipality, id, sha256] of [
      [HERE, shared, 'both'],
      [THERE, crypto.randomUUID(), 'both'],
      [HERE, own, 'one'],
    ])
      await town.rows(`INSERT INTO delivery VALUES ($1, $2, 'test', $3, 'whole', $4)`, [
        ...[municipality, id, NOW, sha256],
      ]);
    const bodies = new Map((await build()).lines('delivery.jsonl').map(({ id, body }) => [id, body]));
    expect([bodies.get(shared), bodies.get(own)]).toEqual([null, Buffer.from('whole').toString('base64')]);
  });

  // The embedded database has one connection: nobody writes beside.
  if (kind === 'PostgreSQL')
    it('shows one moment, though the bot goes on beside it', async () => {
      const seen = await exitOn(town.database.kysely, {}).readAll(HERE, async (reading) => {
        const rowsOf = async (name: string) => {
          const table = reading.tables.find((one) => one.name === name);
          if (!table) throw new Error(`No ${name}`);
          return (await Array.fromAsync(reading.rows(table))).flat();
        };
        const before = await rowsOf('journal');
        await town.archive([{ externalId: 'came meanwhile' }]);
        return { before, head: await rowsOf('journal_head'), comments: await rowsOf('comment') };
      });
      expect(seen?.head).toMatchObject([{ seq: seen?.before.length }]);
      expect(seen?.comments.map((one) => one['external_id'])).not.toContain('came meanwhile');
    });

  it('leaves nothing behind when it fails half-way, or when it could not be journalled', async () => {
    const locked = await withPicture(HERE, { evidenceKey: randomBytes(32) });
    const before = readdirSync(folder);
    await expect(build()).rejects.toMatchObject({ code: 'no-key' });
    await town.rows('UPDATE attachment SET bytes = NULL WHERE comment = $1', [locked.comment]);
    const store = {
      ...exitOn(town.database.kysely, {}),
      exitPackageBuilt: () => Promise.reject(new Error('The database is gone')),
    };
    await expect(build({}, { store })).rejects.toThrow('The database is gone');
    expect(readdirSync(folder)).toEqual(before);
  });

  it('clears away what a run left that was killed', async () => {
    mkdirSync(join(folder, '.again.tmp-1', 'media'), { recursive: true });
    await build({}, { out: join(folder, 'again') });
    expect(readdirSync(folder).filter((name) => name.includes('again'))).toEqual(['again']);
  });

  it('is not made of a municipality that there is nothing of', async () => {
    const { built, out } = await build({}, { municipality: 'storfors' });
    expect(built).toBeNull();
    expect(readdirSync(folder)).not.toContain(out);
  });
});
