import { isVerb } from '../../actions/index.ts';
import type { Refusal } from '../../core/decision.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import { actedBy } from './lines.ts';
import type { Cards, Fill } from './load-cards.ts';
import { dayOf, momentOf } from './moment.ts';
import { nameOf } from './names.ts';
import { platformOf } from './passages.ts';
import { safeText } from './safe-text.ts';

/** What the presser is told, or an empty text when the card says it all. */
export function noticeText(
  cards: Cards,
  view: TicketView,
  { refusal, typed, shownInChat, filled }: Notice,
): string {
  if (filled) return cards.say('removed.filled');
  if (shownInChat) return cards.say('shown-in-chat');
  if (!refusal) return '';
  const missing = refusal.code === 'bad-input' && typed ? missingField(cards, typed.verb, refusal) : null;
  return missing === null
    ? refusalText(cards, view, refusal)
    : cards.say('refusal.bad-input.field', { field: missing });
}

/** What the form itself says of the field that was not filled in; null where it has no words of its own for it. */
function missingField(cards: Cards, verb: string, { details }: Refusal): string | null {
  if (!isVerb(verb)) return null;
  const key = `${details['field']}Error`;
  const button = cards.button(verb);
  return button.has(key) ? button.say(key) : null;
}

function refusalText(cards: Cards, view: TicketView, { code, details }: Refusal): string {
  const { policy } = view;
  const known: Fill = {
    ...Object.fromEntries(Object.entries(details).map(([key, value]) => [key, safeText(String(value))])),
    platform: platformOf(view),
    municipality: policy.shortName,
    lead: policy.responsible.lead,
    name: nameOf(cards, view, details['by'] === undefined ? undefined : String(details['by'])),
  };
  if (code === 'past-deadline')
    return cards.say('refusal.past-deadline', { at: dayOf(cards, String(details['at'])) });
  if (code === 'not-a-diary-number' && details['example'])
    return cards.say('refusal.not-a-diary-number.example', known);
  if (code !== 'colleague-first') return cards.say(`refusal.${code}`, known);
  return cards.say(details['draft'] ? 'refusal.colleague-first.draft' : 'refusal.colleague-first', {
    ...known,
    at: momentOf(cards, String(details['at']), view.now),
    did: actedBy(cards, String(details['verb'])),
  });
}
