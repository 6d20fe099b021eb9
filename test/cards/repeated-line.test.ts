import { describe, expect, it } from 'vitest';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { Repeated } from '../../src/core/repetition.ts';
import { type Given, NOW, situation, viewOf } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { cards } from './views.ts';

const place = (messageId: string) => ({ conversation: '19:a@thread.tacv2', tenant: 't', messageId });
const SEVEN: Repeated = {
  ...{ times: 7, accounts: 1, unknown: 0, own: 7, since: NOW.subtract({ hours: 30 }) },
  others: [
    { number: 3, card: place('1') },
    { number: 5, card: null },
  ],
};
const SAID = 'Samma eller nästan samma text';
const drawn = (change: Partial<Repeated>, given: Given = {}, locale: 'sv' | 'en' = 'sv') => {
  const { card } = ticketCard(cards[locale], viewOf(situation(given), { repeated: { ...SEVEN, ...change } }));
  expect(lintCard(card)).toEqual([]);
  return JSON.stringify(card);
};

describe('A card whose text was written again and again', () => {
  it('says how many times, by whom, since when, and leads to the others', () => {
    const json = drawn({});
    expect(json).toMatch(
      /text har skrivits minst 7 gånger av samma konto sedan \S+ \d+ \S+ \d\d\.\d\d\. Andra kort:"/u,
    );
    expect(json).toMatch(/" nr 3","underline":true,"selectAction":\{"type":"Action.OpenUrl"/u);
    expect(json).toContain('{"type":"TextRun","text":" nr 5"}');
    expect(drawn({}, {}, 'en')).toContain('at least 7 times by the same account since');
  });

  it('says of many accounts that this is no breach, and how often this one wrote it', () => {
    const many = { times: 14, accounts: 12, own: 3 };
    expect(drawn(many)).toContain('minst 14 gånger av minst 12 konton');
    expect(drawn(many)).toContain(
      'bryter inte i sig mot någon regel. Det här kontot har skrivit den minst 3 gånger.',
    );
    expect(drawn({ ...many, own: 1 })).not.toContain('Det här kontot har skrivit');
    expect(drawn({ ...many, others: [] })).not.toContain('Andra kort');
  });

  it('says that it is not known who wrote where no platform tells it', () => {
    const json = drawn({ accounts: 1, unknown: 6, own: 1 });
    expect(json).toContain('Det går inte att se av hur många konton.');
    expect(json).not.toContain('samma konto');
  });

  it.each<[string, Partial<Repeated>, Given]>([
    ['it is fewer than the policy says', { times: 2 }, {}],
    ['it is closed', {}, { ticket: { state: 'closed', closedAt: NOW.toString() } }],
    ['its text is kept out of the channel', {}, { screening: { display: 'secret' } }],
    [
      'somebody suspects abuse',
      {},
      { ticket: { suspected: { by: 'a', at: NOW.toString(), outcome: null } } },
    ],
  ])('says nothing of it where %s', (_, change, given) => {
    expect(drawn(change, given)).not.toContain(SAID);
  });
});
