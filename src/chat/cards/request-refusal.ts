import type { DisclosureRefusal } from '../../core/request.ts';
import type { Cards, Fill } from './load-cards.ts';
import { safeText } from './safe-text.ts';

/** Why a step of a request was not taken, in words. */
export const requestRefusal = (cards: Cards, refusal: DisclosureRefusal): string =>
  cards.say(`requests.refused.${refusal.code}`, fillOf(cards, refusal));

function fillOf(cards: Cards, refusal: DisclosureRefusal): Fill {
  switch (refusal.code) {
    case 'not-now':
      return { state: cards.say(`requests.state.${refusal.state}`) };
    case 'no-such-word':
      return { word: safeText(refusal.word) };
    case 'unsettled':
      return { tickets: refusal.tickets.join(', ') };
    case 'not-reviewed':
      return { count: refusal.items.length };
    case 'name-found':
      return { rows: [...new Set(refusal.found.map(({ nr }) => nr))].join(', ') };
    case 'no-such-request':
    case 'no-such-item':
    case 'not-yet-received':
    case 'decided-meanwhile':
    case 'unknown-provision':
    case 'no-provision-for-given':
    case 'nothing-masked':
    case 'mask-outside':
    case 'same-person':
    case 'nothing-refused':
    case 'no-delegation':
    case 'no-proof':
      return {};
  }
}
