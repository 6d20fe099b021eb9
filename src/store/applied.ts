import { randomUUIDv7 } from 'node:crypto';
import type { Transaction } from 'kysely';
import { applyDecision } from '../core/apply-decision.ts';
import type { EntryPlace } from '../core/registration.ts';
import { factsOf, isAct } from '../effects/index.ts';
import type { StoredSituation } from '../ports/ledger.ts';
import type { Made } from './made.ts';
import { takeEntryPlace } from './register.ts';

/** A decision with what stands once it is committed: its rows are what differs from the situation before. */
export interface Applied extends Made {
  readonly after: StoredSituation;
  /** The place in the register that the entry it makes was given. */
  readonly place: EntryPlace | null;
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
    const { registration } = one.decision;
    const makes = registration !== undefined && 'create' in registration;
    const place = makes ? await takeEntryPlace(tx, municipality, now) : null;
    const after = applyDecision(one.situation, one.decision, {
      now,
      effectId: () => randomUUIDv7(),
      entryPlace: () => place ?? noPlace(),
      factsOf,
      isAct,
    });
    applied.push({ ...one, after, place });
  }
  return applied;
}

/** What is new in a list, or no longer the same object. */
export const differing = <One>(before: readonly One[], after: readonly One[]): One[] =>
  after.filter((one) => !before.includes(one));

function noPlace(): never {
  throw new Error('No place in the register was taken for what is no new entry');
}
