import { describe, expect, it } from 'vitest';
import { stormCard } from '../../src/chat/cards/storm-card.ts';
import type { StormTicket } from '../../src/core/storm.ts';
import { able } from '../fakes/able.ts';
import { NOW, numbered } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { cards, viewAt } from './views.ts';

const view = viewAt('is new', 'filipstad', 'open');
const RULES = ['FIL-18', 'FIL-19', 'FIL-20', 'FIL-21', 'FIL-24', 'FIL-25', 'FIL-11'];
const ticket = (count: number, change: Partial<StormTicket> = {}): StormTicket => ({
  ...{
    id: numbered(9, count),
    number: count,
    version: 1,
    state: 'open',
    score: 0.5,
    changedAt: NOW,
    undoable: false,
  },
  ...{ rule: RULES[count % RULES.length] ?? null, awaitsAnswer: false, posted: false },
  ...change,
});
const storm = (tickets: readonly StormTicket[]) => ({
  leader: numbered(9, 0),
  postText: 'Ö'.repeat(900),
  tickets,
});
const drawn = (tickets: readonly StormTicket[], on = view) =>
  JSON.stringify(stormCard(cards.sv, on, storm(tickets)).card);
const many = Array.from({ length: 1000 }, (_, count) => ticket(count));

describe('The card that stands for many', () => {
  it('is light enough for Teams in both languages, however many there are', () => {
    for (const locale of ['sv', 'en'] as const) {
      const { card, summary } = stormCard(cards[locale], view, storm(many));
      expect(lintCard(card)).toEqual([]);
      expect(summary).toContain('1000');
      expect(JSON.stringify(card)).not.toMatch(/\{\w+\}/u);
    }
  });

  it('offers to hide all under a rule only where that can be taken back', () => {
    const rulesIn = (json: string) =>
      [...json.matchAll(/"step":"hide"[^}]*"rule":"([^"]+)"/gu)].map(([, rule]) => rule);
    const each = (rule: string) => rulesIn(drawn([ticket(1, { rule })]));
    expect(each('FIL-20')).toEqual(['FIL-20']);
    // Politics is no ground for a removal.
    expect(each('FIL-11')).toEqual([]);
    const unable = { ...view, account: { ...view.account, can: able({ hide: false }) } };
    expect(rulesIn(drawn([ticket(1, { rule: 'FIL-20' })], unable))).toEqual([]);
  });

  it('lets nothing stand that asks something, and counts what colleagues have', () => {
    const json = drawn([
      ...[
        ticket(1, { awaitsAnswer: true, rule: null }),
        ticket(2, { state: 'claimed' }),
        ticket(3, { state: 'removing', undoable: true }),
      ],
      ...[ticket(4, { state: 'closed' }), ticket(5, { posted: true })],
    ]);
    for (const told of ['Öppna: 2', 'Frågor utan svar: 1', 'Hos en kollega: 1', 'Tas bort: 1', 'Klara: 1'])
      expect(json).toContain(told);
    for (const button of ['Jag tar alla 2', 'Låt 1 stå', 'Ångra 1 borttagningar', 'Visa nästa av 2'])
      expect(json).toContain(button);
  });

  it('says that an account is in trial mode, as every card does', () => {
    expect(drawn([ticket(1)])).not.toContain('PROVLÄGE');
    const trial = { ...view, account: { ...view.account, trial: true } };
    expect(drawn([ticket(1)], trial)).toContain('PROVLÄGE: inget ändras på Facebook');
  });

  it('says when nothing is left, and then has no button', () => {
    const json = drawn([ticket(1, { state: 'closed' })]);
    expect(json).toContain('Alla är omhändertagna.');
    expect(json).not.toContain('"step"');
    // What a colleague has is not dealt with, and can be shown.
    const taken = drawn([ticket(1, { state: 'claimed' })]);
    expect(taken).not.toContain('Alla är omhändertagna.');
    expect(taken).toContain('Visa nästa av 1');
  });
});
