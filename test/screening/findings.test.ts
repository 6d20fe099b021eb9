import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/core/policy.ts';
import { findRules } from '../../src/screening/findings.ts';
import { createFindNamed } from '../../src/screening/first-with.ts';
import { read } from '../../src/screening/reading.ts';
import { policyOf } from './policy-fixture.ts';

const findNamed = createFindNamed();
const found = (scores: Readonly<Record<string, number>>, policy: Policy, named?: ReadonlySet<string>) => {
  const scored = Object.entries(scores).map(
    ([category, score]) => [category, { category, score, hard: false, signals: [] }] as const,
  );
  return findRules(new Map(scored), policy, 0.05, named).map(({ rule, score }) => [rule, score] as const);
};
const first = (scores: Readonly<Record<string, number>>, policy: Policy) => found(scores, policy)[0];

describe('the rules that scored categories fall under', () => {
  it.each([
    ['angelholm', 'misinformation-rumour', ['ANG-19', 'ANG-20']],
    ['angelholm', 'harassment-discrimination', ['ANG-11', 'ANG-13']],
    ['ludvika', 'harassment-discrimination', ['LUD-05', 'LUD-32']],
    ['filipstad', 'image-consent', ['FIL-12', 'FIL-13']],
  ])('stand in %s’s order for %s, and without one the narrower first', (town, category, order) => {
    const policy = policyOf(town);
    expect(found({ [category]: 0.8 }, policy).map(([rule]) => rule)).toEqual(order);
    const turned = { rules: order.toReversed(), why: '', confirm: false };
    const reversed = { ...policy, order: { ...policy.order, [category]: turned } };
    expect(found({ [category]: 0.8 }, reversed).map(([rule]) => rule)).toEqual(order.toReversed());
  });

  it('begin with the one whose own words stand in the text', () => {
    const policy = policyOf('filipstad');
    const order = (text: string) =>
      found({ 'image-consent': 0.8 }, policy, findNamed(read(text), policy)).map(([rule]) => rule);
    expect(order('La ut en bild på fotbollsgubbarna i duschen')).toEqual(['FIL-12', 'FIL-13']);
    expect(order('La ut en bild på fotbollsbarnen i duschen')).toEqual(['FIL-13', 'FIL-12']);
    expect([...findNamed(read('Barnen'), policyOf('eslov'))]).toEqual([]);
  });

  it('begin with the one whose categories come to most, whose own score stays that of the likeliest', () => {
    const policy = policyOf('filipstad');
    const both = { 'defamation-personal-attack': 0.5, 'hate-speech': 0.4, 'harassment-discrimination': 0.35 };
    expect(first(both, policy)).toEqual(['FIL-21', 0.4]);
    expect(first({ ...both, 'harassment-discrimination': 0 }, policy)).toEqual(['FIL-20', 0.5]);
  });

  it('do not begin with a wide one for all that it carries', () => {
    const scores = {
      'defamation-personal-attack': 0.5,
      'hate-speech': 0.3,
      'harassment-discrimination': 0.3,
    };
    expect(first(scores, policyOf('eslov'))).toEqual(['ESL-10', 0.5]);
  });
});
