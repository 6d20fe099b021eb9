import type { CardMessage } from '../../ports/chat.ts';
import type { Cards } from './load-cards.ts';

/** A card that says one sentence and no more. */
export const noticeCard = (cards: Cards, notice: string): CardMessage => ({
  card: cards.expand('notice', { lang: cards.locale, notice }),
  summary: notice,
});
