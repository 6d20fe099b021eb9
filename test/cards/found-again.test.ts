import { describe, expect, it } from 'vitest';
import { explanationText } from '../../src/chat/cards/explanation.ts';
import { foundCard } from '../../src/chat/cards/found-card.ts';
import { historyCard } from '../../src/chat/cards/history-card.ts';
import type { Locale } from '../../src/chat/cards/load-cards.ts';
import { registrarCard } from '../../src/chat/cards/registrar-card.ts';
import type { Found } from '../../src/core/find.ts';
import type { HistoryEntry } from '../../src/core/history.ts';
import { ANNA, effect, type Given, NOW, numbered, policyOf, situation, viewOf } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { AUTHOR, cards, TEXT } from './views.ts';

const LOCALES: readonly Locale[] = ['sv', 'en'];
const policy = policyOf('filipstad');
const view = (given: Given = {}) => viewOf(situation(given), { names: new Map([[ANNA, 'Anna Andersson']]) });

const entry = (more: Partial<HistoryEntry>): HistoryEntry => ({
  ...{ at: NOW, kind: 'ticket-opened', by: null, text: null, reason: null, reply: null },
  ...{ effect: null, registration: null, data: {} },
  ...more,
});

const REASON = {
  id: 'd',
  verb: 'remove',
  rule: 'FIL-20',
  quote: 'Vi tar bort\u00a0det.',
  policy: 'p',
  reason: 'Hot mot en tjänsteperson',
};
const ENTRIES: readonly HistoryEntry[] = [
  entry({ kind: 'written', text: { of: 'comment', version: 1, at: NOW, text: TEXT, attachments: 2 } }),
  entry({ kind: 'ticket-claimed', by: ANNA }),
  entry({ kind: 'removal-ordered', by: ANNA, reason: REASON, data: { rule: 'FIL-20' } }),
  entry({ kind: 'effect-done', effect: effect({ kind: 'delete-comment', state: 'done' }) }),
  entry({ kind: 'effect-failed', effect: effect({ kind: 'hide-comment', state: 'failed' }) }),
  entry({ kind: 'effect-unknown', effect: effect({ kind: 'hide-comment', state: 'unknown' }) }),
  entry({
    kind: 'effect-settled-by-hand',
    effect: effect({ kind: 'hide-comment', state: 'done', result: { at: NOW.toString(), how: 'by-hand' } }),
  }),
  entry({ kind: 'effect-ordered', effect: effect({ kind: 'delete-comment' }) }),
  entry({ kind: 'reply-ordered', by: ANNA, reply: { id: 'e', text: null } }),
  entry({ kind: 'snoozed', by: ANNA, data: { until: '2027-01-11T08:00:00Z' } }),
  entry({
    ...{ kind: 'registered', by: ANNA, data: {} },
    registration: {
      id: 'r',
      subject: 'Kommentar',
      reference: 'SM 2026-1',
      number: 'KS 2026/0412',
      secret: false,
    },
  }),
  entry({ kind: 'comment-screened' }),
];

const found = (more: Partial<Found> = {}): Found => ({
  comment: numbered(4, 1),
  ticket: { id: numbered(1, 1), number: 12, state: 'closed' },
  display: 'open',
  platform: 'facebook',
  account: '1000',
  accountName: 'Filipstads kommun',
  permalink: null,
  at: NOW,
  rule: 'FIL-20',
  quote: 'Vi tar bort\u00a0det.',
  reason: 'Hot mot en tjänsteperson',
  decidedAt: NOW,
  registration: 'KS 2026/0412',
  waits: false,
  ...more,
});

const PAGE = { after: 0, found: [], explanation: 'Hej!' };

describe.each(LOCALES)('what is found again, in %s', (locale) => {
  const words = cards[locale];

  it('has cards that Teams can draw', () => {
    const long = entry({
      kind: 'edited',
      text: { of: 'comment', version: 2, at: NOW, text: 'Å{{DATE(x)}}'.repeat(900), attachments: 0 },
    });
    const drawn = [
      historyCard(words, view(), ENTRIES, PAGE),
      historyCard(
        words,
        view(),
        Array.from({ length: 30 }, () => long),
        PAGE,
      ),
      historyCard(words, view(), [], { ...PAGE, explanation: null }),
      foundCard(words, policy, { total: 90, found: Array.from({ length: 8 }, () => found()) }, true),
      foundCard(words, policy, { total: 0, found: [] }, true),
      registrarCard(words, view({ registrations: [{}] })),
      registrarCard(words, view({ screening: { display: 'secret' }, registrations: [{}] })),
    ];
    for (const { card } of drawn) expect(lintCard(card)).toEqual([]);
  });

  it('pages a long history, and each page ends where the next begins', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      entry({
        kind: 'reply-ordered',
        by: ANNA,
        reply: { id: 'e', text: `svar-${index}-${'å'.repeat(900)}` },
      }),
    );
    const seen: number[] = [];
    for (let after = 0, turns = 0; turns < 40; turns += 1) {
      const json = JSON.stringify(historyCard(words, view(), many, { ...PAGE, after }).card);
      seen.push(...[...json.matchAll(/svar-(\d+)-/gu)].map(([, index]) => Number(index)));
      const next = [...json.matchAll(/"after":(\d+)/gu)].map(([, to]) => Number(to)).find((to) => to > after);
      if (next === undefined) break;
      after = next;
    }
    expect(seen).toEqual(many.map((_, index) => index));
  });
});

describe('a history', () => {
  it('gives no reason for a hiding that waits for its assessment: nobody has written one', () => {
    const hiding = entry({
      ...{ kind: 'hiding-ordered', by: ANNA, data: { rule: 'FIL-20' } },
      reason: { ...REASON, verb: 'hide-now', reason: 'awaiting-assessment' },
    });
    const card = JSON.stringify(historyCard(cards.sv, view(), [hiding], PAGE).card);
    expect(card).toContain('Regeln säger');
    expect(card).not.toMatch(/Skäl|awaiting/u);
  });

  const json = JSON.stringify(historyCard(cards.sv, view(), ENTRIES, PAGE).card);

  it.each([
    AUTHOR,
    TEXT,
    'Anna Andersson tog den.',
    'Anna Andersson beslutade att ta bort enligt FIL-20.',
    'Regeln säger: ”Vi tar bort det.”',
    'Skäl: ”Hot mot en tjänsteperson”',
    'Raderad 08.30, kontrollerat',
    'Kunde inte döljas',
    'Oklart om',
    'för hand',
    'Beställt: radera',
    'Texten är gallrad',
    'väntar till mån 11 jan 09.00 (2027)',
    'gav diarienumret KS 2026/0412',
    'Bilder, filmer och länkar: 2',
  ])('tells %s', (told) => {
    expect(json).toContain(told);
  });
});

describe('a list that everyone in the channel sees', () => {
  const listed = (one: Found) =>
    JSON.stringify(foundCard(cards.sv, policy, { total: 1, found: [one] }, false).card);

  it('holds number, platform, time, state, rule and registration, and no text or reason', () => {
    const json = listed(found());
    expect(json).toContain(
      'Nr 12 · Facebook · tors 2 apr 08.30 · Klar · FIL-20 · KS 2026/0412'.replace('tors', 'tor'),
    );
    expect(json).not.toContain('Hot');
  });

  it('holds of what is secret the ids alone', () => {
    const json = listed(found({ display: 'secret', waits: true, registration: null }));
    expect(json).toContain('"Nr 12 · Säkrad, väntar på diarienummer"');
    for (const hidden of ['FIL-20', '2 apr', 'Hot']) expect(json).not.toContain(hidden);
  });
});

describe('what the author of a removed comment is told', () => {
  it('holds rule, quote, reason, whom to turn to and the reference, with nothing left to fill in', () => {
    const text = explanationText(cards.sv, policy, found());
    expect(text).toBe(
      'Hej! Vi tog bort din kommentar från 2 april 2026. Vår regel FIL-20 säger: ”Vi tar bort det”. Skäl: Hot mot en tjänsteperson. Tycker du att vi har gjort fel? Kontakta registratorn på Filipstads kommun och ange KS 2026/0412.',
    );
    const ludvika = explanationText(cards.sv, policyOf('ludvika'), found({ registration: null }));
    expect(ludvika).toContain('Kontakta info@ludvika.se och ange nr 12.');
  });

  it('leaves the reason about what may be secret to the sender', () => {
    expect(explanationText(cards.sv, policy, found({ display: 'secret' }))).toContain('Skäl: {orsak}');
  });

  it('is the municipality’s own template where it has one', () => {
    const own = {
      id: 'why',
      title: 'Varför',
      text: 'Borttagen enligt {regel}, {växel}.',
      for: ['removed' as const],
    };
    const text = explanationText(
      cards.sv,
      { ...policy, templates: [own], contacts: { växel: '0590-1' } },
      found(),
    );
    expect(text).toBe('Borttagen enligt FIL-20, 0590-1.');
  });
});
