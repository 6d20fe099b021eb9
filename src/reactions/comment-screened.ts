import { alertOrders } from '../core/alert.ts';
import { withNotice } from '../core/author-notice.ts';
import type { Decision, Situation, TicketSituation } from '../core/decision.ts';
import { mayBeTakenBack, takenBack } from '../core/effect.ts';
import type { EventOf } from '../core/event.ts';
import { needsTicket, type Screening } from '../core/finding.ts';
import type { JournalNote } from '../core/journal.ts';
import { asks, newTicket } from '../core/new-ticket.ts';
import { progress } from '../core/progress.ts';
import { returnedToStaff, sayEdited } from '../core/removal.ts';
import { gathers } from '../core/storm.ts';
import { removeByOf } from '../core/targets.ts';
import type { Ticket } from '../core/ticket.ts';

/**
 * A comment's newest version has been screened: a first version that the public can see becomes a ticket when someone
 * needs to see it (one that was hidden or removed before it came is archived, no more), an
 * edited one brings its ticket back to staff with before and after.
 */
export function commentScreened(
  situation: Situation,
  { version, screening, alike }: Pick<EventOf<'comment-screened'>, 'version' | 'screening' | 'alike'>,
): Decision {
  // Edited while it was being screened: the newer text is screened by itself.
  if (version !== situation.comment.version) return { journal: [], effects: [] };
  return { ...follow(situation, screening), screenedVersion: version, ...(alike && { alike }) };
}

function follow(situation: Situation, screening: Screening): Decision {
  const { comment, ticket, policy } = situation;
  const screened: JournalNote = {
    kind: 'comment-screened',
    by: null,
    data: { comment: comment.id, version: comment.version, tier: screening.tier, policy: policy.version },
  };
  if (ticket !== null) return edited({ ...situation, ticket }, screening, screened);
  if (situation.joined !== null) return { journal: [screened], effects: [] };
  if (comment.own || comment.visibility !== 'visible' || !needsSomebody(situation, screening)) {
    return { journal: [screened], effects: [] };
  }
  // The platform may have told of the account's own reply before the comment was screened.
  const answered = progress(
    { ...situation, ticket: newTicket(situation, screening), effects: [] },
    situation.now,
  );
  if (answered.state === 'closed' && !answered.request) {
    const seen = { answeredAt: answered.answer?.at ?? null, comment: comment.id };
    return { journal: [screened, { kind: 'own-reply-seen', by: null, data: seen }], effects: [] };
  }
  const opened: Ticket = { ...answered, state: 'open', closedAt: null };
  const size = gathers(situation, screening, opened);
  return {
    // What was asked for is given by the registrar, whatever the account has said.
    ticket: opened,
    ...(size && { gathers: size }),
    journal: [screened, { kind: 'ticket-opened', by: null, data: { comment: comment.id } }],
    effects: [
      ...(comment.evidenceStored ? [] : [fetchAttachments(comment.version)]),
      ...alertOrders(situation, screening),
    ],
  };
}

/** A private message is written to the municipality alone: there is nobody else to answer it. A request must be registered. */
const needsSomebody = (situation: Situation, screening: Screening): boolean =>
  situation.comment.kind === 'message' || asks(situation) || needsTicket(screening, situation.policy);

/** Keeps what that version shows. */
export const fetchAttachments = (commentVersion: number) => ({
  kind: 'fetch-attachments' as const,
  params: { commentVersion },
});

function edited(situation: TicketSituation, screening: Screening, screened: JournalNote): Decision {
  const { comment, ticket, now, policy } = situation;
  if (ticket.commentVersion >= comment.version) return { journal: [], effects: [] };
  const alerts = alertOrders(situation, screening);
  const seen = {
    ...ticket,
    // Whoever confirmed had another text before them.
    ...(alerts.length > 0 && { alertConfirmed: null }),
    screening: { ...screening, display: stricter(ticket.screening.display, screening.display) },
    commentVersion: comment.version,
    editedAfter: { version: ticket.commentVersion, at: now.toString() },
    removeBy: ticket.removeBy ?? removeByOf(screening, now, policy),
    request: ticket.request || asks(situation),
    declined: null,
    snooze: null,
  };
  const change: JournalNote = {
    kind: 'comment-edited',
    by: null,
    data: { comment: comment.id, version: comment.version },
  };
  const more = [
    ...(comment.evidenceStored || ticket.suspected ? [] : [fetchAttachments(comment.version)]),
    ...alerts,
  ];
  const journal = [screened, change];
  switch (ticket.state) {
    case 'removing':
      return whileRemoving(situation, { seen, journal, effects: more });
    case 'awaiting-approval': {
      const told = [...more, sayEdited('not-proposed')];
      return { ticket: { ...seen, state: 'open', removal: null }, journal, effects: told };
    }
    case 'closed':
      return afterClosing(situation, { seen, journal, effects: more });
    case 'open':
    case 'claimed':
      return { ticket: { ...seen, dismissal: null }, journal, effects: more };
  }
}

/** The ticket with the newer text, and what follows of it in any case. */
interface Seen extends Pick<Decision, 'journal' | 'effects'> {
  readonly seen: Ticket;
}

/** What was to be deleted says something else: staff judge it anew, unless the deletion has begun or must not wait for that. */
function whileRemoving(
  { ticket, effects: had }: TicketSituation,
  { seen, journal, effects }: Seen,
): Decision {
  const deletion = had.findLast(({ kind }) => kind === 'delete-comment');
  if (!deletion || !mayBeTakenBack(deletion) || deletion.params.evenIfChanged) {
    return { ticket: seen, journal, effects };
  }
  return {
    ticket: { ...seen, ...returnedToStaff(ticket) },
    ...withNotice(had, takenBack(deletion)),
    voidBreach: true,
    journal: [...journal, { kind: 'ticket-reopened', by: null, data: { because: 'edited' } }],
    effects: [...effects, sayEdited('not-removed')],
  };
}

/** A closed ticket comes back when the newer text needs somebody, or may no longer be what was answered. */
function afterClosing(
  { comment, ticket, policy }: TicketSituation,
  { seen, journal, effects }: Seen,
): Decision {
  if (comment.visibility === 'gone') return { ticket: seen, journal, effects: [] };
  const asksNow = seen.request && !ticket.request;
  if (ticket.reply === null && !asksNow && !needsTicket(seen.screening, policy))
    return { ticket: seen, journal, effects };
  return {
    ticket: { ...seen, state: 'open', closedAt: null, dismissal: null },
    journal: [...journal, { kind: 'ticket-reopened', by: null, data: { because: 'edited' } }],
    effects: [...effects, sayEdited(isAnswered(ticket) ? 'after-reply' : 'reopened')],
  };
}

/** Has the municipality answered in public, as far as is known here? */
const isAnswered = ({ reply, answer, dismissal }: Ticket): boolean =>
  reply !== null || answer?.how === 'elsewhere' || dismissal?.reason === 'already-answered';

const STRICTER: readonly Screening['display'][] = ['open', 'offensive', 'secret'];

/** The card shows what stood before an edit beside what stands now: what was secret stays out of the channel. */
const stricter = (before: Screening['display'], now: Screening['display']): Screening['display'] =>
  STRICTER.indexOf(before) > STRICTER.indexOf(now) ? before : now;
