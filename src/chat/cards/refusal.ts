import type { Refusal } from '../../core/decision.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import { actedBy, nameOf } from './lines.ts';
import type { Cards, Fill } from './load-cards.ts';
import { dayOf, momentOf } from './moment.ts';
import { platformOf } from './passages.ts';
import { safeText } from './safe-text.ts';

/** What the presser is told, or an empty text when the card says it all. */
export function noticeText(cards: Cards, view: TicketView, { refusal, shownInChat }: Notice): string {
  if (shownInChat) return cards.say('shown-in-chat');
  return refusal ? refusalText(cards, view, refusal) : '';
}

function refusalText(cards: Cards, view: TicketView, { code, details }: Refusal): string {
  const { policy } = view;
  const known: Fill = {
    ...Object.fromEntries(Object.entries(details).map(([key, value]) => [key, safeText(String(value))])),
    platform: platformOf(view),
    municipality: policy.shortName,
    lead: policy.responsible.lead,
  };
  if (code === 'past-deadline')
    return cards.say('refusal.past-deadline', { at: dayOf(cards, String(details['at'])) });
  if (code !== 'colleague-first') return cards.say(`refusal.${code}`, known);
  return cards.say(details['draft'] ? 'refusal.colleague-first.draft' : 'refusal.colleague-first', {
    ...known,
    name: nameOf(cards, view, String(details['by'])),
    at: momentOf(cards, String(details['at']), view.now),
    did: actedBy(cards, String(details['verb'])),
  });
}
