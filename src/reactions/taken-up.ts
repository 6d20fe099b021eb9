import { MODERATORS } from '../actions/action.ts';
import { type Decision, refuse, type Situation } from '../core/decision.ts';
import type { EventOf } from '../core/event.ts';
import { newTicket } from '../core/new-ticket.ts';
import { fetchAttachments } from './comment-screened.ts';

/**
 * A person takes up a comment that screening put before nobody: it becomes a ticket like any other. What has one already, or
 * belongs to another's conversation, is left as it is; the municipality's own words, and what is gone, cannot be taken up.
 */
export function takenUp(
  situation: Situation,
  { by, version, screening }: Pick<EventOf<'taken-up'>, 'by' | 'version' | 'screening'>,
): Decision {
  const { comment, ticket, joined, now } = situation;
  if (by.role === null || !MODERATORS.includes(by.role)) return refuse('no-permission');
  if (ticket !== null) return { journal: [], effects: [] };
  if (comment.own || joined !== null || comment.visibility === 'gone') return refuse('not-now');
  return {
    // A newer version that came meanwhile is screened by itself, and brings the ticket back with before and after.
    ticket: {
      ...newTicket(situation, screening),
      commentVersion: version,
      takenUp: { by: by.id, at: now.toString() },
    },
    screenedVersion: version,
    journal: [
      { kind: 'comment-taken-up', by: by.id, data: { comment: comment.id, commentVersion: version } },
      { kind: 'ticket-opened', by: null, data: { comment: comment.id } },
    ],
    effects: comment.evidenceStored ? [] : [fetchAttachments(comment.version)],
  };
}
