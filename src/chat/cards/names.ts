import { givesNames, type PlatformName, platformTitle } from '../../core/platform.ts';
import type { TicketView } from '../../core/view.ts';
import { cut, isBlank } from '../../text/characters.ts';
import type { Cards } from './load-cards.ts';
import { safeText } from './safe-text.ts';

/** So much of a name, in UTF-16 units. */
const NAME_LIMIT = 80;

/** What somebody or something is called, on one line; null where there is nothing to see of it. */
export function shownName(name: string | null | undefined): string | null {
  const line = safeText(name ?? '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const { text, isCut } = cut(line, NAME_LIMIT);
  if (isBlank(text)) return null;
  return isCut ? `${text.trimEnd()}…` : text;
}

/** Whoever wrote the comment, before its words. */
export function authorOf(cards: Cards, platform: PlatformName, author: string | null): string {
  const name = shownName(author);
  if (name !== null) return cards.say('author', { name });
  return givesNames(platform)
    ? cards.say('author.unknown')
    : cards.say('author.member', { platform: platformTitle(platform) });
}

/** A colleague's name, or words for one whose name is not known. */
export const personOf = (cards: Cards, name: string | null | undefined): string =>
  shownName(name) ?? cards.say('unknown-person');

/** A colleague as the card names them: somebody whose name is not known is still said to be a person. */
export function nameOf(cards: Cards, view: Pick<TicketView, 'names'>, id: string | undefined): string {
  return personOf(cards, id === undefined ? null : view.names.get(id));
}
