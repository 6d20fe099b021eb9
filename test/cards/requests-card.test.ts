import { describe, expect, it } from 'vitest';
import { registrarCard } from '../../src/chat/cards/registrar-card.ts';
import { requestsCard } from '../../src/chat/cards/requests-card.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import { type Request, RequestState } from '../../src/core/request.ts';
import { NOW, policyOf } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { cards, viewAt } from './views.ts';

const request = (change: Partial<Request> = {}): Request => ({
  ...{ id: 'r', reference: 'SM 2026-7', state: 'received', delivery: 'file', address: 'Vretvägen 8' },
  ...{
    receivedAt: NOW,
    query: null,
    selectedAt: null,
    selected: 0,
    hold: null,
    names: true,
    lookedAtBy: null,
  },
  ...{ package: null, refusal: null, holdUntil: null, closedAt: null, reviewers: [] },
  reviewed: { given: 0, masked: 0, withheld: 0 },
  ...change,
});
const query = { from: NOW, to: NOW, words: 'Kvarnbacken', author: 'Kim' };
const drawn = (listed: Parameters<typeof requestsCard>[2], locale: 'sv' | 'en' = 'sv') =>
  requestsCard(cards[locale], policyOf('filipstad'), listed).card;

describe('The list of requests', () => {
  it.each(RequestState.options)('says what is done next with one that is %s', (state) => {
    for (const locale of ['sv', 'en'] as const) {
      const card = drawn([{ request: request({ state }), left: null }], locale);
      expect(lintCard(card)).toEqual([]);
      expect(JSON.stringify(card)).toContain(cards[locale].say(`requests.next.${state}`));
      expect(JSON.stringify(card)).not.toMatch(/[{]\w+[}]/u);
    }
  });

  it('counts, and repeats neither what was asked for nor where it goes', () => {
    const one = request({
      ...{ state: 'selected', query, selectedAt: NOW, selected: 12, hold: 'h' },
      reviewed: { given: 1, masked: 2, withheld: 1 },
    });
    const json = JSON.stringify(drawn([{ request: one, left: 3 }]));
    expect(json).toContain('Urval: 12. Granskade: 4. Ej granskade som måste granskas: 3.');
    expect(json).toContain('Gallringsstopp sedan');
    expect(json).not.toMatch(/Kvarnbacken|Kim|Vretvägen/u);
  });

  it('stays within what Teams takes, however many there are, and says so', () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      request: request({ reference: `SM 2026-${at}` }),
      left: null,
    }));
    expect(lintCard(drawn(many))).toEqual([]);
    expect(JSON.stringify(drawn(many))).toContain('av 60');
    expect(JSON.stringify(drawn([]))).toContain('Ingen begäran är öppen.');
  });
});

describe('A ticket that asks for documents', () => {
  const view = viewAt('is new', 'filipstad', 'open');
  const asking = { ...view, ticket: { ...view.ticket, request: true } };

  it('says so to staff with the button, and no other ticket does', () => {
    for (const locale of ['sv', 'en'] as const) {
      const { card } = ticketCard(cards[locale], asking);
      expect(lintCard(card)).toEqual([]);
      expect(JSON.stringify(card)).toContain('"verb":"request"');
    }
    expect(JSON.stringify(ticketCard(cards.sv, asking).card)).toContain('Fråga inte varför eller vem');
    expect(JSON.stringify(ticketCard(cards.sv, view).card)).not.toMatch(/"verb":"request"|Fråga inte/u);
  });

  it('is told to the registrar without its text or author', () => {
    const json = JSON.stringify(registrarCard(cards.sv, asking).card);
    expect(json).toContain('"verb":"request"');
    expect(json).not.toContain(view.comment.text);
    expect(json).not.toContain(view.comment.author.name);
  });
});
