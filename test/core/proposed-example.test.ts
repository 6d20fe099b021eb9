import { describe, expect, it } from 'vitest';
import { proposedExample } from '../../src/core/proposed-example.ts';
import { finding, policyOf, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const ludvika = policyOf('ludvika');
const found = { findings: [finding(ludvika, 'LUD-10'), finding(ludvika, 'LUD-04')] };

describe('A proposed example', () => {
  it.each([
    ['LUD-10', null],
    ['LUD-04', { because: 'another-rule', chosen: 'LUD-04', categories: ['defamation-personal-attack'] }],
  ])('of a comment removed under %s, when LUD-10 was proposed first, is %j', (rule, expected) => {
    const world = createWorld({ municipality: 'ludvika', screening: found });
    world.press('remove', { rule, reason: 'Ja.' });
    const example = proposedExample(world.situation.ticket, ludvika);
    if (expected === null) expect(example).toBeNull();
    else expect(example).toMatchObject({ ...expected, proposed: ['LUD-10', 'LUD-04'] });
  });

  it.each([
    ['within-rules', true],
    ['bot-was-wrong', true],
    ['no-reply-needed', false],
    ['already-answered', false],
  ])('of a comment that was let stand because of "%s": %s', (because, proposes) => {
    const world = createWorld({ municipality: 'ludvika', screening: found });
    world.press('dismiss', { because });
    const example = proposedExample(world.situation.ticket, ludvika);
    expect(example !== null).toBe(proposes);
    if (example) expect(example).toMatchObject({ because: 'let-stand', chosen: null, categories: [] });
  });

  it.each([
    [
      'remove',
      { rule: 'LUD-04', reason: 'Ja.' },
      { chosen: 'LUD-04', categories: ['defamation-personal-attack'] },
    ],
    ['remove', { rule: 'LUD-10', reason: 'Ja.' }, { chosen: 'LUD-10' }],
    ['reply', { form: 'own', 'text-own': 'Hej!' }, { chosen: null, categories: [] }],
  ] as const)(
    'of a comment that somebody took up, then pressed "%s" with %j, is %j',
    (verb, inputs, expected) => {
      const takenUp = { by: 'anna', at: '2026-04-02T06:30:00Z' };
      const world = createWorld({ municipality: 'ludvika', screening: found, ticket: { takenUp } });
      expect(proposedExample(world.situation.ticket, ludvika)).toMatchObject({
        because: 'taken-up',
        chosen: null,
      });
      world.press(verb, inputs);
      expect(proposedExample(world.situation.ticket, ludvika)).toMatchObject({
        because: 'taken-up',
        ...expected,
      });
    },
  );

  it('is none while nobody has judged, nor where screening had found nothing', () => {
    expect(
      proposedExample(situation({ municipality: 'ludvika', screening: found }).ticket, ludvika),
    ).toBeNull();
    const world = createWorld({ municipality: 'ludvika' });
    world.press('dismiss', { because: 'within-rules' });
    expect(proposedExample(world.situation.ticket, ludvika)).toBeNull();
  });
});
