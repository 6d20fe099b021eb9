import { decidePress } from '../actions/decide-press.ts';
import { keepAlert } from '../core/alert.ts';
import type { Decision, Situation, TicketSituation } from '../core/decision.ts';
import type { Event, EventOf } from '../core/event.ts';
import { keepRegister } from '../core/keep-register.ts';
import { keepTime } from '../core/keep-time.ts';
import { leavesStorm } from '../core/storm.ts';
import type { Ticket } from '../core/ticket.ts';
import { clockChanged } from './clock-changed.ts';
import { commentScreened } from './comment-screened.ts';
import { effectEnded } from './effect-ended.ts';
import { messageFollowed, messageWithdrawn } from './message-followed.ts';
import { ownReplySeen } from './own-reply-seen.ts';
import { platformChanged } from './platform-changed.ts';
import { reportDecided } from './report-decided.ts';
import { reported } from './reported.ts';
import { takenUp } from './taken-up.ts';
import { toldRegistrars } from './told-registrars.ts';

/** What is decided when an event of one kind happens. Events about a ticket find one in the situation. */
export type Reaction<Kind extends Event['kind']> = (
  situation: EventOf<Kind> extends { readonly ticket: string } ? TicketSituation : Situation,
  event: EventOf<Kind>,
) => Decision;

/** Every kind of event, and what is decided when it happens. */
export const REACTIONS = {
  'comment-screened': commentScreened,
  'platform-changed': platformChanged,
  'own-reply-seen': ownReplySeen,
  'message-followed': messageFollowed,
  'message-withdrawn': messageWithdrawn,
  'taken-up': takenUp,
  reported,
  'report-decided': reportDecided,
  'button-pressed': decidePress,
  'effect-ended': effectEnded,
  'clock-changed': clockChanged,
} satisfies { readonly [Kind in Event['kind']]: Reaction<Kind> };

/**
 * What an event decides, with its consequences for the clock, the alert, the register, its registrars and the card's version. The only way
 * to a decision.
 * @throws Error for an event about a ticket in a situation that has none
 */
export function decide(situation: Situation, event: Event): Decision {
  if ('ticket' in event && situation.ticket === null) {
    throw new Error(`Comment ${situation.comment.id} has no ticket to decide on`);
  }
  const react = REACTIONS[event.kind] as (situation: Situation, event: Event) => Decision;
  const decided = keepAlert(situation, keepTime(situation, react(situation, event)));
  return apart(
    situation,
    counted(situation.ticket, toldRegistrars(situation, keepRegister(situation, decided))),
  );
}

/** What was one of many, and needs a card of its own. */
const apart = (situation: Situation, decision: Decision): Decision =>
  leavesStorm(situation, decision) ? { ...decision, leavesStorm: true } : decision;

/**
 * A card that was drawn before another version is out of date. Counted are a person's acts and changes of state, claim
 * and comment text: what only the clock or an effect has moved makes no card old.
 */
function counted(before: Ticket | null, decision: Decision): Decision {
  const after = decision.ticket;
  if (!before || !after) return decision;
  const isNew = COUNTED.some((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
  return { ...decision, ticket: { ...after, version: before.version + (isNew ? 1 : 0) } };
}

const COUNTED = [
  'state',
  'claim',
  'commentVersion',
  'following',
  'lastAct',
] as const satisfies readonly (keyof Ticket)[];
