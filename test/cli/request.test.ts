import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { addExport } from '../../src/cli/export.ts';
import { addRequest } from '../../src/cli/request.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { runKvHere } from '../fakes/kv.ts';
import { readPackage } from '../records/disclosure/packages.ts';

const ANNA = '0a0a0a0a-0000-4000-8000-000000000001';
const BO = '0b0b0b0b-0000-4000-8000-000000000002';
const DAY = Temporal.Instant.from('2026-04-02T08:00:00Z');
const SECRET = '850101-1236';

describe('kv request and kv export', () => {
  let settings: Record<string, string>;
  const folder = mkdtempSync(join(tmpdir(), 'kv-export-'));
  const out = join(folder, 'utlamnande.zip');

  beforeAll(async () => {
    settings = { DATABASE_URL: await createPostgresDatabase() };
    const database = await openDatabase<unknown>({
      databaseUrl: settings['DATABASE_URL'] ?? '',
      dataDir: 'x',
    });
    const store = await createStore(database);
    const comment = (externalId: string, text: string) => ({
      ...{ key: externalId, raw: Buffer.from('{}') },
      comment: {
        ...{
          platform: 'facebook' as const,
          account: '1',
          externalId,
          text,
          author: { id: `a${externalId}` },
        },
        ...{ createdAt: DAY, writtenAt: DAY, attachments: [], own: false },
      },
    });
    const items = [comment('1_1', 'När öppnar badhuset?'), comment('1_2', `Mitt nummer är ${SECRET}`)];
    await store.archive({ municipality: 'filipstad', source: 'test', receivedAt: DAY, sha256: 'x', items });
    await database.pool.query(
      `INSERT INTO ticket (municipality, id, number, comment, version, state, due_at, body)
       SELECT 'filipstad', gen_random_uuid(), 7, id, 1, 'open', now(), '{"screening": {"display": "secret"}}'
       FROM comment WHERE external_id = '1_2'`,
    );
    await database.close();
  });

  const kv = async (...args: string[]) => {
    const answer = await runKvHere(
      (program) => {
        addExport(program);
        addRequest(program);
      },
      [...args, '--municipality', 'filipstad'],
      settings,
    );
    return { code: answer.code, lines: answer.lines as Record<string, unknown>[] };
  };
  const request = (...args: string[]) => kv('request', ...args);
  const period = ['--from', '2026-04-01', '--to', '2026-04-30'];

  it('gives nothing of a period out while something that may be secret is undecided', async () => {
    const { code, lines } = await kv('export', ...period, '--out', out);
    expect(code).toBe(1);
    expect(lines).toMatchObject([{ refusal: { code: 'not-reviewed' } }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('follows a request to its package, with what was masked nowhere in it', async () => {
    const reference = String(
      (await request('new', '--by', ANNA, '--delivery', 'file')).lines[0]?.['reference'],
    );
    const year = Temporal.Now.plainDateISO().year;
    expect(reference).toBe(`SM ${year}-1`);
    await request('select', reference, '--by', ANNA, ...period);
    expect((await request('list')).lines).toMatchObject([{ reference, held: true }]);
    expect((await request('reviewed', reference, '--by', ANNA)).lines[0]).toMatchObject({
      refusal: { code: 'not-reviewed' },
    });
    const [, secret] = (await request('show', reference)).lines;
    const review = [
      'review',
      reference,
      '--by',
      ANNA,
      '--item',
      String(secret?.['item']),
      '--outcome',
      'masked',
    ];
    const wrong = await request(...review, '--provision', '99:9', '--mask', 'text:15-26');
    expect(wrong).toMatchObject({ code: 1, lines: [{ refusal: { code: 'unknown-provision' } }] });
    const outside = await request(...review, '--provision', '21:1', '--mask', 'text:15-99');
    expect(outside).toMatchObject({ code: 1, lines: [{ refusal: { code: 'mask-outside', most: 26 } }] });
    expect((await kv('export', '--request', reference, '--out', out)).lines).toMatchObject([
      { refusal: { code: 'not-now' } },
    ]);
    expect((await request(...review, '--provision', '21:1', '--mask', 'text:15-26')).code).toBe(0);
    await request('reviewed', reference, '--by', ANNA);
    expect((await request('second-look', reference, '--by', ANNA)).lines).toMatchObject([
      { refusal: { code: 'same-person' } },
    ]);
    await request('second-look', reference, '--by', BO);
    const made = await kv('export', '--request', reference, '--out', out);
    expect(made).toMatchObject({ code: 0, lines: [{ selected: 2, given: 1, masked: 1, withheld: 0 }] });
    const { rows, textOf } = readPackage(out);
    expect(rows.map(({ text }) => text).toSorted()).toEqual([
      'Mitt nummer är [maskerat: 21 kap. 1 §]',
      'När öppnar badhuset?',
    ]);
    expect(textOf('items.jsonl') + textOf('kommentarer.csv')).not.toContain(SECRET);
    const decision = join(folder, 'avslagsbeslut.pdf');
    const refuse = ['refuse', reference, '--by', BO, '--reasons', 'Uppgift om hälsa.', '--out', decision];
    for (const none of [['--delegation', ' '], []])
      expect((await request(...refuse, ...none)).lines).toMatchObject([
        { refusal: { code: 'no-delegation' } },
      ]);
    expect((await request(...refuse, '--delegation', '4.2')).lines).toMatchObject([
      { refusal: `SM ${year}-2` },
    ]);
    expect(readdirSync(folder).toSorted()).toEqual(['avslagsbeslut.pdf', 'utlamnande.zip']);
    await request('hand-over', reference, '--by', BO);
    expect((await request('close', reference, '--by', BO)).lines).toMatchObject([
      { refusal: { code: 'no-proof' } },
    ]);
    const closed = await request(
      'close',
      reference,
      '--by',
      BO,
      '--how',
      'refusal-received',
      '--received',
      '2026-05-04',
    );
    expect(closed.lines).toMatchObject([{ state: 'closed', holdUntil: '2026-05-25T22:00:00Z' }]);
    expect((await request('list')).lines).toEqual([]);
    // The time to appeal is over, and with it the hold, which nobody had to release.
    expect((await request('list', '--all')).lines).toMatchObject([{ reference, held: false }]);
  });

  it('asks for an id, a day and a place that can be one', async () => {
    await expect(request('new', '--by', 'Anna')).rejects.toThrow('--by: expected an Entra object id');
    await expect(kv('export', '--from', '2026-02-30', '--to', '2026-03-01', '--out', out)).rejects.toThrow(
      '--from',
    );
    await expect(kv('export', '--from', '2026-04-02', '--to', '2026-04-01', '--out', out)).rejects.toThrow(
      '--to',
    );
  });
});
