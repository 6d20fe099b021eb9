import type { CommentChange } from '../core/comment.ts';
import type { Decision, Situation } from '../core/decision.ts';
import { type Effect, type EffectOrder, isHeld } from '../core/effect.ts';
import type { EventOf } from '../core/event.ts';
import type { Screening } from '../core/finding.ts';
import type { JournalKind } from '../core/journal.ts';
import { newTicket } from '../core/new-ticket.ts';
import { closed } from '../core/progress.ts';
import type { Ticket } from '../core/ticket.ts';
import { commentScreened } from './comment-screened.ts';
import { ended } from './effect-ended.ts';

const NOTE: Readonly<Record<CommentChange, JournalKind>> = {
  removed: 'comment-gone',
  'removed-with-post': 'comment-gone',
  hidden: 'comment-hidden-elsewhere',
  unhidden: 'comment-shown-elsewhere',
};

/** Our act that the platform's word may be the echo of. */
const ACT = {
  removed: 'delete-comment',
  'removed-with-post': 'delete-comment',
  hidden: 'hide-comment',
  unhidden: 'unhide-comment',
} as const;

const VISIBILITY = {
  removed: 'gone',
  'removed-with-post': 'gone',
  hidden: 'hidden',
  unhidden: 'visible',
} as const;

/**
 * The platform tells that a comment was taken away, hidden or shown there: by its author, by the platform, by someone
 * at the municipality, or as the echo of our own act. The Page is always named as the one who hid, so no one is blamed: staff are
 * asked, once, whether it was they, so that what they did there stands in the record with its rule and reason.
 * What was told before our own latest hiding or showing, and arrives after it, is no longer so.
 * What a person was asked to do, and what is now seen there, is done.
 * A comment that stood hidden when it was screened got no ticket: shown again, it is judged like one that has just arrived.
 */
export function platformChanged(
  situation: Situation,
  event: Pick<EventOf<'platform-changed'>, 'change' | 'at' | 'screening'>,
): Decision {
  const change = told(situation, event);
  const { comment, ticket } = situation;
  const { screening } = event;
  if (ticket !== null || comment.own || screening === null || change.visibility === undefined) return change;
  if (change.visibility !== 'visible') return asking(situation, change, event, screening);
  const shown = { ...situation, comment: { ...comment, visibility: 'visible' as const } };
  const judged = commentScreened(shown, { version: comment.version, screening });
  return { ...judged, visibility: 'visible', journal: [...change.journal, ...judged.journal] };
}

/** What screening put before nobody was taken away there: a ticket asks about it, and waits for nothing else. */
function asking(
  situation: Situation,
  change: Decision,
  event: Pick<EventOf<'platform-changed'>, 'change' | 'at'>,
  screening: Screening,
): Decision {
  const elsewhere = askedOf(situation, event);
  if (elsewhere === null) return change;
  const { comment, now } = situation;
  const ticket = { ...closed(newTicket(situation, screening), now), elsewhere };
  const opened = { kind: 'ticket-opened' as const, by: null, data: { comment: comment.id } };
  return { ...change, ticket, journal: [...change.journal, opened] };
}

/** What staff are asked of; null where it was an act of ours, as far as is known, a private message, or went with its post. */
function askedOf(
  { ticket, comment, joined, effects }: Situation,
  { change, at }: Pick<EventOf<'platform-changed'>, 'change' | 'at'>,
): Ticket['elsewhere'] {
  if (change !== 'removed' && change !== 'hidden') return null;
  if (comment.own || comment.kind === 'message' || joined !== null || ticket?.suspected) return null;
  // What was only tried here, or only proposed, somebody has done for real.
  const isOrdered = effects.some(
    ({ kind, state, params }) => kind === ACT[change] && state !== 'cancelled' && params.trial !== true,
  );
  const { elsewhere } = ticket ?? { elsewhere: null };
  const isOwned = elsewhere?.change === change && elsewhere.word?.what === 'ours';
  return isOrdered || isOwned ? null : { change, at: at.toString(), word: null };
}

function told(
  situation: Situation,
  { change, at }: Pick<EventOf<'platform-changed'>, 'change' | 'at'>,
): Decision {
  const { comment, ticket, effects: had, now } = situation;
  const visibility = VISIBILITY[change];
  if (comment.visibility === visibility || comment.visibility === 'gone') return { journal: [], effects: [] };
  // What becomes of an act that is under way is told by its own end, which reads it back.
  if (had.some(({ kind, state }) => kind === ACT[change] && state === 'started'))
    return { journal: [], effects: [] };
  const byHand = had.find(({ kind, state }) => kind === ACT[change] && state === 'asked');
  if (ticket && byHand) {
    const result = { at: now.toString(), how: 'verified' } as const;
    return ended({ ...situation, ticket }, byHand, { id: byHand.id, to: 'done', result });
  }
  if (visibility !== 'gone' && isOvertaken(had, at)) return { journal: [], effects: [] };
  const because = change === 'removed-with-post' ? { because: 'post-removed' } : {};
  const journal = [{ kind: NOTE[change], by: null, data: { comment: comment.id, ...because } }];
  const isOpen = ticket !== null && ticket.state !== 'closed';
  const elsewhere = ticket && askedOf(situation, { change, at });
  const asked = ticket && elsewhere ? { ...ticket, elsewhere } : ticket;
  const effects = linesOf(change, isOpen, elsewhere);
  const isAnswerable = ticket?.following.some(({ gone }) => !gone) ?? false;
  if (visibility !== 'gone' || !isOpen || !asked || isAnswerable || isHeld(had))
    return { visibility, ...(asked && asked !== ticket && { ticket: asked }), journal, effects };
  return {
    visibility,
    // Nobody has decided what was only proposed.
    ticket: closed(
      { ...asked, hiddenNow: null, removal: asked.state === 'awaiting-approval' ? null : asked.removal },
      now,
    ),
    journal: [...journal, { kind: 'ticket-closed', by: null, data: { because: 'gone' } }],
    effects,
  };
}

/** Who removed a post has not been thinking of the comments that wait for an answer under it; who is asked looks at no old card. */
function linesOf(change: CommentChange, isOpen: boolean, elsewhere: Ticket['elsewhere']): EffectOrder[] {
  const line = (name: string): EffectOrder => ({ kind: 'post-line', params: { line: name } });
  if (change === 'removed-with-post') return isOpen ? [line('post-removed')] : [];
  return elsewhere === null ? [] : [line(`elsewhere.${elsewhere.change}`)];
}

/** Has an act of ours been seen on the platform since then? Platforms tell whole seconds. */
function isOvertaken(effects: readonly Effect[], at: Temporal.Instant): boolean {
  const ours = effects.findLast(
    ({ kind, state, result }) =>
      (kind === 'hide-comment' || kind === 'unhide-comment') && state === 'done' && result?.how !== 'trial',
  );
  return ours?.result != null && Temporal.Instant.compare(at, Temporal.Instant.from(ours.result.at)) <= 0;
}
