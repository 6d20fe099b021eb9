import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';

/** The sentences that name what the ticket is about: there is another of each for a private message. */
const NAMING: ReadonlySet<string> = new Set([
  ...['remind.unclaimed', 'remind.assess', 'remind.assess.after', 'remind.at-once.after'],
  ...[
    'escalate',
    'escalate.assess.after',
    'escalate.at-once.after',
    'alert-duty',
    'alert-duty.urgent',
    'alert-request',
    'assigned',
  ],
]);

/** The sentences as they are said of what the ticket is about: of the comment, or of the message. */
export const wordsFor = (cards: Cards, { comment }: Pick<TicketView, 'comment'>): Pick<Cards, 'say'> => ({
  say: (key, fill) =>
    comment.kind === 'message' && NAMING.has(key) ? cards.say(`${key}.message`, fill) : cards.say(key, fill),
});
