import { describe, expect, it } from 'vitest';
import type { Breach } from '../../src/core/decision.ts';
import { NOW, press, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const why = 'Tre borttagningar på en vecka har inte hjälpt.';

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
    const decision = press(on, 'block', { why, ...inputs });
    expect(decision.effects).toEqual([{ kind: 'block-author', params: { commentVersion: 1 } }]);
    expect(decision.reason?.rule).toBe(rule);
    expect(decision.reason?.text).toContain(why);
    expect(decision.ticket?.block?.rule).toBe(rule);
    expect(decision.breach).toBeUndefined();

    const fewer = situation({ municipality, breaches: breaches(enough - 1, 10) });
    expect(press(fewer, 'block', { why, ...inputs }).refusal).toEqual({
      code: 'too-few-breaches',
      details: { counted: enough - 1, needed: enough },
    });
  });

  it('Eslöv has no such button, whatever has happened', () => {
    const on = situation({ municipality: 'eslov', breaches: breaches(9, 20) });
    const { refusal, effects } = press(on, 'block', { why });
    expect([refusal?.code, effects]).toEqual(['not-now', []]);
  });

  it.each([
    [364, undefined],
    [366, 'too-few-breaches'],
  ])('counts only what lies within the rule’s window: the first breach %i days ago', (daysAgo, code) => {
    const two = [...breaches(1, daysAgo), ...breaches(1, 3)];
    expect(press(situation({ breaches: two }), 'block', { why }).refusal?.code).toBe(code);
  });

  it('Ludvika also asks in what way the rule’s further condition is met', () => {
    const on = situation({ municipality: 'ludvika', breaches: breaches(2, 10) });
    for (const inputs of [{ why }, { why, condition: '' }, { why, condition: '   ' }])
      expect(press(on, 'block', inputs).refusal).toEqual({
        code: 'bad-input',
        details: { field: 'condition' },
      });
    const condition = 'Sprider falska annonser i kommunens namn.';
    expect(press(on, 'block', { why, condition }).reason?.text).toBe(`${why}\n${condition}`);
  });

  it('is refused until the evidence is stored', () => {
    const on = situation({ breaches: breaches(2, 10), comment: { evidenceStored: false } });
    expect(press(on, 'block', { why }).refusal?.code).toBe('evidence-missing');
  });

  it('is lifted again by "Häv blockeringen", and can then be chosen anew', () => {
    const world = createWorld({ breaches: breaches(2, 10) });
    world.press('block', { why });
    world.run();
    expect(world.press('block', { why }).refusal?.code).toBe('not-now');
    expect(world.press('unblock').effects).toEqual([{ kind: 'unblock-author', params: {} }]);
    world.run();
    expect(world.situation.ticket.block).toBeNull();
    expect(world.press('block', { why }).refusal).toBeUndefined();
  });

  it('does not close or open the ticket by itself', () => {
    const world = createWorld({ breaches: breaches(2, 10) });
    world.press('block', { why });
    world.run();
    expect(world.situation.ticket.state).toBe('open');
  });

  it('brings a closed ticket back when it fails, which closes again once it is settled', () => {
    const world = createWorld({ breaches: breaches(2, 10) });
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.press('block', { why });
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
