import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Category, deletesAtOnce, type Policy, type Rule, removalRules } from '../../src/core/policy.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import quotes from './quotes.json' with { type: 'json' };

const policies = loadPolicies(fileURLToPath(new URL('../../rules', import.meta.url)));

function policy(id: string): Policy {
  const found = policies.get(id);
  if (!found) throw new Error(`no policy ${id}`);
  return found;
}

/** Those whose texts were at hand when the checksums were taken; a further municipality is checked as it is loaded. */
const CHECKED = { angelholm: 28, eslov: 21, filipstad: 29, ludvika: 44, vallentuna: 31 } as const;

const allRules: readonly Rule[] = [
  ...Object.keys(CHECKED).flatMap((id) => policy(id).rules),
  ...policy('eslov').law,
];

/** The rules whose words are no longer the published ones; line breaks and hard spaces do not count. */
function drifted(rules: readonly Rule[]): string[] {
  const published: Readonly<Record<string, string>> = quotes;
  return rules
    .filter(({ id, quote }) => {
      const normal = quote.normalize('NFC').replace(/\s+/g, ' ').trim();
      return published[id] !== createHash('sha256').update(normal).digest('hex');
    })
    .map(({ id }) => id);
}

describe('the published rules', () => {
  it('are 153 in five municipalities', () => {
    const counts = Object.keys(CHECKED).map((id) => [id, policy(id).rules.length]);
    expect(Object.fromEntries(counts)).toEqual(CHECKED);
    expect(allRules.length - policy('eslov').law.length).toBe(153);
  });

  it('stand word for word as published, and none is missing', () => {
    expect(drifted(allRules)).toEqual([]);
    expect(allRules.map(({ id }) => id).sort()).toEqual(Object.keys(quotes).sort());
  });

  it.each([
    ['FIL-15', 'diarieförs.', 'diarieförs'],
    ['ESL-10', 'accepteras', 'accepterades'],
    ['VAL-19', 'tydligt har', 'har'],
    ['BBS-5-1A', '5 §', '4 §'],
  ])('are noticed when the words of %s are changed', (id, from, to) => {
    const changed = allRules.map((rule) =>
      rule.id === id ? { ...rule, quote: rule.quote.replace(from, to) } : rule,
    );
    expect(drifted(changed)).toEqual([id]);
  });

  it('keep the hard spaces of the published text', () => {
    const hard = allRules.filter(({ quote }) => quote.includes('\u00A0'));
    expect(hard.map(({ id }) => id).sort()).toEqual(
      ['ESL-05', 'ESL-14', 'LUD-16', 'LUD-19', 'LUD-23', 'LUD-24', 'LUD-25'].sort(),
    );
  });

  it.each([...policies.keys()])('of %s stand in the order of the published text', (id) => {
    const lines = policy(id).rules.map(({ line }) => line ?? 0);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });
});

describe('the differences between the municipalities', () => {
  it.each([
    ['filipstad', { rules: ['FIL-11'], removal: 'never', partyOnly: false }],
    ['ludvika', { rules: ['LUD-17', 'LUD-26'], removal: 'never', partyOnly: false }],
    ['vallentuna', { rules: ['VAL-18', 'VAL-19'], removal: 'approval', partyOnly: false }],
    ['eslov', { rules: [], removal: 'never', partyOnly: false }],
    ['angelholm', { rules: ['ANG-18'], removal: 'approval', partyOnly: true }],
  ])('politics in %s', (id, expected) => {
    expect(policy(id).politics).toEqual(expected);
  });

  /** No text states a time: modest, and for each municipality to change. */
  const months = { periods: [1, 3, 6], indefinitely: false };
  const brand = 'skadar eller riskerar att skada Ludvika kommuns varumärke';
  it.each([
    [
      'filipstad',
      { rule: 'FIL-27', repeated: { atLeast: 2, withinMonths: 12 }, alsoRequires: null, ...months },
    ],
    [
      'ludvika',
      { rule: 'LUD-18', repeated: { atLeast: 2, withinMonths: 12 }, alsoRequires: brand, ...months },
    ],
    ['vallentuna', { rule: 'VAL-24', repeated: null, alsoRequires: null, ...months }],
    ['eslov', null],
    ['angelholm', { rule: 'ANG-22', repeated: null, alsoRequires: null, ...months }],
  ])('blocking in %s', (id, expected) => {
    expect(policy(id).blocking).toEqual(expected);
  });

  it.each([
    ['filipstad', ['FIL-15'], null, 'FIL-06'],
    ['ludvika', ['LUD-38', 'LUD-39', 'LUD-40', 'LUD-41', 'LUD-42'], 'LUD-41', null],
    ['vallentuna', [], null, null],
    ['eslov', [], null, null],
    ['angelholm', ['ANG-07'], null, null],
  ])('registration and promised reply time in %s', (id, grounds, everyRemoval, promise) => {
    const { registration, clock } = policy(id);
    expect(registration).toMatchObject({ everyRemoval, diary: null });
    expect(registration.grounds.map(({ rule }) => rule)).toEqual(grounds);
    expect(clock).toMatchObject({ promise, mode: 'A', opens: '08:00', closes: '16:00', due: '16:00' });
  });

  it.each([
    ['filipstad', 'allowed', '18 19 20 21 22 23 24 25'],
    ['filipstad', 'approval', ''],
    ['ludvika', 'allowed', '04 05 06 08 09 10 11 12 13 14 15 31 32 33 35 42'],
    ['ludvika', 'approval', '07 34'],
    ['vallentuna', 'allowed', '08 10 11 12 13 14 16 17 20 21 22'],
    ['vallentuna', 'approval', '09 19'],
    ['eslov', 'allowed', '10 11 12 13'],
    ['eslov', 'approval', '16'],
    ['angelholm', 'allowed', '09 10 11 12 13 14 15 16 17'],
    ['angelholm', 'approval', '18 19 20'],
  ])('removal in %s: %s under %s', (id, removal, numbers) => {
    const rules = policy(id).rules.filter((rule) => rule.removal === removal);
    expect(rules.map((rule) => rule.id.slice(4)).join(' ')).toBe(numbers);
  });

  it.each([
    ['filipstad', '20 21 22 23 25'],
    ['ludvika', '04 05 06 08 13 32 33'],
    ['vallentuna', '11 12 16 17'],
    ['eslov', ''],
    ['angelholm', '10 11 13 14 15 17'],
  ])('what counts before a block in %s: %s', (id, numbers) => {
    const rules = policy(id).rules.filter(({ strike }) => strike);
    expect(rules.map((rule) => rule.id.slice(4)).join(' ')).toBe(numbers);
  });

  it.each([
    ['filipstad', {}],
    ['ludvika', { 'växelns nummer': '0240-860 00', webbplats: 'www.ludvika.se', kontakt: 'info@ludvika.se' }],
    ['vallentuna', { kontakt: 'kommun@vallentuna.se' }],
    ['eslov', {}],
    ['angelholm', {}],
  ])('contacts of %s are only the published ones', (id, contacts) => {
    expect(policy(id).contacts).toEqual(contacts);
  });
});

describe('the categories and the statutory overlay', () => {
  const categories = [...policy('eslov').categories.values()];
  const withTrue = (test: (category: Category) => boolean) => categories.filter(test).map(({ id }) => id);

  it('are 46, the most serious first and politics last of the content', () => {
    expect(categories).toHaveLength(46);
    const content = withTrue(({ type }) => type === 'content');
    expect([content[0], content.at(-1)]).toEqual(['statutory-illegal', 'political-discussion']);
    expect(categories.slice(0, content.length).map(({ id }) => id)).toEqual(content);
  });

  it('keep secrets out of the channel and delete what the law names at once', () => {
    expect(withTrue(({ display }) => display === 'secret').sort()).toEqual(
      [
        'confidential-information',
        'personal-data-violation',
        'sensitive-information',
        'statutory-illegal',
      ].sort(),
    );
    expect(withTrue(({ deleteAtOnce }) => deleteAtOnce).sort()).toEqual(
      [
        'confidential-information',
        'hate-speech',
        'incitement-to-crime',
        'other-criminal',
        'statutory-illegal',
        'violent-content',
      ].sort(),
    );
  });

  const statutory = [
    'confidential-information',
    'personal-data-violation',
    'hate-speech',
    'violent-content',
    'pornography',
    'incitement-to-crime',
    'other-criminal',
    'statutory-illegal',
    'copyright-infringement',
  ];
  it.each([...policies.keys()])('let %s remove every statutory category under some rule', (id) => {
    const carried = removalRules(policy(id)).flatMap((rule) => [...rule.categories, ...rule.alsoCarries]);
    expect(statutory.filter((category) => !carried.includes(category))).toEqual([]);
  });

  it('carry what Eslöv does not list through its ESL-11, and delete it at once', () => {
    const rule = policy('eslov').rules.find(({ id }) => id === 'ESL-11');
    expect(rule?.alsoCarries).toContain('hate-speech');
    expect(rule && deletesAtOnce(policy('eslov'), rule)).toBe(true);
  });

  it('never count opinion, tone or the law itself against anyone', () => {
    const counted = allRules.filter(({ strike }) => strike);
    const risks = counted.map((rule) => rule.categories.map((id) => policy('eslov').categories.get(id)));
    expect(risks.every((found) => found.some((category) => category?.expressionRisk !== 'high'))).toBe(true);
    expect(counted.filter(({ kind }) => kind === 'statute')).toEqual([]);
  });
});
