import { randomUUIDv7 } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import {
  type Block,
  blockOf,
  cameBefore,
  type DisposalFacts,
  type DisposalTerms,
  fits,
} from '../core/disposal.ts';
import type { DisposalRule } from '../core/disposal-policy.ts';
import type { ConfirmOutcome, DisposalFound, DisposalStore } from '../ports/disposal.ts';
import { factsOf, sourcesOf } from './disposal-facts.ts';
import { appendJournal, type Queries } from './journal.ts';
import { toJson } from './storable.ts';

/** Looked at in one query. */
const PAGE = 2000;
const SAMPLE = 10;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Looked {
  readonly free: readonly DisposalFacts[];
  readonly blocked: readonly Block[];
}

/** Pages of what has reached its time by a rule, and whether it may go. */
async function* look(
  db: Queries,
  municipality: string,
  {
    rule,
    terms,
    now,
  }: { readonly rule: DisposalRule; readonly terms: DisposalTerms; readonly now: Temporal.Instant },
): AsyncGenerator<Looked> {
  for (const of of sourcesOf(rule.type)) {
    for (let after = FIRST; ; ) {
      const which = { after, before: cameBefore(rule, now), limit: PAGE };
      const facts = await factsOf(db, of, { municipality, type: rule.type, which, now });
      const judged = facts
        .filter((one) => fits(rule, one))
        .map((one) => ({ one, block: blockOf(rule, one, terms, now) }));
      yield {
        free: judged.flatMap(({ one, block }) => (block === null ? [one] : [])),
        blocked: judged.flatMap(({ block }) => (block === null || block === 'younger' ? [] : [block])),
      };
      const last = facts.at(-1);
      if (!last || facts.length < PAGE) break;
      after = last.id;
    }
  }
}

const NOTHING: DisposalFound = { free: 0, oldest: null, newest: null, blocked: {} };

function add(found: DisposalFound, { free, blocked }: Looked): DisposalFound {
  const times = free.map(({ arrivedAt }) => arrivedAt.toString());
  const counts: Partial<Record<Block, number>> = { ...found.blocked };
  for (const block of blocked) counts[block] = (counts[block] ?? 0) + 1;
  const known = (time: string | null) => (time === null ? [] : [time]);
  const order = (one: string, other: string) => Temporal.Instant.compare(one, other);
  const all = [...times, ...known(found.oldest), ...known(found.newest)].toSorted(order);
  return {
    free: found.free + free.length,
    oldest: all[0] ?? null,
    newest: all.at(-1) ?? null,
    blocked: counts,
  };
}

/** As `DisposalStore` says. */
export async function planDisposal(
  db: Kysely<unknown>,
  ...[municipality, now, rule, terms]: Parameters<DisposalStore['planDisposal']>
): ReturnType<DisposalStore['planDisposal']> {
  let found = NOTHING;
  const sample: string[] = [];
  for await (const looked of look(db, municipality, { rule, terms, now })) {
    found = add(found, looked);
    sample.push(...looked.free.slice(0, SAMPLE - sample.length).map(({ id }) => id));
  }
  return { found, sample };
}

/** As `DisposalStore` says, a page at a time: what is pressed meanwhile waits for none but a short transaction. @returns its id */
export async function proposeDisposal(
  db: Kysely<unknown>,
  ...[municipality, now, { rule, policy, by }, terms]: Parameters<DisposalStore['proposeDisposal']>
): Promise<string> {
  const id = randomUUIDv7();
  await sql`INSERT INTO disposal (municipality, id, rule, policy, state, proposed_by, proposed_at, found)
    VALUES (${municipality}, ${id}, ${toJson(rule)}, ${policy}, 'listing', ${by}, ${now}, ${toJson(NOTHING)})`.execute(
    db,
  );
  let found = NOTHING;
  for await (const looked of look(db, municipality, { rule, terms, now })) {
    found = add(found, looked);
    const items = looked.free.map(({ of, id, versions }) => ({ of, id, versions }));
    await sql`INSERT INTO disposal_item (municipality, disposal, of, id, versions, state)
      SELECT ${municipality}, ${id}, of, id, versions, 'waiting'
      FROM jsonb_to_recordset(${toJson(items)}::jsonb) AS r (of text, id uuid, versions int)
      ON CONFLICT DO NOTHING`.execute(db);
  }
  await db.transaction().execute(async (tx) => {
    await withdrawOthers(tx, municipality, id, rule);
    await sql`UPDATE disposal SET state = 'proposed', found = ${toJson(found)}
      WHERE municipality = ${municipality} AND id = ${id}`.execute(tx);
    const data = { disposal: id, type: rule.type, rule: rule.id, free: found.free };
    await appendJournal(tx, municipality, now, [
      { ticket: null, note: { kind: 'disposal-proposed', by, data } },
    ]);
  });
  return id;
}

/** Of each rule one proposal waits at most; what it listed goes with it, and it itself stays to be seen. */
async function withdrawOthers(
  tx: Transaction<unknown>,
  municipality: string,
  id: string,
  rule: DisposalRule,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`UPDATE disposal SET state = 'withdrawn'
    WHERE municipality = ${municipality} AND id <> ${id} AND rule->>'id' = ${rule.id}
      AND (state = 'proposed' OR state = 'listing' AND id < ${id}) RETURNING id`.execute(tx);
  const ids = rows.map((row) => row.id);
  await sql`DELETE FROM disposal_item WHERE municipality = ${municipality} AND disposal = ANY(${ids}::uuid[])`.execute(
    tx,
  );
}

/** What may say yes is a person; these are names by which the bot and its tools call themselves. */
const NO_PERSONS = ['bot', 'kv', 'system'];
const NEEDED = 2;

/** As `DisposalStore` says. */
export async function confirmDisposal(
  db: Kysely<unknown>,
  ...[municipality, now, { id, by, rules }]: Parameters<DisposalStore['confirmDisposal']>
): Promise<ConfirmOutcome> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ state: string; proposed_by: string | null; rule: DisposalRule }>`
      SELECT state, proposed_by, rule FROM disposal
      WHERE municipality = ${municipality} AND id::text = ${id} AND state <> 'listing' FOR UPDATE`.execute(
      tx,
    );
    const [row] = rows;
    const refuse = (why: Extract<ConfirmOutcome, { kind: 'refused' }>['why']) => ({
      kind: 'refused' as const,
      why,
    });
    if (!row) return refuse('unknown');
    if (row.state !== 'proposed') return refuse('state');
    if (by.trim() === '' || NO_PERSONS.includes(by.toLowerCase())) return refuse('no-person');
    if (by === row.proposed_by) return refuse('proposer');
    if (!isInForce(row.rule, rules)) return refuse('rule-changed');
    const { numAffectedRows: isNew } =
      await sql`INSERT INTO disposal_confirmation (municipality, disposal, by, at)
      VALUES (${municipality}, ${id}, ${by}, ${now}) ON CONFLICT DO NOTHING`.execute(tx);
    if (Number(isNew) === 0) return refuse('twice');
    const { rows: said } = await sql<{ count: number }>`SELECT count(*) AS count FROM disposal_confirmation
      WHERE municipality = ${municipality} AND disposal = ${id}`.execute(tx);
    const left = Math.max(0, NEEDED - (said[0]?.count ?? 0));
    if (left === 0)
      await sql`UPDATE disposal SET state = 'confirmed' WHERE municipality = ${municipality} AND id = ${id}`.execute(
        tx,
      );
    const note = { kind: 'disposal-confirmed' as const, by, data: { disposal: id, left } };
    await appendJournal(tx, municipality, now, [{ ticket: null, note }]);
    return { kind: 'confirmed', left };
  });
}

/** Is the municipality's decision still the one that was proposed under? */
export const isInForce = (rule: DisposalRule, rules: readonly DisposalRule[]): boolean => {
  const now = rules.find(({ id }) => id === rule.id);
  return now !== undefined && canonical(now) === canonical(rule);
};

/** jsonb has its own order of keys. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
