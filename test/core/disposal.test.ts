import { describe, expect, it } from 'vitest';
import {
  blockOf,
  cameBefore,
  commentTypeOf,
  type DisposalFacts,
  type DisposalTerms,
  disposableAt,
  fits,
} from '../../src/core/disposal.ts';
import { DisposalRule } from '../../src/core/disposal-policy.ts';

const at = (text: string) => Temporal.Instant.from(text);
const decision = { board: 'Kommunstyrelsen', paragraph: '§ 12', date: '2026-03-17', number: 'KS 2026/100' };
const ruleOf = (more: object = {}) => {
  const base = { id: 'G-1', type: 'comment', after: { months: 6 }, from: 'arrival', decision, plan: '4.2' };
  return DisposalRule.parse({ ...base, ...more });
};
const terms = (days: number | null = null): DisposalTerms => ({ keepDays: () => days, breachMonths: 12 });

const free: DisposalFacts = {
  of: 'comment',
  id: '01900000-0000-7000-8000-000000000001',
  versions: 1,
  type: 'comment',
  platform: 'facebook',
  account: '1',
  rules: [],
  arrivedAt: at('2026-01-10T12:00:00Z'),
  closedAt: null,
  hasOpenTicket: false,
  isHeld: false,
  isUnsettled: false,
  isUnnumbered: false,
  isPoliceCase: false,
  isShown: false,
  isHandedOver: false,
  breachAt: null,
};
const NOW = at('2028-01-01T00:00:00Z');

describe('when something may be disposed of', () => {
  it.each([
    ['months from arrival', { after: { months: 6 } }, {}, '2026-07-10T11:00:00Z'],
    ['days across the summer time', { after: { days: 100 } }, {}, '2026-04-20T11:00:00Z'],
    [
      'years from its closing',
      { after: { years: 1 }, from: 'closed' },
      { closedAt: at('2026-02-01T08:00:00Z') },
      '2027-02-01T08:00:00Z',
    ],
    [
      'from arrival, where it has no ticket',
      { after: { years: 1 }, from: 'closed' },
      {},
      '2027-01-10T12:00:00Z',
    ],
    ['from the end of the year', { after: { years: 2 }, from: 'year-end' }, {}, '2028-12-31T23:00:00Z'],
    [
      'from the end of the year in which it was closed',
      { after: { years: 1 }, from: 'year-end' },
      { closedAt: at('2026-12-31T23:30:00Z') },
      '2028-12-31T23:00:00Z',
    ],
  ])('%s', (_, rule, facts, expected) => {
    expect(disposableAt(ruleOf(rule), { ...free, ...facts }, terms())?.toString()).toBe(expected);
  });

  it('is told by the account where its terms say it, and never where they do not', () => {
    const rule = DisposalRule.parse({ id: 'T', type: 'terms', decision, plan: '4.3' });
    expect(disposableAt(rule, free, terms(30))?.toString()).toBe('2026-02-09T12:00:00Z');
    expect(disposableAt(rule, free, terms(null))).toBeNull();
  });

  it('is never before what the first sieve lets through', () => {
    const rule = ruleOf({ after: { months: 1 } });
    for (let day = 0; day < 400; day += 1) {
      const now = at('2026-01-15T12:00:00Z').add({ hours: 24 * day });
      const latest = cameBefore(rule, now).add({ milliseconds: 1 });
      const due = disposableAt(rule, { ...free, arrivedAt: latest }, terms());
      expect(Temporal.Instant.compare(now, due ?? now), now.toString()).toBeLessThan(0);
    }
  });
});

describe('what holds back what has reached its time', () => {
  it.each([
    ['nothing', {}, {}, null, null],
    ['a hold', { isHeld: true, hasOpenTicket: true }, {}, null, 'hold'],
    ['police', { isPoliceCase: true }, {}, null, 'police'],
    ['an open ticket', { hasOpenTicket: true }, {}, null, 'open-ticket'],
    ['an effect', { isUnsettled: true }, {}, null, 'unsettled'],
    ['a missing diary number', { isUnnumbered: true }, {}, null, 'unnumbered'],
    ['a breach that counts', { breachAt: at('2027-06-01T00:00:00Z') }, {}, null, 'breach'],
    ['no breach of before', { breachAt: at('2026-12-01T00:00:00Z') }, {}, null, null],
    ['no breach, of a picture', { breachAt: at('2027-06-01T00:00:00Z') }, { type: 'media' }, null, null],
    ['a copy in the chat', { isShown: true }, {}, null, 'teams-copy'],
    ['the keep of its account', {}, {}, 1000, 'keep'],
    ['no keep that has been reached', {}, {}, 100, null],
    ['an exception', {}, { exceptions: [{ account: '1', why: 'Forskning' }] }, null, 'exception'],
    ['no exception of another account', {}, { exceptions: [{ account: '2', why: 'x' }] }, null, null],
    [
      'an exception of a rule',
      { rules: ['FIL-20'] },
      { exceptions: [{ rule: 'FIL-20', why: 'x' }] },
      null,
      'exception',
    ],
    ['an archive that does not have it', {}, { preserve: true }, null, 'not-archived'],
    ['no archive that has it', { isHandedOver: true }, { preserve: true }, null, null],
    ['its time', { arrivedAt: at('2027-12-01T00:00:00Z'), isHeld: true }, {}, null, 'younger'],
  ] as const)('is %s', (_, facts, rule, days, expected) => {
    expect(blockOf(ruleOf(rule), { ...free, ...facts }, terms(days), NOW)).toBe(expected);
  });
});

describe('what a rule speaks of', () => {
  const plain = { kind: 'comment', own: false, isMeasured: false, isRegistered: false, isAnswered: false };
  it.each([
    [{}, 'comment'],
    [{ isAnswered: true }, 'answered'],
    [{ isAnswered: true, isRegistered: true }, 'registered'],
    [{ isMeasured: true, isRegistered: true }, 'removed'],
    [{ own: true }, 'own'],
    [{ kind: 'message', own: true, isMeasured: true }, 'message'],
    [{ kind: 'post' }, 'comment'],
  ])('%j is %s', (more, expected) => {
    expect(commentTypeOf({ ...plain, ...more })).toBe(expected);
  });

  it.each([
    ['comment', 'comment', 'comment', true],
    ['comment', 'comment', 'removed', false],
    ['media', 'comment', 'removed', true],
    ['terms', 'comment', 'message', true],
    ['raw', 'inbox', null, true],
    ['raw', 'reply', null, false],
    ['draft', 'reply', null, true],
    ['draft', 'comment', 'comment', false],
  ] as const)('%s of %s %s: %s', (type, of, its, expected) => {
    expect(fits({ type }, { of, type: its })).toBe(expected);
  });
});

describe('a disposal rule', () => {
  it.each([
    [{ after: {} }, 'after', 'expected years, months or days'],
    [{ after: undefined }, 'after', 'expected years, months or days'],
    [{ from: undefined }, 'from', 'expected arrival'],
    [{ type: 'raw', from: 'closed' }, 'from', 'nobody closes it'],
    [{ type: 'terms' }, 'after', "each account's keep says it"],
    [{ decision: { ...decision, date: '17 mars' } }, 'decision.date', 'expected the day'],
    [{ decision: { ...decision, number: '' } }, 'decision.number', '>=1'],
    [{ exceptions: [{ why: 'Allt viktigt' }] }, 'exceptions.0', 'expected platform, account or rule'],
  ])('%j is refused at %s', (more, path, expected) => {
    const base = { id: 'G-1', type: 'comment', after: { months: 6 }, from: 'arrival', decision, plan: '4.2' };
    const { error } = DisposalRule.safeParse({ ...base, ...more });
    const found = error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    expect(found).toContain(path);
    expect(found).toContain(expected);
  });
});
