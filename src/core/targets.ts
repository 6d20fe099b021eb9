import { doneReply } from './answer.ts';
import { afterWorkingMinutes, instantOf, notAfterHalfDay } from './calendar.ts';
import { dueAt } from './deadline.ts';
import type { TicketSituation } from './decision.ts';
import type { Screening } from './finding.ts';
import type { Policy } from './policy.ts';
import { awaitsAnswer, isToBeTold } from './progress.ts';
import type { Target, Ticket } from './ticket.ts';

type Awaited = NonNullable<Ticket['target']>;

/**
 * What is awaited of the ticket, and when: the earliest of its clocks. Null when it is closed, or is being removed and
 * waits for nothing but the platform.
 * - `answer`: the published promise, or an internal goal. Removing or hiding does not stop it.
 * - `assess`: nothing is asked, but someone is to judge the comment.
 * - `at-once`: it may be urgent, so someone is to judge it now; due since the ticket was opened.
 * - `remove`: the published rules say how fast such a comment is removed. Runs while it is to be seen.
 * - `return`: the day that a holding reply named.
 * - `follow-up`: answered, and edited afterwards; or answered, and what it reported has been decided since.
 */
export function targetOf(
  situation: Pick<TicketSituation, 'ticket' | 'effects' | 'comment' | 'policy'>,
): Ticket['target'] {
  const { ticket } = situation;
  if (ticket.state === 'closed') return null;
  const running = [
    ...(awaitsAnswer(ticket) ? [{ kind: 'answer' as const, at: ticket.dueAt }] : []),
    ...(ticket.state === 'removing' ? [] : whileOpen(situation)),
  ];
  // A ticket that stands open is somebody's to judge, whatever has been answered, hidden or failed meanwhile.
  if (running.length === 0 && ticket.state !== 'removing') return { kind: 'assess', at: assessBy(situation) };
  return running.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))[0] ?? null;
}

function whileOpen({ ticket, effects, comment, policy }: Parameters<typeof targetOf>[0]): Awaited[] {
  const { reply, editedAfter, answer, removeBy, hiddenNow, openedAt } = ticket;
  const at = assessBy({ ticket, policy });
  const awaited: Awaited[] = [];
  const add = (kind: Target, instant: Temporal.Instant | string) =>
    awaited.push({ kind, at: instant.toString() });
  const judged = ticket.removal !== null && ticket.state !== 'awaiting-approval';
  if (!judged && ((!ticket.screening.needsReply && !answer) || hiddenNow)) add('assess', at);
  if (!judged && !answer && !hiddenNow && ticket.screening.urgent)
    add('at-once', openedAt ?? ticket.arrivedAt);
  if (!judged && removeBy && !hiddenNow && comment.visibility === 'visible') add('remove', removeBy.at);
  const decided = answer && isToBeTold(ticket) ? ticket.reportDecided : null;
  if (decided) add('follow-up', dueAt(Temporal.Instant.from(decided.at), policy.clock));
  else if (reply?.returnOn && doneReply(reply, effects)) add('return', dueOn(reply.returnOn, policy));
  else if (editedAfter && answersOlderText(ticket)) {
    add('follow-up', dueAt(Temporal.Instant.from(editedAfter.at), policy.clock));
  }
  return awaited;
}

/** What somebody pointed out long after it was written is to be judged as soon after that as what has just come. */
function assessBy({ ticket, policy }: Pick<TicketSituation, 'ticket' | 'policy'>): string {
  const pointedOut = [ticket.takenUp?.at, ticket.reports.at(-1)?.at].flatMap((at) => at ?? []);
  const days = pointedOut.map((at) => dueAt(Temporal.Instant.from(at), policy.clock));
  const last = [Temporal.Instant.from(ticket.dueAt), ...days].toSorted(Temporal.Instant.compare).at(-1);
  return (last ?? ticket.dueAt).toString();
}

const OURS: readonly NonNullable<Ticket['answer']>['how'][] = ['reply', 'holding', 'trial', 'by-hand'];

/** Has what was answered been edited since? Our reply knows the text that it answers, also when it is published later. */
function answersOlderText({ answer, reply, editedAfter, commentVersion }: Ticket): boolean {
  if (!answer || !editedAfter) return false;
  if (reply && OURS.includes(answer.how)) return reply.commentVersion !== commentVersion;
  return Temporal.Instant.compare(editedAfter.at, answer.at) > 0;
}

/** The municipality's due time on a day that a holding reply named. */
function dueOn(day: string, { clock }: Policy): Temporal.Instant {
  const date = Temporal.PlainDate.from(day);
  return instantOf(date, notAfterHalfDay(clock.due, date, clock));
}

/**
 * When the rules' own word on removal has come to its end for what they may cover, counted from `from`, when the
 * municipality came to know of it; the first to end of several.
 */
export function removeByOf(
  { findings }: Screening,
  from: Temporal.Instant,
  { clock }: Policy,
): Ticket['removeBy'] {
  const goals = clock.removals
    .filter(({ covers }) => findings.some(({ rule }) => covers.includes(rule)))
    .map(({ rule, withinWorkingMinutes }) => ({
      rule,
      from: from.toString(),
      at: afterWorkingMinutes(from, withinWorkingMinutes, clock).toString(),
    }));
  return goals.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))[0] ?? null;
}
