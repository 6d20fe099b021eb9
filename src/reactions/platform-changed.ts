import type { PlatformChange } from '../core/comment.ts';
import type { Decision, Situation } from '../core/decision.ts';
import { type Effect, isBusy, isUnsettled } from '../core/effect.ts';
import type { JournalKind } from '../core/journal.ts';
import { closed } from '../core/progress.ts';

const NOTE: Readonly<Record<PlatformChange['change'], JournalKind>> = {
  removed: 'comment-gone',
  hidden: 'comment-hidden-elsewhere',
  unhidden: 'comment-shown-elsewhere',
};

/** Our act that the platform's word may be the echo of. */
const ACT = { removed: 'delete-comment', hidden: 'hide-comment', unhidden: 'unhide-comment' } as const;

const VISIBILITY = { removed: 'gone', hidden: 'hidden', unhidden: 'visible' } as const;

/**
 * The platform tells that a comment was taken away, hidden or shown there: by its author, by the platform, by someone
 * at the municipality, or as the echo of our own act. The Page is always named as the one who hid, so no one is blamed.
 * What was told before our own latest hiding or showing, and arrives after it, is no longer so.
 */
export function platformChanged(
  { comment, ticket, effects, now }: Situation,
  change: PlatformChange['change'],
  at: Temporal.Instant,
): Decision {
  const visibility = VISIBILITY[change];
  if (comment.visibility === visibility || comment.visibility === 'gone') return { journal: [], effects: [] };
  // What becomes of an act that is under way is told by its own end, which reads it back.
  if (effects.some(({ kind, state }) => kind === ACT[change] && state === 'started'))
    return { journal: [], effects: [] };
  if (change !== 'removed' && isOvertaken(effects, at)) return { journal: [], effects: [] };
  const journal = [{ kind: NOTE[change], by: null, data: { comment: comment.id } }];
  const ours = isBusy(effects, ['delete-comment', 'hide-comment', 'unhide-comment', 'reply-to-comment']);
  const held = ours || effects.some(isUnsettled);
  const ends = change === 'removed' && ticket !== null && ticket.state !== 'closed' && !held;
  if (!ends) return { visibility, journal, effects: [] };
  return {
    visibility,
    ticket: closed({ ...ticket, hiddenNow: null }, now),
    journal: [...journal, { kind: 'ticket-closed', by: null, data: { because: 'gone' } }],
    effects: [],
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
