import { randomUUIDv7 } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { applyDecision } from '../core/apply-decision.ts';
import type { RegistrationChange } from '../core/registration.ts';
import { factsOf, isAct } from '../effects/index.ts';
import type { StoredSituation } from '../ports/ledger.ts';
import type { Made } from './made.ts';

/** A decision with what stands once it is committed: its rows are what differs from the situation before. */
export interface Applied extends Made {
  readonly after: StoredSituation;
  /** The place in the municipality's own series that its registration was given. */
  readonly counted: Counted | null;
}

interface Counted {
  readonly year: number;
  readonly place: number;
}

/** Applies each decision, with ids and numbers of the store's. */
export async function applyAll(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  made: readonly Made[],
): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (const one of made) {
    const counted = await takeRegisterNumber(tx, municipality, now, one.decision.registration);
    const after = applyDecision(one.situation, one.decision, {
      now,
      effectId: () => randomUUIDv7(),
      numberIn: (series) => registerNumber(series, counted),
      factsOf,
      isAct,
    });
    applied.push({ ...one, after, counted });
  }
  return applied;
}

/** What is new in a list, or no longer the same object. */
export const differing = <One>(before: readonly One[], after: readonly One[]): One[] =>
  after.filter((one) => !before.includes(one));

/** The counter's row lock makes the series gap-free: a number is taken in the transaction that uses it, or not at all. */
async function takeRegisterNumber(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  change: RegistrationChange | undefined,
): Promise<Counted | null> {
  const isCounted = change && 'create' in change && change.number !== null && 'series' in change.number;
  if (!isCounted) return null;
  const { year } = now.toZonedDateTimeISO('Europe/Stockholm');
  const { rows } = await sql<{ last: number }>`
    INSERT INTO register_counter (municipality, year, last) VALUES (${municipality}, ${year}, 1)
    ON CONFLICT (municipality, year) DO UPDATE SET last = register_counter.last + 1 RETURNING last`.execute(
    tx,
  );
  return { year, place: rows[0]?.last ?? 1 };
}

function registerNumber(series: string, counted: Counted | null): string {
  if (!counted) throw new Error(`No number was taken in ${series}`);
  return `${series} ${counted.year}/${String(counted.place).padStart(4, '0')}`;
}
