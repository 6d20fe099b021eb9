import { type CardData, decidePress } from '../actions/decide-press.ts';
import type { Actor, Decision, EffectOutcome, Situation } from '../core/decision.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import type { TicketView } from '../core/view.ts';
import type { Conversation } from '../ports/chat.ts';
import type { ClaimedEffect, DecisionOutcome } from '../ports/ledger.ts';
import { clockChanged, isUnmoved } from '../reactions/clock-changed.ts';
import { effectEnded } from '../reactions/effect-ended.ts';
import { createBatches } from './batches.ts';
import { createChanges } from './changes.ts';
import { createDecider, type EngineParts, type Event, withTicket } from './decider.ts';
import { createScreening } from './screening.ts';

/** A press whose sender the chat has verified and whose channel belongs to `municipality`. */
interface VerifiedPress {
  readonly key: string;
  readonly municipality: MunicipalityId;
  readonly by: Actor;
  readonly data: CardData;
  readonly on: { readonly conversation: Conversation; readonly messageId: string } | null;
}

/** Load, decide, commit: the only way to change anything. */
export interface Engine {
  /** Null when the municipality has no such ticket. A repeated key decides nothing and shows the ticket as it is. */
  press(press: VerifiedPress): Promise<{ view: TicketView; decision: Decision | null } | null>;
  /** Screens up to `limit` waiting comments in one transaction per municipality; the number done. */
  screenWaiting(limit: number): Promise<number>;
  /** Handles what platforms told of comments; the number done. */
  handleChanges(limit: number): Promise<number>;
  /** Computes up to `limit` open tickets anew whose municipality has changed its clock; the number done. */
  followClocks(limit: number): Promise<number>;
  effectEnded(effect: ClaimedEffect, outcome: EffectOutcome): Promise<void>;
  view(municipality: MunicipalityId, ticket: string): Promise<TicketView | null>;
  policyOf(municipality: MunicipalityId): Policy;
}

interface TicketEvent extends Event {
  readonly request: Event['request'] & { readonly about: { readonly ticket: string } };
}

/** So many times as many tickets are looked through as may be decided at once: most are not moved. */
const LOOKED_THROUGH = 4;

export function createEngine(parts: EngineParts): Engine {
  const { store, clock, policies } = parts;

  const decider = createDecider(parts);
  const { policyOf, viewOf, decideAll } = decider;

  const view = async (municipality: MunicipalityId, ticket: string): Promise<TicketView | null> => {
    const stored = (await store.views(municipality, [ticket])).get(ticket);
    return stored ? viewOf(stored) : null;
  };

  /**
   * Presses on different tickets that arrive together share a transaction, and the look at what came of them: a storm
   * of presses waits for few commits.
   */
  const decidePresses = createBatches<TicketEvent, { outcome: DecisionOutcome; after: TicketView | null }>({
    most: 20,
    identityOf: ({ request }) => request.about.ticket,
    run: async (municipality, events) => {
      const outcomes = await decideAll(municipality, events);
      const after = await store.views(
        municipality,
        events.map(({ request }) => request.about.ticket),
      );
      return outcomes.map((outcome, index) => {
        const stored = after.get(events[index]?.request.about.ticket ?? '');
        return { outcome, after: stored ? viewOf(stored) : null };
      });
    },
  });

  const followClock = async (municipality: MunicipalityId, version: string, tickets: readonly string[]) => {
    // The ticket itself says whether it has been computed; the key need only be new.
    const since = clock.now().epochMilliseconds;
    const events = tickets.map(
      (id): TicketEvent => ({
        request: { key: `clock:${id}:${version}:${since}`, about: { ticket: id }, by: null },
        decide: (situation) => withTicket(situation, (ticket) => clockChanged({ ...situation, ticket })),
      }),
    );
    if (events.length > 0) await decideAll(municipality, events);
  };

  return {
    policyOf,
    view,
    press: async ({ key, municipality, by, data, on }) => {
      const about = { ticket: data.ticket };
      // The workers wait until the presser's card has been read: they would come before it at the database.
      const { outcome, after } = await decidePresses(municipality, {
        request: { key, about, by: by.id, ...(on && { pressedOn: on }) },
        decide: (situation) =>
          withTicket(situation, (ticket) => decidePress({ ...situation, ticket, by }, data)),
      }).finally(parts.wake);
      return after && { view: after, decision: outcome.kind === 'decided' ? outcome.decision : null };
    },
    screenWaiting: createScreening(parts, decider),
    handleChanges: createChanges(parts, decider),
    followClocks: async (limit) => {
      for (const [municipality, policy] of policies) {
        const { clockVersion } = policy;
        const found = await store.ticketsOfOtherClock(municipality, clockVersion, limit * LOOKED_THROUGH);
        if (found.length === 0) continue;
        const [left, moved] = [true, false].map((unmoved) =>
          found.filter((one) => isUnmoved({ ...one, policy }) === unmoved).map(({ ticket }) => ticket.id),
        ) as [string[], string[]];
        if (left.length > 0) await store.clockFollowed(municipality, clockVersion, left);
        const now = moved.slice(0, limit);
        await followClock(municipality, clockVersion, now);
        parts.wake();
        return left.length + now.length;
      }
      return 0;
    },
    effectEnded: async (effect, outcome) => {
      const key = `effect:${effect.id}:${effect.attempts}`;
      const request = { key, about: { ticket: effect.ticket }, by: null };
      const decide = (situation: Situation) =>
        withTicket(situation, (ticket) => effectEnded({ ...situation, ticket }, outcome));
      await decideAll(effect.municipality, [{ request, decide }]);
      parts.wake();
    },
  };
}
