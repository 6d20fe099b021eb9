import type { Decision, Situation } from './decision.ts';
import type { Screening } from './finding.ts';
import { deletesAtOnce, type Policy, type RuleId, ruleOf } from './policy.ts';
import type { Ticket, TicketState } from './ticket.ts';

/** So many tickets on one post, opened within so many minutes, are a storm: one card stands for them all. */
export type StormSize = Policy['storm'];

/** A ticket in a storm: what the card counts and what is pressed for all. */
export interface StormTicket {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly state: TicketState;
  /** The rule that comes nearest; null for none. */
  readonly rule: RuleId | null;
  readonly score: number;
  /** It asks something that nobody has answered. */
  readonly awaitsAnswer: boolean;
  /** When it was opened, edited or pressed on last. */
  readonly changedAt: Temporal.Instant;
  /** It was removed on this storm's card, and can still be shown again. */
  readonly undoable: boolean;
  /** It has a card of its own in the channel. */
  readonly posted: boolean;
}

/** Many comments on one post, and whose card stands for them. `tickets`: in the order of their numbers. */
export interface Storm {
  readonly leader: string;
  readonly postText: string | null;
  readonly tickets: readonly StormTicket[];
}

/**
 * May it be one of many? A comment under a post that a person can judge together with others: never what may be urgent, what a
 * statute may cover or what may be secret, and nothing that somebody has picked out.
 */
export function gathers(
  { comment, policy }: Situation,
  { display, urgent, findings }: Screening,
  { takenUp, request }: Ticket,
): StormSize | null {
  const rules = findings.flatMap(({ rule }) => ruleOf(policy, rule) ?? []);
  const isGrave = urgent || display === 'secret' || rules.some((rule) => deletesAtOnce(policy, rule));
  const isOne = comment.kind === 'comment' && comment.postId !== null && takenUp === null && !request;
  return isOne && !isGrave ? policy.storm : null;
}

/** Has it become something that waits for nobody's turn? It gets a card of its own then. */
export const leavesStorm = (situation: Situation, { ticket: next }: Decision): boolean =>
  situation.ticket !== null &&
  next !== undefined &&
  gathers(situation, situation.ticket.screening, situation.ticket) !== null &&
  gathers(situation, next.screening, next) === null;

/** Still to be dealt with, in whosever hands it is. */
export const isOpen = ({ state }: Pick<StormTicket, 'state'>): boolean =>
  state === 'open' || state === 'claimed' || state === 'awaiting-approval';

/** Still to be dealt with, and in nobody's hands. */
export const isWaiting = ({ state }: Pick<StormTicket, 'state'>): boolean => state === 'open';

/** Waiting tickets by the rule that comes nearest, the largest group first. */
export function waitingByRule({ tickets }: Storm): Map<RuleId, StormTicket[]> {
  const groups = new Map<RuleId, StormTicket[]>();
  for (const ticket of tickets)
    if (isWaiting(ticket) && ticket.rule !== null)
      groups.set(ticket.rule, [...(groups.get(ticket.rule) ?? []), ticket]);
  return new Map([...groups].toSorted(([, a], [, b]) => b.length - a.length));
}
