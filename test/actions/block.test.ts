import { describe, expect, it } from 'vitest';
import type { Breach } from '../../src/core/decision.ts';
import { Ticket } from '../../src/core/ticket.ts';
import { NOW, press, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const why = 'Tre borttagningar på en vecka har inte hjälpt.';
const ONE_MONTH = { why, period: '1' };

/** So many decided breaches, the first so many days ago and then one a day. */
const breaches = (count: number, daysAgo: number): Breach[] =>
  Array.from({ length: count }, (_, index) => ({
    ticket: `ticket-${index}`,
    rule: 'FIL-20',
    at: NOW.subtract({ hours: 24 * (daysAgo - index) }),
  }));

describe('Blockera konto', () => {
  it.each([
    ['filipstad', 'FIL-27', 2, {}],
    ['ludvika', 'LUD-18', 2, { condition: 'Skadar varumärket genom falska annonser.' }],
    ['vallentuna', 'VAL-24', 0, {}],
    ['angelholm', 'ANG-22', 0, {}],
  ] as const)('%s blocks under %s after %i decided breaches', (municipality, rule, needed, inputs) => {
    const { policy } = situation({ municipality });
    const enough = Math.max(needed, policy.blocking?.repeated?.atLeast ?? 1);
    const on = situation({ municipality, breaches: breaches(enough, 10) });
    const decision = press(on, 'block', { ...ONE_MONTH, ...inputs });
    expect(decision.effects).toEqual([{ kind: 'block-author', params: { commentVersion: 1 } }]);
    expect(decision.reason?.rule).toBe(rule);
    expect(decision.reason?.text).toContain(why);
    expect(decision.ticket?.block?.rule).toBe(rule);
    expect(decision.breach).toBeUndefined();

    const fewer = situation({ municipality, breaches: breaches(enough - 1, 10) });
    expect(press(fewer, 'block', { ...ONE_MONTH, ...inputs }).refusal).toEqual({
      code: 'too-few-breaches',
      details: { counted: enough - 1, needed: enough },
    });
  });

  it('Eslöv has no such button, whatever has happened', () => {
    const on = situation({ municipality: 'eslov', breaches: breaches(9, 20) });
    const { refusal, effects } = press(on, 'block', { ...ONE_MONTH });
    expect([refusal?.code, effects]).toEqual(['not-now', []]);
  });

  it.each([
    [364, undefined],
    [366, 'too-few-breaches'],
  ])('counts only what lies within the rule’s window: the first breach %i days ago', (daysAgo, code) => {
    const two = [...breaches(1, daysAgo), ...breaches(1, 3)];
    expect(press(situation({ breaches: two }), 'block', { ...ONE_MONTH }).refusal?.code).toBe(code);
  });

  it('Ludvika also asks in what way the rule’s further condition is met', () => {
    const on = situation({ municipality: 'ludvika', breaches: breaches(2, 10) });
    for (const inputs of [ONE_MONTH, { ...ONE_MONTH, condition: '' }, { ...ONE_MONTH, condition: '   ' }])
      expect(press(on, 'block', inputs).refusal).toEqual({
        code: 'bad-input',
        details: { field: 'condition' },
      });
    const condition = 'Sprider falska annonser i kommunens namn.';
    expect(press(on, 'block', { ...ONE_MONTH, condition }).reason?.text).toBe(`${why}\n${condition}`);
  });

  it('is refused until the evidence is stored', () => {
    const on = situation({ breaches: breaches(2, 10), comment: { evidenceStored: false } });
    expect(press(on, 'block', { ...ONE_MONTH }).refusal?.code).toBe('evidence-missing');
  });

  it('is lifted again by "Häv blockeringen", and can then be chosen anew', () => {
    const world = createWorld({ breaches: breaches(2, 10) });
    world.press('block', { ...ONE_MONTH });
    world.run();
    expect(world.press('block', { ...ONE_MONTH }).refusal?.code).toBe('not-now');
    expect(world.press('unblock').effects).toEqual([{ kind: 'unblock-author', params: {} }]);
    world.run();
    expect(world.situation.ticket.block).toBeNull();
    expect(world.press('block', { ...ONE_MONTH }).refusal).toBeUndefined();
  });

  it('is not lifted by its own end once a person has lifted it', () => {
    const world = createWorld({ breaches: breaches(2, 10) });
    world.press('block', ONE_MONTH);
    world.run();
    const [end] = world.situation.effects.filter(({ kind }) => kind === 'unblock-author');
    expect(end).toMatchObject({ state: 'pending', dueAt: '2026-05-02T22:00:00Z' });
    world.press('unblock');
    world.run();
    world.press('block', { ...ONE_MONTH, period: '3' });
    world.run();
    const lifting = world.situation.effects.filter(({ kind }) => kind === 'unblock-author');
    expect(lifting.map(({ state, params }) => [state, params.untilOn])).toEqual([
      ['cancelled', '2026-05-02'],
      ['done', undefined],
      ['pending', '2026-07-02'],
    ]);
  });

  it('ends by itself, on a ticket that has long been closed and stays so', () => {
    const world = createWorld({ breaches: breaches(2, 10) });
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.press('block', ONE_MONTH);
    world.pass(10);
    world.run();
    const before = world.situation.ticket;
    expect(before).toMatchObject({ state: 'closed', block: { untilOn: '2026-05-02' } });
    // 2 April 08.40 to 2 May 23.59, and on to midnight.
    world.pass(30 * 24 * 60 + 15 * 60 + 19);
    world.run();
    expect(world.situation.ticket).toBe(before);
    world.pass(1);
    world.run();
    expect(world.situation.ticket).toEqual({ ...before, block: null });
    expect(world.situation.effects.filter(({ state }) => state === 'pending')).toEqual([]);
  });

  it('is for ever only where the municipality says so', () => {
    const { policy } = situation();
    const blocking = policy.blocking && { ...policy.blocking, indefinitely: true };
    const world = createWorld({ breaches: breaches(2, 10), policy: { blocking } });
    world.press('block', { why, period: 'indefinitely' });
    world.run();
    expect(world.situation.ticket.block).toMatchObject({ untilOn: null });
    expect(world.situation.effects.map(({ kind }) => kind)).not.toContain('unblock-author');
  });

  it.each([
    ['2026-12-31', 'a year that turns', '6', '2027-06-30'],
    ['2026-08-31', 'a month with fewer days', '6', '2027-02-28'],
    ['2026-03-31', 'summer time that has begun', '1', '2026-04-30'],
  ])('decided on %s, over %s, for %s months: to %s', (today, _, period, untilOn) => {
    const now = Temporal.PlainDate.from(today).toZonedDateTime('Europe/Stockholm').toInstant();
    const on = situation({ now, breaches: breaches(2, 10).map((one) => ({ ...one, at: now })) });
    expect(press(on, 'block', { why, period }).ticket?.block?.untilOn).toBe(untilOn);
  });

  it.each([null, '2027-01-01', '2026-04-03'])('is not ordered beside another ticket’s, to %s', (untilOn) => {
    const on = situation({ breaches: breaches(2, 10), otherBlock: { untilOn } });
    expect(press(on, 'block', ONE_MONTH).refusal?.code).toBe('already-blocked');
  });

  it.each([
    [null, 0],
    ['2026-05-03', 0],
    ['2026-05-02', 1],
    ['2026-05-01', 1],
  ])('ordered at the same time as another’s to %s: ends itself %i times', (untilOn, ends) => {
    const block = { by: 'x', at: NOW.toString(), rule: 'FIL-27', decision: 'd', untilOn: '2026-05-02' };
    const world = createWorld({
      ticket: { block },
      otherBlock: { untilOn },
      effects: [{ kind: 'block-author' }],
    });
    world.run();
    expect(world.situation.effects.filter(({ kind }) => kind === 'unblock-author')).toHaveLength(ends);
  });

  it('that was stored before blocks had an end is one until further notice', () => {
    const stored = { by: 'x', at: NOW.toString(), rule: 'FIL-27', decision: 'd' };
    expect(Ticket.shape.block.parse(stored)).toEqual({ ...stored, untilOn: null });
  });

  it('does not close or open the ticket by itself', () => {
    const world = createWorld({ breaches: breaches(2, 10) });
    world.press('block', { ...ONE_MONTH });
    world.run();
    expect(world.situation.ticket.state).toBe('open');
  });

  it('brings a closed ticket back when it fails, which closes again once it is settled', () => {
    const world = createWorld({ breaches: breaches(2, 10) });
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.press('block', { ...ONE_MONTH });
    world.pass(10);
    world.run();
    expect(world.situation.ticket.state).toBe('closed');
    world.press('unblock');
    world.run('failed');
    expect(world.situation.ticket).toMatchObject({ state: 'open', closedAt: null });
    const failed = world.situation.effects.find(
      ({ state, kind }) => state === 'failed' && kind !== 'post-line',
    );
    world.press('retry', { effect: failed?.id });
    world.run();
    expect(world.situation.ticket.state).toBe('closed');
  });
});
