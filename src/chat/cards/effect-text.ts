import type { Effect } from '../../core/effect.ts';
import { hiddenSeenBy } from '../../core/platform.ts';
import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { platformOf } from './passages.ts';

/** The sentence for an effect as it stands; null for what needs no saying. */
export function effectText(cards: Cards, view: TicketView, effect: Effect): string | null {
  const { kind, state, result, error } = effect;
  const said = kind === 'reply-to-comment' && view.comment.kind === 'message' ? 'reply-to-message' : kind;
  const platform = platformOf(view);
  if (state === 'cancelled' || kind === 'post-line' || effect.lane === 'clock') return null;
  if (state === 'failed' || state === 'unknown') {
    const why = error ? cards.say(`error.${error}`, { platform, it: view.policy.responsible.it }) : '';
    return cards.say(`effect.${said}.${state}`, { why, platform });
  }
  if (kind === 'return-draft') return null;
  if (state === 'asked' || (state === 'pending' && isByHand(view, kind)))
    return cards.say(`effect.${said}.asked`, { platform });
  if (state === 'done' && result) {
    const how = result.how === 'already-so' ? 'gone' : result.how;
    // Pictures of a text that has been edited since are fetched with the new text.
    if (kind === 'fetch-attachments' && how === 'gone') return null;
    return cards.say(`effect.${said}.${how}`, {
      at: momentOf(cards, result.at, view.now),
      platform,
      seen: seenBy(cards, view),
    });
  }
  const later = kind === 'delete-comment' && Temporal.Instant.compare(effect.dueAt, view.now) > 0;
  return cards.say(`effect.${said}.${later ? 'waiting' : 'ordered'}`, {
    at: momentOf(cards, effect.dueAt, view.now),
  });
}

/** Whoever still sees what is hidden there. */
export const seenBy = (cards: Cards, { comment }: TicketView): string =>
  cards.say(`hidden.seen.${hiddenSeenBy(comment.platform)}`);

/** Is the deletion somebody's to do, from the moment it is decided? */
const isByHand = ({ account }: TicketView, kind: Effect['kind']): boolean =>
  kind === 'delete-comment' && account.can.remove === 'by-hand';
