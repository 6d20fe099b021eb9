import { describe, expect, it } from 'vitest';
import { findingLines } from '../../src/chat/cards/findings.ts';
import type { Locale } from '../../src/chat/cards/load-cards.ts';
import { privateCard } from '../../src/chat/cards/private-card.ts';
import { replyForm } from '../../src/chat/cards/reply-form.ts';
import { saidLine } from '../../src/chat/cards/thread-lines.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import { namedActs } from '../../src/core/named-act.ts';
import type { TicketView } from '../../src/core/view.ts';
import { effect, type Given, MUNICIPALITIES, NOW } from '../fakes/situations.ts';
import { AUTHOR, cards, TEXT, viewAt } from './views.ts';

const LOCALES = ['sv', 'en'] as const satisfies readonly Locale[];
const ROOM = { text: 1500, templates: 2, quote: 60 };
const PERSON = '71717171';
const LATER = 'Och var ligger vårdcentralen?';

const at = (hours: number) => NOW.add({ hours }).toString();

/** A private message whose window closes in two hours, after which the person has written once more. */
function message(municipality: string, change: Given = {}): TicketView {
  const { comment, ticket, ...given } = change;
  const view = viewAt('is new', municipality, 'secret', {
    ...given,
    comment: {
      ...{ kind: 'message', conversation: PERSON, externalId: 'm_1' },
      ...{ postId: null, permalink: 'https://www.facebook.com/1000/inbox' },
      author: { id: PERSON, name: AUTHOR },
      ...comment,
    },
    ticket: {
      window: { tagFrom: at(2), until: at(2) },
      following: [{ comment: 'c', version: 1, at: at(-1), gone: false }],
      ...ticket,
    },
  });
  return { ...view, following: [{ at: NOW.subtract({ hours: 1 }), text: LATER }] };
}

describe.each(LOCALES)('The card of a private message, in %s', (locale) => {
  it.each(MUNICIPALITIES)('holds neither text nor person, open or closed, in %s', (municipality) => {
    for (const state of ['open', 'claimed', 'closed'] as const) {
      const drawn = ticketCard(cards[locale], message(municipality, { ticket: { state } }));
      const json = JSON.stringify(drawn);
      for (const hidden of [TEXT, 'sillmjölke', LATER, AUTHOR, PERSON]) expect(json).not.toContain(hidden);
      expect(json).toContain('https://www.facebook.com/1000/inbox');
    }
  });

  it('shows one person everything that was written, but what was taken back', () => {
    const view = message('filipstad');
    const words = JSON.stringify(privateCard(cards[locale], view).card);
    expect(words).toContain('sillmjölke');
    expect(words).toContain(LATER);
    const [, gone] = [view, message('filipstad', { comment: { visibility: 'gone' } })];
    const left = JSON.stringify(
      privateCard(cards[locale], { ...gone, following: [{ at: NOW, text: null }] }).card,
    );
    expect(left).not.toMatch(/sillmjölke|vårdcentralen/u);
    expect(left).toContain(cards[locale].say('text.withdrawn'));
  });

  it('says until when an answer is taken, and once that is over where to answer', () => {
    const drawn = (hours: number) =>
      JSON.stringify(ticketCard(cards[locale], message('filipstad', { now: NOW.add({ hours }) })).card);
    const time = locale === 'sv' ? '10.30' : '10:30';
    expect(drawn(1)).toMatch(new RegExp(locale === 'sv' ? 'tar emot svar till' : 'takes a reply until', 'u'));
    expect(drawn(1)).toContain(time);
    expect(drawn(1)).not.toMatch(/stängde|closed/u);
    expect(drawn(3)).toMatch(
      new RegExp(locale === 'sv' ? 'stängde [^"]*inkorgen' : 'closed [^"]*inbox', 'u'),
    );
    expect(drawn(3)).toContain(time);
  });

  it('says that nobody will be there before the window shuts', () => {
    const evening = Temporal.Instant.from('2026-03-27T17:30+01:00');
    const drawn = (hours: number) => {
      const until = evening.add({ hours }).toString();
      const view = message('filipstad', { now: evening, ticket: { window: { tagFrom: until, until } } });
      return JSON.stringify(ticketCard(cards[locale], view).card);
    };
    const unseen = locale === 'sv' ? 'innan kontoret öppnar igen' : 'before the office opens again';
    expect(drawn(24)).toContain(unseen);
    expect(drawn(7 * 24)).not.toContain(unseen);
  });

  it('says why it can be dealt with in the inbox alone', () => {
    for (const inboxOnly of ['unsupported', 'standby'] as const) {
      const json = JSON.stringify(
        ticketCard(cards[locale], message('filipstad', { comment: { inboxOnly } })).card,
      );
      expect(json).toContain(cards[locale].say(`messages.${inboxOnly}`, { platform: 'Facebook' }));
    }
  });

  it('shows the municipality’s own words on private messages, and none of those on comments', () => {
    const wordsIn = (municipality: string) =>
      findingLines(cards[locale], message(municipality)).map(({ quote }) => quote.replaceAll(/[”“"]/gu, ''));
    expect(wordsIn('filipstad')[0]).toContain('felanmälan eller PM (privata meddelanden)');
    expect(wordsIn('ludvika')[0]).toContain('via meddelande (PM)');
    expect(wordsIn('angelholm')[0]).toContain('Även direktmeddelanden kan komma att diarieföras');
    expect(wordsIn('eslov')[0]).toContain('kontinuerligt ta del av insända meddelanden');
    expect(wordsIn('vallentuna')[0]).toBe(cards[locale].say('finding.message.none'));
    for (const municipality of MUNICIPALITIES) expect(wordsIn(municipality)).toHaveLength(2);
  });

  it.each([
    ['filipstad', 'reply', 'Vi använder inte sociala medier för privata meddelanden.'],
    ['angelholm', 'register', 'Tack för din fråga.'],
    ['ludvika', 'reply', 'Tack för din fråga.'],
  ] as const)('lets lie nearest what the words of %s say is done', (municipality, verb, proposed) => {
    const view = message(municipality);
    expect(namedActs(view)).toEqual([verb]);
    const button = cards[locale].button('reply');
    const form = replyForm(cards[locale], { view, button, typed: {}, room: ROOM }) as { text: string };
    expect(form.text).toContain(proposed);
  });

  it('is closed without a reply, and not let stand', () => {
    const json = JSON.stringify(ticketCard(cards[locale], message('filipstad')).card);
    expect(json).toContain(cards[locale].button('dismiss').say('messageTitle'));
    expect(json).not.toContain(cards[locale].button('dismiss').title);
    expect(json).toContain('"value":"no-reply-needed"');
    expect(json).not.toMatch(/"value":"(?:within-rules|bot-was-wrong)"/u);
    const comment = JSON.stringify(ticketCard(cards[locale], viewAt('is new', 'filipstad', 'open')).card);
    expect(comment).toMatch(/"value":"within-rules"/u);
  });

  it('is reminded of as a message, with the end of its window', () => {
    const view = message('filipstad', { now: NOW.add({ hours: 1 }) });
    const line = saidLine(cards[locale], view, effect({ kind: 'remind' }));
    expect(line).toContain(
      locale === 'sv' ? 'Ingen har tagit meddelandet.' : 'Nobody has taken the message.',
    );
    expect(line).toContain(
      locale === 'sv' ? 'tar emot svar till i dag 10.30' : 'takes a reply until today 10:30',
    );
    expect(line).not.toMatch(/kommentar|comment/u);
  });

  it('offers no template of a private message under a comment', () => {
    const view = viewAt('is new', 'filipstad', 'open');
    expect(JSON.stringify(ticketCard(cards[locale], view).card)).not.toContain('privata meddelanden');
  });
});
