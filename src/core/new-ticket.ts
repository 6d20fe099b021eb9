import { dueAt } from './deadline.ts';
import type { Situation } from './decision.ts';
import type { Screening } from './finding.ts';
import { promiseTo } from './promise.ts';
import { asksForDocuments } from './request-words.ts';
import { removeByOf } from './targets.ts';
import type { Ticket } from './ticket.ts';
import { windowFrom } from './window.ts';

/** Nobody has done anything about it, and nothing has happened to it. */
const UNDECIDED = {
  claim: null,
  reply: null,
  removal: null,
  declined: null,
  hiddenNow: null,
  dismissal: null,
  block: null,
  takenUp: null,
  elsewhere: null,
  reports: [],
  reportDecided: null,
  alertConfirmed: null,
  suspected: null,
  editedAfter: null,
  lastAct: null,
  closedAt: null,
  answer: null,
  target: null,
  remindedAt: null,
  escalatedAt: null,
  following: [],
  snooze: null,
  police: null,
  internal: [],
} as const satisfies Partial<Ticket>;

/** The ticket that a comment opens, before anybody has done anything about it. */
export function newTicket(situation: Situation, screening: Screening): Ticket {
  const { comment, policy, account, now, decisionId } = situation;
  return {
    ...UNDECIDED,
    id: decisionId,
    municipality: comment.municipality,
    comment: comment.id,
    version: 1,
    state: 'open',
    screening: kept(situation, screening),
    commentVersion: comment.version,
    arrivedAt: comment.createdAt.toString(),
    openedAt: now.toString(),
    dueAt: dueAt(comment.createdAt, policy.clock).toString(),
    promise: promiseTo(policy, comment.kind),
    removeBy: removeByOf(screening, comment.arrivedAt, policy),
    window: comment.kind === 'message' ? windowFrom(comment.createdAt, account.replyWindow) : null,
    request: asks(situation),
    clock: policy.clockVersion,
  };
}

/** What was written in private stays out of the channel, whatever screening says of it (invariant 6). */
const kept = ({ comment }: Situation, screening: Screening): Screening =>
  comment.kind === 'message' ? { ...screening, display: 'secret' } : screening;

/** Does the text that stands there ask for public documents? The municipality's own words never do. */
export const asks = ({ comment, policy }: Pick<Situation, 'comment' | 'policy'>): boolean =>
  !comment.own && asksForDocuments(comment.text, policy.requestWords);
