import { randomUUIDv7 } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Block, blockOf, type DisposalItem, type ItemOf } from '../core/disposal.ts';
import type { DisposalRule } from '../core/disposal-policy.ts';
import type {
  DisposalGround,
  DisposalLog,
  DisposalStep,
  DisposalStore,
  LoggedBatch,
} from '../ports/disposal.ts';
import { batchHash, erase } from './disposal-erase.ts';
import { factsOf } from './disposal-facts.ts';
import { isInForce } from './disposal-propose.ts';
import { finishDisposal } from './disposal-protocol.ts';
import { appendJournal } from './journal.ts';
import { toJson } from './storable.ts';

/** A proposal that two have confirmed, locked. */
interface Due {
  readonly municipality: string;
  readonly id: string;
  readonly state: 'confirmed' | 'running';
  readonly rule: DisposalRule;
}

/** As `DisposalStore` says. */
export async function disposeSome(
  db: Kysely<unknown>,
  ...[now, groundOf, log, limit]: Parameters<DisposalStore['disposeSome']>
): Promise<DisposalStep | null> {
  const { rows } = await sql<{ municipality: string; id: string }>`
    SELECT municipality, id FROM disposal WHERE state IN ('confirmed', 'running') ORDER BY id`.execute(db);
  for (const { municipality, id } of rows) {
    const ground = groundOf(municipality);
    const step = ground && (await stepOf(db, { municipality, id, ground, now, log, limit }));
    if (step) return step;
  }
  return null;
}

interface Work {
  readonly municipality: string;
  readonly id: string;
  readonly ground: DisposalGround;
  readonly now: Temporal.Instant;
  readonly log: DisposalLog;
  readonly limit: number;
}

async function stepOf(db: Kysely<unknown>, work: Work): Promise<DisposalStep | null> {
  const { municipality, id, ground, now, log } = work;
  const made = await db.transaction().execute(async (tx) => {
    const due = await lockDue(tx, municipality, id);
    // Another process has it, or the decision behind it is no longer in force: then it stands still.
    if (!due || !isInForce(due.rule, ground.rules)) return null;
    if (due.state === 'confirmed') await begin(tx, due);
    const { of, items } = await nextItems(tx, due, work.limit);
    if (of === null) {
      const reference = await finishDisposal(tx, due, ground, now);
      return { batch: null, disposed: 0, blocked: 0, reference, head: null };
    }
    return { ...(await disposeOf(tx, due, { ...work, of, items })), reference: null };
  });
  if (!made) return null;
  const { head, ...step } = made;
  if (step.batch !== null && head) await log.done(step.batch, head);
  return { municipality, disposal: id, ...step };
}

async function lockDue(tx: Transaction<unknown>, municipality: string, id: string): Promise<Due | undefined> {
  const { rows } = await sql<Due>`SELECT municipality, id, state, rule FROM disposal
    WHERE municipality = ${municipality} AND id = ${id} AND state IN ('confirmed', 'running')
    FOR UPDATE SKIP LOCKED`.execute(tx);
  return rows[0];
}

async function begin(tx: Transaction<unknown>, { municipality, id }: Due): Promise<void> {
  await sql`UPDATE disposal SET state = 'running', journal_before = (
      SELECT jsonb_build_object('seq', seq, 'hash', hash) FROM journal_head WHERE municipality = ${municipality})
    WHERE municipality = ${municipality} AND id = ${id}`.execute(tx);
}

/** The next of what waits, all of one kind of row. */
async function nextItems(
  tx: Transaction<unknown>,
  { municipality, id }: Due,
  limit: number,
): Promise<{ of: ItemOf | null; items: readonly DisposalItem[] }> {
  const { rows } = await sql<DisposalItem>`SELECT of, id, versions FROM disposal_item
    WHERE municipality = ${municipality} AND disposal = ${id} AND state = 'waiting'
    ORDER BY of, id LIMIT ${limit}`.execute(tx);
  const of = rows[0]?.of ?? null;
  return { of, items: rows.filter((row) => row.of === of) };
}

/**
 * Looks at each anew, behind locks that whoever would hold it back waits for, and erases those that nothing holds. What was
 * written since it was proposed is no part of it: then all of the comment stays.
 */
async function disposeOf(
  tx: Transaction<unknown>,
  due: Due,
  { ground, now, log, of, items }: Work & { readonly of: ItemOf; readonly items: readonly DisposalItem[] },
): Promise<Pick<DisposalStep, 'batch' | 'disposed' | 'blocked'> & { head: Head | null }> {
  const { municipality, id, rule } = due;
  const ids = items.map((item) => item.id);
  await lockRows(tx, municipality, of, ids);
  const facts = await factsOf(tx, of, { municipality, type: rule.type, which: { ids }, now });
  const known = new Map(facts.map((one) => [one.id, one]));
  const judged = items.map((item) => {
    const one = known.get(item.id);
    const isSame = one?.versions === item.versions;
    const block: Block | null = !one ? 'gone' : isSame ? blockOf(rule, one, ground.terms, now) : 'changed';
    return { item, block };
  });
  const stay = judged.flatMap(({ item, block }) => (block === null ? [] : [{ id: item.id, why: block }]));
  const go = judged.flatMap(({ item, block }) => (block === null ? [item] : []));
  await noteBlocked(tx, due, of, stay);
  if (go.length === 0) return { batch: null, disposed: 0, blocked: stay.length, head: null };
  const { type, leaves } = rule;
  const batch: LoggedBatch = { municipality, batch: randomUUIDv7(), disposal: id, type, leaves, items: go };
  await log.intent(batch);
  const head = await eraseBatch(tx, batch, now, null);
  return { batch: batch.batch, disposed: go.length, blocked: stay.length, head };
}

/** Whoever opens a ticket of them, orders something, or puts a hold on them, waits until they are erased, or came first. */
async function lockRows(
  tx: Transaction<unknown>,
  municipality: string,
  of: ItemOf,
  ids: readonly string[],
): Promise<void> {
  if (of === 'comment')
    await sql`SELECT FROM ticket WHERE municipality = ${municipality} AND comment = ANY(${ids}::uuid[])
      ORDER BY id FOR UPDATE`.execute(tx);
  await sql`SELECT FROM ${sql.table(of)} r WHERE r.municipality = ${municipality} AND r.id = ANY(${ids}::uuid[])
    ORDER BY r.id FOR UPDATE`.execute(tx);
}

async function noteBlocked(
  tx: Transaction<unknown>,
  { municipality, id }: Due,
  of: ItemOf,
  stay: readonly { readonly id: string; readonly why: Block }[],
): Promise<void> {
  if (stay.length === 0) return;
  await sql`UPDATE disposal_item i SET state = 'blocked', why = r.why
    FROM jsonb_to_recordset(${toJson(stay)}::jsonb) AS r (id uuid, why text)
    WHERE i.municipality = ${municipality} AND i.disposal = ${id} AND i.of = ${of} AND i.id = r.id`.execute(
    tx,
  );
}

/** A journal's head after something. */
interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** Erases a batch, notes each row, and journals it. Call it last in a transaction. @returns the journal's head then */
export async function eraseBatch(
  tx: Transaction<unknown>,
  { municipality, batch, disposal, type, leaves, items }: LoggedBatch,
  now: Temporal.Instant,
  replays: string | null,
): Promise<Head> {
  for (const [of, some] of Map.groupBy(items, (item) => item.of))
    await erase(tx, { municipality, type, leaves, of, ids: some.map(({ id }) => id) }, now);
  await sql`INSERT INTO disposal_batch (municipality, id, disposal, type, leaves, count, at, replays)
    VALUES (${municipality}, ${batch}, ${disposal}, ${type}, ${toJson(leaves)}, ${items.length}, ${now}, ${replays})`.execute(
    tx,
  );
  await sql`INSERT INTO disposal_item (municipality, disposal, of, id, versions, state, batch)
    SELECT ${municipality}, ${disposal}, of, id, versions, 'disposed', ${batch}
    FROM jsonb_to_recordset(${toJson(items)}::jsonb) AS r (of text, id uuid, versions int)
    ON CONFLICT (municipality, disposal, of, id)
    DO UPDATE SET state = 'disposed', why = NULL, versions = excluded.versions, batch = excluded.batch`.execute(
    tx,
  );
  const ids = items.map(({ id }) => id).toSorted();
  const data = {
    ...{ disposal, batch, type, count: items.length, first: ids[0] ?? null, last: ids.at(-1) ?? null },
    ...{ items: batchHash({ type, leaves }, items), ...(replays !== null && { replays }) },
  };
  const kind = replays === null ? ('disposed' as const) : ('disposal-replayed' as const);
  await appendJournal(tx, municipality, now, [{ ticket: null, note: { kind, by: null, data } }]);
  const { rows } =
    await sql<Head>`SELECT seq, hash FROM journal_head WHERE municipality = ${municipality}`.execute(tx);
  return rows[0] ?? { seq: 0, hash: '' };
}
