import { dueAt } from '../core/deadline.ts';
import type { Decision, Situation } from '../core/decision.ts';
import { needsTicket, type Screening } from '../core/finding.ts';
import type { JournalNote } from '../core/journal.ts';
import { returnedToStaff } from '../core/removal.ts';
import type { Ticket } from '../core/ticket.ts';

/**
 * A comment's newest version has been screened: a first version becomes a ticket when someone needs to see it, an
 * edited one brings its ticket back to staff with before and after.
 */
export function commentScreened(situation: Situation, screening: Screening): Decision {
  return { ...follow(situation, screening), screenedVersion: situation.comment.version };
}

function follow(situation: Situation, screening: Screening): Decision {
  const { comment, ticket, policy } = situation;
  const screened: JournalNote = {
    kind: 'comment-screened',
    by: null,
    data: { comment: comment.id, version: comment.version, tier: screening.tier, policy: policy.version },
  };
  if (ticket !== null) return edited({ ...situation, ticket }, screening, screened);
  if (comment.own || comment.visibility === 'gone' || !needsTicket(screening)) {
    return { journal: [screened], effects: [] };
  }
  return {
    ticket: open(situation, screening),
    journal: [screened, { kind: 'ticket-opened', by: null, data: { comment: comment.id } }],
    effects: comment.evidenceStored ? [] : [fetchAttachments(comment.version)],
  };
}

const fetchAttachments = (commentVersion: number) => ({
  kind: 'fetch-attachments' as const,
  params: { commentVersion },
});

function open({ comment, policy, decisionId }: Situation, screening: Screening): Ticket {
  return {
    id: decisionId,
    municipality: comment.municipality,
    comment: comment.id,
    version: 1,
    state: 'open',
    screening,
    commentVersion: comment.version,
    arrivedAt: comment.createdAt.toString(),
    dueAt: dueAt(comment.createdAt, policy.clock).toString(),
    promise: policy.clock.promise,
    claim: null,
    reply: null,
    removal: null,
    hiddenNow: null,
    dismissal: null,
    block: null,
    editedAfter: null,
    lastAct: null,
    closedAt: null,
  };
}

function edited(
  situation: Situation & { ticket: Ticket },
  screening: Screening,
  screened: JournalNote,
): Decision {
  const { comment, ticket, now, effects } = situation;
  if (ticket.commentVersion >= comment.version) return { journal: [], effects: [] };
  const seen = {
    ...ticket,
    screening: { ...screening, display: stricter(ticket.screening.display, screening.display) },
    commentVersion: comment.version,
    version: ticket.version + 1,
    editedAfter: { version: ticket.commentVersion, at: now.toString() },
  };
  const change: JournalNote = {
    kind: 'comment-edited',
    by: null,
    data: { comment: comment.id, version: comment.version },
  };
  const more = comment.evidenceStored ? [] : [fetchAttachments(comment.version)];
  const journal = [screened, change];
  const deletion = effects.findLast(({ kind }) => kind === 'delete-comment');

  if (ticket.state === 'removing') {
    const started = deletion?.state !== 'pending' && deletion?.state !== 'failed';
    if (started || deletion.params.evenIfChanged) return { ticket: seen, journal, effects: more };
    return {
      ticket: { ...seen, ...returnedToStaff(ticket) },
      ...(deletion.state === 'pending'
        ? { cancel: [deletion.id] }
        : { settle: [{ id: deletion.id, to: 'cancelled' }] }),
      voidBreach: true,
      journal: [...journal, { kind: 'ticket-reopened', by: null, data: { because: 'edited' } }],
      effects: more,
    };
  }
  if (ticket.state === 'awaiting-approval') {
    return { ticket: { ...seen, state: 'open', removal: null }, journal, effects: more };
  }
  if (ticket.state !== 'closed') return { ticket: { ...seen, dismissal: null }, journal, effects: more };
  const returns = comment.visibility !== 'gone' && (ticket.reply !== null || needsTicket(screening));
  if (!returns) return { ticket: seen, journal, effects: comment.visibility === 'gone' ? [] : more };
  return {
    ticket: { ...seen, state: 'open', closedAt: null, dismissal: null },
    journal: [...journal, { kind: 'ticket-reopened', by: null, data: { because: 'edited' } }],
    effects: more,
  };
}

const STRICTER: readonly Screening['display'][] = ['open', 'offensive', 'secret'];

/** The card shows what stood before an edit beside what stands now: what was secret stays out of the channel. */
const stricter = (before: Screening['display'], now: Screening['display']): Screening['display'] =>
  STRICTER.indexOf(before) > STRICTER.indexOf(now) ? before : now;
