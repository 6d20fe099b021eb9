import { describe, expect, it } from 'vitest';
import {
  type Repetition,
  type Resembling,
  repetitionFinding,
  repetitionsOf,
} from '../../src/core/repetition.ts';
import { finding, NOW, policyOf, screening } from '../fakes/situations.ts';

const TEXT = 'Hela kvarteret har väntat på besked om gatubelysningen sedan i våras';
const OTHER = 'Tack för en fin konsert i kyrkan i går kväll, det var stämningsfullt';
const at = (minutes: number) => NOW.add({ minutes });
const other = (comment: string, change: Partial<Resembling> = {}): Resembling => ({
  ...{ comment, version: 1, text: TEXT, at: at(-10), sameAuthor: true, group: null, secret: false },
  ...change,
});
const compared = (comment: string, resembling: readonly Resembling[], change: object = {}) => ({
  ...{ comment, version: 1, text: TEXT, at: NOW, secret: false, resembling },
  ...change,
});
const only = (resembling: readonly Resembling[], change: object = {}) =>
  repetitionsOf([compared('c', resembling, change)]).get('c');

describe('What a comment repeats', () => {
  it('is what its author wrote before it, in the same words', () => {
    const resembling = [
      other('a'),
      other('later', { at: at(10) }),
      other('stranger', { sameAuthor: false }),
      other('else', { text: OTHER }),
    ];
    expect(only(resembling)?.timesByAuthor).toBe(2);
  });

  it('is one group with the others, named for the first, and a group that there is gets no other name', () => {
    const versions = [
      { comment: 'c', version: 1 },
      { comment: 'a', version: 2 },
    ];
    expect(only([other('a', { version: 2 })])?.group).toEqual({ id: 'a', versions });
    expect(only([other('a', { at: at(10) })])?.group?.id).toBe('c');
    expect(only([other('a', { group: 'g' })])?.group).toEqual({ id: 'g', versions: [versions[0]] });
  });

  it('is in no group when it is secret, nor with what is', () => {
    expect(only([other('a')], { secret: true })).toEqual({ timesByAuthor: 2, group: null });
    expect(only([other('a', { secret: true })])).toEqual({ timesByAuthor: 2, group: null });
    // What was screened together has no ticket yet that could say so.
    const together = repetitionsOf([
      compared('c', [other('d', { at: at(5) })]),
      compared('d', [other('c', { at: NOW })], { at: at(5), secret: true }),
    ]);
    expect([...together.values()].map(({ group }) => group)).toEqual([null, null]);
  });

  it('is one group for all that are screened together', () => {
    const ids = ['x', 'y', 'z'];
    const found = repetitionsOf(
      ids.map((id, index) =>
        compared(
          id,
          ids.flatMap((mate, place) => (mate === id ? [] : [other(mate, { at: at(place) })])),
          { at: at(index) },
        ),
      ),
    );
    expect([...found.values()].map(({ group }) => group?.id)).toEqual(['x', 'x', 'x']);
    expect([...found.values()].map(({ timesByAuthor }) => timesByAuthor)).toEqual([1, 2, 3]);
  });
});

const repeated = (timesByAuthor: number): Repetition => ({ timesByAuthor, group: null });

describe('A repetition is a finding', () => {
  it.each([
    ['vallentuna', 'VAL-17'],
    ['angelholm', 'ANG-17'],
    ['filipstad', undefined],
    ['ludvika', undefined],
    ['eslov', undefined],
  ])('in %s under %s, from the time on that the policy says', (town, rule) => {
    const policy = policyOf(town);
    const { times } = policy.repetition;
    expect(repetitionFinding(policy, screening(), repeated(times - 1))).toBeNull();
    const found = repetitionFinding(policy, screening(), repeated(times));
    expect(found?.rule).toBe(rule);
    expect(found?.hard ?? false).toBe(false);
  });

  it.each([
    ['vallentuna', 'VAL-18'],
    ['vallentuna', 'VAL-19'],
    ['angelholm', 'ANG-18'],
  ])('in %s never where screening sees politics (%s)', (town, rule) => {
    const policy = policyOf(town);
    const political = screening({ findings: [finding(policy, rule)] });
    expect(repetitionFinding(policy, political, repeated(40))).toBeNull();
  });
});
