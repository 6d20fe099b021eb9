import type pg from 'pg';
import { openStore } from '../../src/app/open-store.ts';
import { DisposalRule } from '../../src/core/disposal-policy.ts';
import type { DisposalGround, DisposalLog } from '../../src/ports/disposal.ts';
import type { Store } from '../../src/ports/store.ts';
import { verifySeals } from '../../src/store/verify-seals.ts';
import { type Line, spreadOf } from './figures.ts';
import type { Where } from './surroundings.ts';

const TOWN = 'filipstad';
/** So many versions of as many comments; fewer for a first look. */
const COUNT = Number(process.env['KV_BENCH_DISPOSAL'] ?? 100_000);
const ARCHIVED_TOGETHER = 1000;
/** As `src/app/jobs.ts` gives it to the loop. */
const BATCH = 1000;
const CAME = Temporal.Instant.from('2026-01-10T08:00:00Z');
const NOW = Temporal.Instant.from('2028-11-20T08:00:00Z');

const RULE = DisposalRule.parse({
  ...{ id: 'GALLRA-1', type: 'comment', after: { years: 2 }, from: 'arrival', plan: '4.2' },
  decision: { board: 'Kommunstyrelsen', paragraph: '§ 12', date: '2026-03-17', number: 'KS 2026/100' },
});
const GROUND: DisposalGround = {
  ...{ rules: [RULE], policy: '1', subject: 'Gallringsprotokoll' },
  terms: { keepDays: () => null, breachMonths: null },
};
const LOG: DisposalLog = { intent: async () => undefined, done: async () => undefined };

/**
 * A hundred thousand comments that one decision lets go of: proposed, erased in the batches that the bot works, their room
 * given back, and verified.
 */
export async function measureDisposal(where: Where): Promise<Line[]> {
  await using opened = new AsyncDisposableStack();
  const { database, store } = await openStore(where, opened);
  await fill(store);
  await database.pool.query('ANALYZE');
  const timed = async (work: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await work();
    return spreadOf([performance.now() - startedAt]);
  };
  const bare = await timed(() => eraseBare(database.pool));
  const proposed = await timed(async () => {
    const proposal = { rule: RULE, policy: '1', by: 'anna' };
    const { id } = await store.proposeDisposal(TOWN, NOW, proposal, GROUND.terms);
    for (const by of ['bo', 'cilla']) await store.confirmDisposal(TOWN, NOW, { id, by, rules: [RULE] });
  });
  let longestMs = 0;
  const erased = await timed(async () => {
    for (let some = true; some; ) {
      const startedAt = performance.now();
      some = (await store.disposeSome(NOW, () => GROUND, LOG, BATCH)) !== null;
      longestMs = Math.max(longestMs, performance.now() - startedAt);
    }
  });
  const [made] = await store.disposals(TOWN);
  if (made?.protocol?.disposed.comment !== COUNT) throw new Error('Not everything was disposed of');
  const reclaimed = await timed(() => store.reclaim());
  const verified = await timed(async () => {
    const faults = await verifySeals(database.kysely, TOWN, Number.MAX_SAFE_INTEGER);
    if (faults.length > 0) throw new Error(`After the disposal: ${JSON.stringify(faults[0])}`);
  });
  const all = COUNT.toLocaleString('en');
  return [
    { name: `${all} versions proposed for disposal`, unit: 'ms', figure: proposed },
    {
      name: '  erased in batches of 1,000',
      unit: 'ms',
      figure: erased,
      baseline: { name: 'bare rows emptied in such batches', figure: bare },
      goal: { atMost: (300_000 * COUNT) / 100_000 },
    },
    { name: '  the longest batch, or the protocol', unit: 'ms', figure: spreadOf([longestMs]) },
    { name: '  their room given back', unit: 'ms', figure: reclaimed },
    { name: '  their seals verified, and what covers them', unit: 'ms', figure: verified },
  ];
}

async function fill(store: Store): Promise<void> {
  const account = { platform: 'facebook', account: '1' } as const;
  await store.declareAccounts([{ municipality: TOWN, ...account, name: TOWN, trial: false }]);
  const text = 'Snöröjningen på Storgatan är under all kritik. Hälsningar en granne. '.repeat(3);
  for (let first = 0; first < COUNT; first += ARCHIVED_TOGETHER) {
    const items = Array.from({ length: ARCHIVED_TOGETHER }, (_, index) => ({
      key: `comment ${first + index}`,
      raw: Buffer.from(JSON.stringify({ message: text, id: first + index })),
      comment: {
        ...{
          ...account,
          externalId: `1_${first + index}`,
          author: { id: `a${index}`, name: 'Kim Testsson' },
        },
        ...{ text: `${text}${index}`, createdAt: CAME, writtenAt: CAME, attachments: [], own: false },
      },
    }));
    await store.archive({ municipality: TOWN, source: 'bench', receivedAt: CAME, sha256: 'none', items });
  }
}

/** Rows about as long as a version, emptied in as many transactions. */
async function eraseBare(pool: pg.Pool): Promise<void> {
  await pool.query('CREATE TABLE bench_version (id int PRIMARY KEY, text text, salt text, raw bytea[])');
  await pool.query(
    `INSERT INTO bench_version SELECT n, repeat('ord ', 50), md5(n::text), ARRAY['\\x00'::bytea] FROM generate_series(1, $1::int) n`,
    [COUNT],
  );
  for (let first = 1; first <= COUNT; first += BATCH) {
    await pool.query(
      `UPDATE bench_version SET text = NULL, salt = NULL, raw = '{}' WHERE id BETWEEN $1 AND $2`,
      [first, first + BATCH - 1],
    );
  }
  await pool.query('DROP TABLE bench_version');
}
