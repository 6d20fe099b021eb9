import { describe, expect, it } from 'vitest';
import { policyDiff } from '../../src/core/policy-diff.ts';

const before = {
  undoMinutes: 10,
  clock: { closes: '16:00', closedDays: [{ name: 'Klämdag', from: '2027-05-07', to: '2027-05-07' }] },
  rules: [
    { id: 'LUD-10', quote: 'svordomar', removal: 'allowed', categories: ['profanity'] },
    { id: 'LUD-11', quote: 'reklam', removal: 'allowed' },
  ],
};

describe('What changed in the rules', () => {
  it('is nothing when only the order of keys or of rules differs', () => {
    const { rules, clock, undoMinutes } = before;
    const closedDays = [{ to: '2027-05-07', from: '2027-05-07', name: 'Klämdag' }];
    expect(
      policyDiff(before, {
        rules: rules.toReversed(),
        undoMinutes,
        clock: { closedDays, closes: clock.closes },
      }),
    ).toEqual([]);
  });

  it('is told by rule and setting, with what stood before and what stands now', () => {
    const [first] = before.rules;
    const after = {
      ...before,
      clock: { ...before.clock, closes: '15:00' },
      rules: [
        { ...first, removal: 'approval', categories: ['profanity', 'spam'] },
        { id: 'LUD-12', quote: 'sekretess' },
      ],
    };
    expect(policyDiff(before, after)).toEqual([
      { path: 'clock.closes', before: '16:00', after: '15:00' },
      { path: 'rules[LUD-10].removal', before: 'allowed', after: 'approval' },
      { path: 'rules[LUD-10].categories', before: ['profanity'], after: ['profanity', 'spam'] },
      { path: 'rules[LUD-12]', before: undefined, after: { id: 'LUD-12', quote: 'sekretess' } },
      { path: 'rules[LUD-11]', before: before.rules[1], after: undefined },
    ]);
  });
});
