import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/core/effect.ts';
import { type HistoryFacts, historyOf } from '../../src/core/history.ts';

const at = (minute: number) => Temporal.Instant.from('2026-11-20T08:00:00Z').add({ minutes: minute });

const effect = (id: string, more: Partial<Effect> = {}): Effect => ({
  id,
  kind: 'delete-comment',
  lane: 'comment',
  becomes: 'gone',
  failureIsSaid: true,
  state: 'done',
  dueAt: at(20).toString(),
  attempts: 1,
  params: {},
  result: { at: at(21).toString(), how: 'verified' },
  error: null,
  ...more,
});

const facts = (more: Partial<HistoryFacts> = {}): HistoryFacts => ({
  journal: [],
  texts: [],
  reasons: [],
  replies: [],
  effects: [],
  registrations: [],
  names: new Map(),
  ...more,
});

const line = (minute: number, kind: HistoryFacts['journal'][number]['kind'], data = {}, by = 'anna') => ({
  ...{ at: at(minute), kind, by, data },
});

describe('the history of a ticket', () => {
  it('stands in the order in which it happened, and in one instant as it was journalled', () => {
    const text = { of: 'comment', attachments: 0 } as const;
    const told = historyOf(
      facts({
        texts: [
          { ...text, version: 1, at: at(0), text: 'Hej' },
          { ...text, version: 2, at: at(2), text: 'Hej då' },
        ],
        journal: [line(1, 'ticket-opened'), line(3, 'removal-ordered'), line(3, 'registered')],
      }),
    );
    expect(told.map(({ kind }) => kind)).toEqual([
      ...['written', 'ticket-opened', 'edited', 'removal-ordered', 'registered'],
    ]);
  });

  it('joins a decision with its rule, words and reason, a reply with its text, an entry with its number', () => {
    const reason = {
      id: 'd',
      verb: 'remove',
      rule: 'FIL-20',
      quote: 'Vi tar bort',
      policy: 'p',
      reason: 'Hot',
    };
    const registration = {
      id: 'r',
      subject: 'Kommentar',
      reference: 'SM 2026-1',
      number: null,
      secret: false,
    };
    const [removed, replied, registered] = historyOf(
      facts({
        journal: [
          line(1, 'removal-ordered', {
            decision: 'd',
            record: 'd',
            text: 'hmac',
            basis: 'b',
            rule: 'FIL-20',
          }),
          line(2, 'reply-ordered', { decision: 'e' }),
          line(3, 'registered', { registration: 'r' }),
        ],
        reasons: [reason],
        replies: [{ id: 'e', text: 'Tack!' }],
        registrations: [registration],
      }),
    );
    expect([removed?.reason, replied?.reply?.text, registered?.registration]).toEqual([
      ...[reason, 'Tack!', registration],
    ]);
    // The keyed hashes say nothing to a reader.
    expect(removed?.data).toEqual({ decision: 'd', rule: 'FIL-20' });
  });

  it('has different words for what failed, was tried again, was done, was done by hand and is not known', () => {
    const told = historyOf(
      facts({
        effects: [
          effect('a'),
          effect('b'),
          effect('c', { state: 'unknown', result: null, error: 'no-answer' }),
        ],
        journal: [
          line(1, 'effect-failed', { effect: 'a', error: 'permission' }),
          line(2, 'effect-retried', { effect: 'a' }),
          line(3, 'effect-done', { effect: 'a', how: 'verified' }),
          line(4, 'effect-settled-by-hand', { effect: 'b' }),
          line(5, 'effect-unknown', { effect: 'c', error: 'no-answer' }),
        ],
      }),
    );
    expect(told.map(({ effect }) => [effect?.state, effect?.result?.how, effect?.error])).toEqual([
      ['failed', undefined, 'permission'],
      ['pending', undefined, null],
      ['done', 'verified', null],
      ['done', 'by-hand', null],
      ['unknown', undefined, 'no-answer'],
    ]);
  });

  it('tells of what is still to happen, and of nothing that is only said in the chat', () => {
    const told = historyOf(
      facts({
        effects: [
          effect('waiting', { state: 'pending', result: null }),
          effect('taken-back', { state: 'cancelled', result: null }),
          effect('line', { kind: 'post-line', lane: 'chat', state: 'pending', result: null }),
        ],
        journal: [line(1, 'removal-ordered')],
      }),
    );
    expect(told.map(({ kind, effect }) => [kind, effect?.state])).toEqual([
      ['removal-ordered', undefined],
      ['effect-ordered', 'pending'],
      ['effect-ordered', 'cancelled'],
    ]);
  });
});
