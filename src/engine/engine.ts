import type { Actor, Decision, EffectOutcome } from '../core/decision.ts';
import type { EventOf } from '../core/event.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import type { TicketView } from '../core/view.ts';
import type { Conversation } from '../ports/chat.ts';
import type { ClaimedEffect } from '../ports/ledger.ts';
import { createChanges } from './changes.ts';
import { createClocks } from './clocks.ts';
import { createDecider, type EngineParts } from './decider.ts';
import { createPresses } from './presses.ts';
import { createFollowReports, createReport } from './reports.ts';
import { createScreening } from './screening.ts';
import { createTakeUp } from './take-up.ts';

/** A press whose sender the chat has verified and whose channel belongs to `municipality`. */
interface VerifiedPress extends Pick<EventOf<'button-pressed'>, 'key' | 'by' | 'named' | 'data'> {
  readonly municipality: MunicipalityId;
  readonly on: { readonly conversation: Conversation; readonly messageId: string } | null;
}

/** What a press came to, and how its ticket stands now. `decision`: null where it had been decided before. */
interface Pressed {
  readonly view: TicketView;
  readonly decision: Decision | null;
}

/** A comment that a verified person takes up. */
interface VerifiedTaking extends Pick<EventOf<'taken-up'>, 'key' | 'by' | 'comment'> {
  readonly municipality: MunicipalityId;
}

/** A comment that somebody has reported: in the message that is stored as `message`, to a verified person, or to another system. */
interface VerifiedReport extends Pick<EventOf<'reported'>, 'key' | 'comment' | 'message'> {
  readonly municipality: MunicipalityId;
  readonly by: Actor | null;
}

/** Load, decide, commit: the only way to change anything. */
export interface Engine {
  /** Null when the municipality has no such ticket. A repeated key decides nothing and shows the ticket as it is. */
  press(press: VerifiedPress): Promise<Pressed | null>;
  /** Null when the municipality has no such comment, or it has been erased. Its ticket is there then, unless it is refused. */
  takeUp(taking: VerifiedTaking): Promise<Pick<Pressed, 'decision'> | null>;
  /** As `takeUp`. */
  report(report: VerifiedReport): Promise<Pick<Pressed, 'decision'> | null>;
  /** Screens up to `limit` waiting comments in one transaction per municipality; the number done. */
  screenWaiting(limit: number): Promise<number>;
  /** Handles what platforms told of comments; the number done. */
  handleChanges(limit: number): Promise<number>;
  /** Computes up to `limit` open tickets anew whose municipality has changed its clock; the number done. */
  followClocks(limit: number): Promise<number>;
  /** Tells up to `limit` messages' tickets what became of what they reported; the number done. */
  followReports(limit: number): Promise<number>;
  /** An attempt at an effect has ended so. */
  effectEnded(effect: ClaimedEffect, outcome: EffectOutcome): Promise<void>;
  /** The ticket as it stands, committed; null when the municipality has no such ticket. */
  view(municipality: MunicipalityId, ticket: string): Promise<TicketView | null>;
  /** @throws Error for a municipality without a rules file */
  policyOf(municipality: MunicipalityId): Policy;
}

/** Puts the loop together. It knows no button, no effect and no platform by name. */
export function createEngine(parts: EngineParts): Engine {
  const decider = createDecider(parts);
  const { policyOf, viewOf, decideAll } = decider;
  return {
    policyOf,
    view: async (municipality, ticket) => {
      const stored = (await parts.store.views(municipality, [ticket])).get(ticket);
      return stored ? viewOf(stored) : null;
    },
    press: createPresses(parts, decider),
    takeUp: createTakeUp(parts, decider),
    screenWaiting: createScreening(parts, decider),
    handleChanges: createChanges(parts, decider),
    followClocks: createClocks(parts, decider),
    report: createReport(parts, decider),
    followReports: createFollowReports(parts, decider),
    effectEnded: async ({ id, attempts, ticket, municipality }, outcome) => {
      const key = `effect:${id}:${attempts}`;
      await decideAll(municipality, [{ event: { kind: 'effect-ended', key, ticket, outcome } }]);
      parts.wake();
    },
  };
}
