import { isEnd } from '../../core/block.ts';
import type { Effect } from '../../core/effect.ts';
import { hiddenSeenBy } from '../../core/platform.ts';
import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { farDateOf, momentOf } from './moment.ts';
import { platformOf } from './passages.ts';

/** The sentence for an effect as it stands; null for what needs no saying. */
export function effectText(cards: Cards, view: TicketView, effect: Effect): string | null {
  const { kind, state, result, error } = effect;
  const said = saidOf(view, effect);
  const until = effect.params.untilOn ? farDateOf(cards, effect.params.untilOn, view.now) : '';
  const platform = platformOf(view);
  if (state === 'cancelled' || kind === 'post-line' || isOnTime(kind)) return null;
  // It waits, and is mostly never said.
  if (kind === 'alert-second' && (state === 'pending' || state === 'started')) return null;
  if (state === 'failed' || state === 'unknown') {
    const why = error ? cards.say(`error.${error}`, { platform, it: view.policy.responsible.it }) : '';
    return cards.say(`effect.${said}.${state}`, { why, platform, until });
  }
  if (isToldElsewhere(kind)) return null;
  if (state === 'asked' || (state === 'pending' && isByHand(view, kind)))
    return cards.say(`effect.${said}.asked`, { platform, until });
  if (state === 'done' && result) {
    const how = result.how === 'already-so' ? 'gone' : result.how;
    // Pictures of a text that has been edited since are fetched with the new text.
    if (kind === 'fetch-attachments' && how === 'gone') return null;
    return cards.say(`effect.${said}.${how}`, {
      at: momentOf(cards, result.at, view.now),
      platform,
      seen: seenBy(cards, view),
      until,
    });
  }
  return cards.say(`effect.${said}.${orderedHow(view, effect)}`, {
    at: momentOf(cards, effect.dueAt, view.now),
    platform,
    until,
  });
}

/** Reminders say themselves what they are. */
const isOnTime = (kind: Effect['kind']): boolean => kind === 'remind' || kind === 'escalate';

/** What the card says of it stands where it was asked, or who has it. */
const isToldElsewhere = (kind: Effect['kind']): boolean =>
  ['return-draft', 'ask-colleague', 'tell-assigned'].includes(kind);

/** What is said of a kind, where it is said otherwise than of others of that kind. */
function saidOf({ comment }: TicketView, effect: Effect): string {
  if (isEnd(effect)) return 'end-block';
  const { kind } = effect;
  return kind === 'reply-to-comment' && comment.kind === 'message' ? 'reply-to-message' : kind;
}

/** Is it done now, or does it wait for its time? */
function orderedHow({ account, now }: TicketView, effect: Effect): string {
  const waits = Temporal.Instant.compare(effect.dueAt, now) > 0;
  if (!waits || (effect.kind !== 'delete-comment' && !isEnd(effect))) return 'ordered';
  return isEnd(effect) && account.can.unblock === 'by-hand' ? 'waiting.by-hand' : 'waiting';
}

/** Whoever still sees what is hidden there. */
export const seenBy = (cards: Cards, { comment }: TicketView): string =>
  cards.say(`hidden.seen.${hiddenSeenBy(comment.platform)}`);

/** Is the deletion somebody's to do, from the moment it is decided? */
const isByHand = ({ account }: TicketView, kind: Effect['kind']): boolean =>
  kind === 'delete-comment' && account.can.remove === 'by-hand';
