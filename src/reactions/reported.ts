import { MODERATORS } from '../actions/action.ts';
import { type Decision, refuse, type Situation, type TicketSituation } from '../core/decision.ts';
import type { EventOf } from '../core/event.ts';
import type { JournalNote } from '../core/journal.ts';
import { newTicket } from '../core/new-ticket.ts';
import type { Ticket } from '../core/ticket.ts';
import { fetchAttachments } from './comment-screened.ts';

type Report = Ticket['reports'][number];

/**
 * Somebody says that a comment should go: it becomes a ticket like any other, and one that stands open hears of it. One that
 * was closed comes back, unless somebody has judged this very text to be within the rules, or it is gone. The municipality's
 * own words, and what is written in private, are reported to nobody.
 */
export function reported(
  situation: Situation,
  { by, message, version, screening }: EventOf<'reported'>,
): Decision {
  const { comment, ticket, now } = situation;
  if (by !== null && (by.role === null || !MODERATORS.includes(by.role))) return refuse('no-permission');
  if (comment.own || comment.kind === 'message') return refuse('not-now');
  if (message !== null && ticket?.reports.some((known) => known.message === message))
    return { journal: [], effects: [] };
  const report: Report = { message, by: by?.id ?? null, at: now.toString(), told: false };
  const note: JournalNote = {
    kind: 'comment-reported',
    by: report.by,
    data: { comment: comment.id, commentVersion: version, message },
  };
  if (ticket !== null) return added({ ...situation, ticket }, report, note);
  if (comment.visibility === 'gone') return refuse('not-now');
  return {
    // A newer version that came meanwhile is screened by itself, and brings the ticket back with before and after.
    ticket: { ...newTicket(situation, screening), commentVersion: version, reports: [report] },
    screenedVersion: version,
    journal: [note, { kind: 'ticket-opened', by: null, data: { comment: comment.id } }],
    effects: comment.evidenceStored ? [] : [fetchAttachments(comment.version)],
  };
}

function added({ ticket, comment }: TicketSituation, report: Report, note: JournalNote): Decision {
  const heard = { ...ticket, reports: [...ticket.reports, report] };
  const isOver = comment.visibility === 'gone' || isJudged(ticket);
  const line = { kind: 'post-line', params: { line: 'reported' } } as const;
  if (ticket.state !== 'closed') return { ticket: heard, journal: [note], effects: [line] };
  if (isOver) return { ticket: heard, journal: [note], effects: [] };
  return {
    ticket: { ...heard, state: 'open', closedAt: null, dismissal: null },
    journal: [note, { kind: 'ticket-reopened', by: null, data: { because: 'reported' } }],
    effects: [line],
  };
}

/** Has somebody found that this text breaks no rule? */
const isJudged = ({ dismissal, editedAfter }: Ticket): boolean =>
  dismissal !== null &&
  (dismissal.reason === 'within-rules' || dismissal.reason === 'bot-was-wrong') &&
  (editedAfter === null || Temporal.Instant.compare(editedAfter.at, dismissal.at) < 0);
