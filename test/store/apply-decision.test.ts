import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyDecision } from '../../src/core/apply-decision.ts';
import type { Decision } from '../../src/core/decision.ts';
import type { Event } from '../../src/core/event.ts';
import { factsOf, isAct } from '../../src/effects/index.ts';
import { createDecider } from '../../src/engine/decider.ts';
import type { StoredSituation } from '../../src/ports/ledger.ts';
import { toJson } from '../../src/store/storable.ts';
import { databases } from '../fakes/databases.ts';
import { runsFor, SEED } from '../soak/form.ts';
import { load, type StoredComment, storeComment } from './stored-comment.ts';
import { anyStoredMoves, anyStoredStart, eventOf } from './stored-moves.ts';
import { openTown, type Town } from './town.ts';

const RUNS = runsFor(10);

/** A decision that has been committed, and the situation that it was made on. */
interface Committed {
  readonly before: StoredSituation;
  readonly decision: Decision;
}

/** Decides as the bot does. */
async function decideOn(comment: StoredComment, event: Event): Promise<Committed> {
  const { town, account, policies, can, staff } = comment;
  const made: Committed[] = [];
  const unused = () => expect.unreachable();
  const { decideAll } = createDecider({
    store: {
      ...town.store,
      decide: (municipality, now, requests, decide) =>
        town.store.decide(municipality, now, requests, (before, request) => {
          const decision = decide(before, request);
          made.push({ before, decision });
          return decision;
        }),
    },
    clock: { now: () => comment.now },
    policies,
    abilities: () => ({ can: can, maxReply: 8000, replyWindow: null }),
    staffOf: () => staff,
    numberShapeOf: () => null,
    ...{ screen: unused, wake: unused, onError: unused },
  });
  await decideAll(account.municipality, [{ event }]);
  comment.loaded = null;
  if (!made[0]) throw new Error(`Nothing was decided on ${event.kind}`);
  return made[0];
}

/** As it is kept, instants in words, without characters that no database keeps. */
const plain = <T>(value: T): T => JSON.parse(toJson(value));

/** Without the id that every loading makes anew. */
const kept = (situation: StoredSituation) => plain({ ...situation, decisionId: null });

/**
 * What a decision says of itself, word by word. The store writes by `applyDecision`, so that alone would be right in both
 * places or wrong in both.
 */
function promised({ before, decision }: Committed, now: Temporal.Instant) {
  const { ticket, visibility, settle = [], cancel = [], effects, breach, voidBreach } = plain(decision);
  const own = (ticket ?? before.ticket)?.id;
  const breaches = plain(before.breaches).filter((one) => !voidBreach || one.ticket !== own);
  return {
    ticket: ticket ?? before.ticket,
    comment: { visibility: visibility ?? before.comment.visibility },
    effects: expect.arrayContaining([
      ...cancel.map((id) => expect.objectContaining({ id, ...NOT_ENDED, state: 'cancelled' })),
      ...settle.map(({ to, ...change }) => expect.objectContaining({ ...NOT_ENDED, ...change, state: to })),
      ...effects.map(({ kind, params, dueAt = now }) =>
        expect.objectContaining({
          ...{ kind, ...NOT_ENDED, state: 'pending', attempts: 0, dueAt: `${dueAt}` },
          params: before.account.trial && isAct(kind) ? { ...params, trial: true } : params,
        }),
      ),
    ]),
    registrations: expect.arrayContaining(promisedEntries(before.decisionId, plain(decision), `${now}`)),
    breaches: breach ? [...breaches, { ticket: own, rule: breach.rule, at: `${now}` }] : breaches,
  };
}

const NOT_ENDED = { result: null, error: null };

function promisedEntries(id: string, { registration }: Decision, now: string) {
  if (!registration) return [];
  if (!('create' in registration)) return [promisedChange(registration)];
  const { create, number } = registration;
  const { secret, ...said } = create;
  const entry =
    number === null
      ? { state: 'secured', number, registeredAt: null }
      : {
          state: 'registered',
          number: 'given' in number ? number.given : expect.any(String),
          registeredAt: now,
        };
  const secrecy = secret ? 'possible' : 'none';
  return [expect.objectContaining({ ...said, ...entry, secrecy, id, securedAt: now })];
}

function promisedChange(change: Exclude<NonNullable<Decision['registration']>, { create: unknown }>) {
  if ('numbered' in change) {
    return expect.objectContaining({ id: change.numbered, state: 'registered', number: change.number });
  }
  if ('tried' in change) return expect.objectContaining({ id: change.tried, provision: change.provision });
  return 'returned' in change
    ? expect.objectContaining({ id: change.returned, state: 'returned' })
    : expect.objectContaining({ id: change.outcome, outcome: change.became });
}

describe.each(databases)('what a decision means, on %s', (name, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  const places = new Map<string, number>();
  const nextPlace = (municipality: string) => {
    const place = (places.get(municipality) ?? 0) + 1;
    places.set(municipality, place);
    return { year: 2026, place };
  };

  const check = async (comment: StoredComment, event: Event): Promise<void> => {
    const committed = await decideOn(comment, event);
    const { before, decision } = committed;
    const after = await load(comment);
    const told = `${event.kind}: ${toJson(decision)}`;
    const meant = applyDecision(before, decision, {
      now: comment.now,
      effectId: (index) => after.effects[before.effects.length + index]?.id ?? 'none was ordered',
      entryPlace: () => nextPlace(before.municipality),
      factsOf,
      isAct,
    });
    expect(kept(after), told).toEqual(kept(meant));
    expect(kept(after), told).toMatchObject(promised(committed, comment.now));
  };

  const days = fc.asyncProperty(anyStoredStart, anyStoredMoves, async (given, moves) => {
    // Nothing is left of the comment before for this one's workers to start.
    await town.rows("UPDATE effect SET state = 'cancelled' WHERE state = 'pending'");
    const comment = await storeComment(town, crypto.randomUUID(), given);
    for (const [index, move] of moves.entries()) {
      comment.now = comment.now.add({ seconds: 1 });
      const event = await eventOf(comment, move, `${comment.id}:${index}`);
      if (event) await check(comment, event);
    }
  });

  it('is what the store loads after it, whatever happens to a comment', {
    timeout: RUNS * 5000,
  }, async () => {
    console.log(`What a decision means, on ${name}: ${RUNS} comments, KV_SOAK_SEED=${SEED}`);
    // Shrinking would go on for longer than anyone waits: the difference, and what was decided, say enough.
    await fc.assert(days, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  });
});
