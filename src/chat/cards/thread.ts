import type { Above, TicketView } from '../../core/view.ts';
import { cut, isBlank } from '../../text/characters.ts';
import type { Cards } from './load-cards.ts';
import { shownName } from './names.ts';
import { safeText } from './safe-text.ts';

/** So much of what a comment answers: enough to know what "Håller med!" agrees with, and the card stays the comment's. */
const LIMIT = 160;

/** What the comment answers, the post first: one line each. Nothing of what has no text, or may not stand in the channel. */
export function threadLines(cards: Cards, { thread }: Pick<TicketView, 'thread'>): { text: string }[] {
  const { post, parent } = thread;
  return [
    ...(post ? [{ text: lineOf(cards, 'post', post) }] : []),
    ...(parent ? [{ text: lineOf(cards, 'parent', parent) }] : []),
  ];
}

function lineOf(cards: Cards, place: 'post' | 'parent', { own, author, text }: Above): string {
  const name = shownName(author) ?? cards.say('thread.nobody');
  const who = own ? 'own' : 'other';
  if (text === null || isBlank(text)) return cards.say(`thread.${place}.${who}.unseen`, { name });
  // A stroke where a line ends: a title and what stands below it would read as one sentence.
  const line = safeText(text)
    .trim()
    .replaceAll(/\s*[\r\n]\s*/gu, ' / ')
    .replaceAll(/\s+/gu, ' ');
  const short = cut(line, LIMIT);
  return cards.say(`thread.${place}.${who}`, {
    name,
    text: short.isCut ? `${short.text.trimEnd()}…` : short.text,
  });
}
