import type { CommentChange } from '../core/comment.ts';
import type { Decision, Situation } from '../core/decision.ts';
import { type Effect, type EffectOrder, isHeld } from '../core/effect.ts';
import type { EventOf } from '../core/event.ts';
import type { JournalKind } from '../core/journal.ts';
import { closed } from '../core/progress.ts';
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
 * at the municipality, or as the echo of our own act. The Page is always named as the one who hid, so no one is blamed.
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
  if (change.visibility !== 'visible' || ticket !== null || comment.own || screening === null) return change;
  const shown = { ...situation, comment: { ...comment, visibility: 'visible' as const } };
  const judged = commentScreened(shown, { version: comment.version, screening });
  return { ...judged, visibility: 'visible', journal: [...change.journal, ...judged.journal] };
}

function told(
  situation: Situation,
  { change, at }: Pick<EventOf<'platform-changed'>, 'change' | 'at'>,
): Decision {
  const { comment, ticket, effects, now } = situation;
  const visibility = VISIBILITY[change];
  if (comment.visibility === visibility || comment.visibility === 'gone') return { journal: [], effects: [] };
  // What becomes of an act that is under way is told by its own end, which reads it back.
  if (effects.some(({ kind, state }) => kind === ACT[change] && state === 'started'))
    return { journal: [], effects: [] };
  const asked = effects.find(({ kind, state }) => kind === ACT[change] && state === 'asked');
  if (ticket && asked) {
    const result = { at: now.toString(), how: 'verified' } as const;
    return ended({ ...situation, ticket }, asked, { id: asked.id, to: 'done', result });
  }
  if (visibility !== 'gone' && isOvertaken(effects, at)) return { journal: [], effects: [] };
  const because = change === 'removed-with-post' ? { because: 'post-removed' } : {};
  const journal = [{ kind: NOTE[change], by: null, data: { comment: comment.id, ...because } }];
  const isOpen = ticket !== null && ticket.state !== 'closed';
  // Who removed a post has not been thinking of the comments that wait for an answer under it.
  const lines: EffectOrder[] =
    change === 'removed-with-post' && isOpen ? [{ kind: 'post-line', params: { line: 'post-removed' } }] : [];
  const isAnswerable = ticket?.following.some(({ gone }) => !gone) ?? false;
  if (visibility !== 'gone' || !isOpen || isAnswerable || isHeld(effects))
    return { visibility, journal, effects: lines };
  return {
    visibility,
    ticket: closed({ ...ticket, hiddenNow: null }, now),
    journal: [...journal, { kind: 'ticket-closed', by: null, data: { because: 'gone' } }],
    effects: lines,
  };
}

/** Has an act of ours been seen on the platform since then? Platforms tell whole seconds. */
function isOvertaken(effects: readonly Effect[], at: Temporal.Instant): boolean {
  const ours = effects.findLast(
    ({ kind, state, result }) =>
      (kind === 'hide-comment' || kind === 'unhide-comment') && state === 'done' && result?.how !== 'trial',
  );
  return ours?.result != null && Temporal.Instant.compare(at, Temporal.Instant.from(ours.result.at)) <= 0;
}
