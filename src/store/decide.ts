import { type Kysely, sql, type Transaction } from 'kysely';
import type { Decision } from '../core/decision.ts';
import type { DecisionOutcome, DecisionRequest, StoredSituation } from '../ports/ledger.ts';
import { commitDecisions } from './commit.ts';
import type { Made } from './made.ts';
import { loadForDecision } from './situation.ts';
import { storable, toJson } from './storable.ts';

/**
 * The one transaction of the loop: event keys, load with locks, decide (pure), commit. Requests of one call must be
 * about different comments: each is decided on what stood before the call.
 */
export async function decide(
  db: Kysely<unknown>,
  municipality: string,
  now: Temporal.Instant,
  requests: readonly DecisionRequest[],
  decideOne: (situation: StoredSituation, request: DecisionRequest) => Decision,
): Promise<readonly DecisionOutcome[]> {
  return db.transaction().execute(async (tx) => {
    const fresh = await firstTime(tx, municipality, now, requests);
    const situations = await loadForDecision(tx, municipality, requests);
    const made: Made[] = [];
    const outcomes = requests.map((request, index): DecisionOutcome => {
      if (!fresh.delete(storable(request.key))) return { kind: 'duplicate' };
      const situation = situations[index];
      if (!situation) return { kind: 'not-found' };
      const decision = decideOne(situation, request);
      made.push({ request, situation, decision });
      return { kind: 'decided', decision, ticket: decision.ticket?.id ?? situation.ticket?.id ?? null };
    });
    await commitDecisions(tx, municipality, now, made);
    return outcomes;
  });
}

async function firstTime(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  requests: readonly DecisionRequest[],
): Promise<Set<string>> {
  const keys = requests.map(({ key }) => storable(key));
  const { rows } = await sql<{ key: string }>`
    INSERT INTO event (municipality, key, at)
    SELECT ${municipality}, key, ${now}::timestamptz FROM jsonb_array_elements_text(${toJson(keys)}::jsonb) key
    ON CONFLICT DO NOTHING RETURNING key`.execute(tx);
  return new Set(rows.map(({ key }) => key));
}
