import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCards } from '../../src/chat/cards/load-cards.ts';
import { authorOf, personOf, shownName } from '../../src/chat/cards/names.ts';
import { privateCard } from '../../src/chat/cards/private-card.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import { viewAt } from './views.ts';

const cards = loadCards(join(import.meta.dirname, '..', '..', 'cards')).sv;
const FAMILY = '👨‍👩‍👧‍👦';

describe('A name', () => {
  it.each<[string, string, string]>([
    ['an ordinary one', 'Åsa Öst', 'Åsa Öst'],
    ['79 letters and an emoji', `${'a'.repeat(79)}😀`, `${'a'.repeat(79)}…`],
    ['78 letters and an emoji', `${'a'.repeat(78)}😀`, `${'a'.repeat(78)}😀`],
    ['75 letters and a family', `${'a'.repeat(75)}${FAMILY}`, `${'a'.repeat(75)}…`],
    ['79 letters and a decomposed å', `${'a'.repeat(79)}a\u030a`, `${'a'.repeat(79)}…`],
    ['79 letters and a flag', `${'a'.repeat(79)}🇸🇪`, `${'a'.repeat(79)}…`],
    ['a half surrogate pair', 'Kim\ud83d', 'Kim'],
    ['several lines', ' Kim\r\n\tEk ', 'Kim Ek'],
    ['what turns the reading direction', 'Kim\u202E Ek', 'Kim Ek'],
  ])('%s is shown whole, or cut between what belongs together', (_, name, shown) => {
    expect(shownName(name)).toBe(shown);
    expect(shown.isWellFormed()).toBe(true);
  });

  it.each([
    ['nothing', null],
    ['empty', ''],
    ['a space', ' '],
    ['zero-width spaces', '\u200b\u200b'],
    ['a no-break space and a word joiner', '\u00a0\u2060'],
    ['the Hangul filler', '\u3164'],
    ['the Braille pattern without dots', '\u2800'],
    ['a soft hyphen', '\u00ad'],
    ['tags', '\u{E0041}\u{E0042}'],
    ['a variation selector', '\ufe0f'],
    ['line ends', '\r\n'],
    ['marks stacked without end', `a${'\u0301'.repeat(500)}`],
  ])('of %s is an unknown author, on the card and on the private copy, and a colleague', (_, name) => {
    expect(authorOf(cards, 'facebook', name)).toBe('Okänd skribent:');
    expect(authorOf(cards, 'linkedin', name)).toBe('LinkedIn-medlem:');
    expect(personOf(cards, name)).toBe('En kollega');
    const view = viewAt('is new', 'filipstad', 'open');
    const nameless = { ...view, comment: { ...view.comment, author: { id: '7', name } } };
    expect(JSON.stringify(ticketCard(cards, nameless).card)).toContain('Okänd skribent:');
    const secret = viewAt('is new', 'filipstad', 'secret');
    const copy = { ...secret, comment: { ...secret.comment, author: { id: '7', name } } };
    expect(JSON.stringify(privateCard(cards, copy).card)).toContain('Okänd skribent:');
    const member = { ...nameless, comment: { ...nameless.comment, platform: 'linkedin' as const } };
    expect(JSON.stringify(ticketCard(cards, member).card)).toContain('LinkedIn-medlem:');
  });
});
