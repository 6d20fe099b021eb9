import type { CategoryId, Policy } from '../../src/core/policy.ts';
import type { Assessor } from '../../src/screening/screen.ts';
import type { Case } from './cases.ts';
import { percent, type Share, shareOf, sum, table, withInterval } from './figures.ts';
import { profanityFilters, rulesByWords } from './peers.ts';
import { among, categoryAmong, type Scored, scoreCases } from './score.ts';

const WORST = 10;
type Tier = Scored['assessment']['screening']['tier'];

/** Everything measured, as text: rules, categories, tiers, answers, urgency, confusions, and the peers on the same cases. */
export function report(
  cases: readonly Case[],
  policies: ReadonlyMap<string, Policy>,
  assess: Assessor,
  categories: readonly CategoryId[],
): string {
  const scored = scoreCases(cases, policies, assess);
  const once = firstOfEach(scored);
  return [
    section('Rules and tiers by municipality (per cent)', towns(scored, policies)),
    section('Needs a reply, urgent', wants(once)),
    section('Categories', byCategory(once, categories)),
    section(`The ${WORST} worst confusions (main label → likeliest category)`, confusions(once)),
    section('Peers on the same comments', peers(scored, policies)),
  ].join('\n\n');
}

const section = (title: string, body: string): string => `\n${title}\n${body}`;
const violations = (scored: readonly Scored[]) => scored.filter(({ breaks }) => breaks);
const covered = (scored: readonly Scored[]) => violations(scored).filter(({ right }) => right.size > 0);
const harmless = (scored: readonly Scored[]) => scored.filter((one) => one.harmless);
const inTier =
  (...tiers: Tier[]) =>
  ({ assessment }: Scored) =>
    tiers.includes(assessment.screening.tier);

/** What does not depend on the town is counted once. */
function firstOfEach(scored: readonly Scored[]): Scored[] {
  const seen = new Set<Case>();
  return scored.filter((one) => seen.size !== seen.add(one.case).size);
}

function towns(scored: readonly Scored[], policies: ReadonlyMap<string, Policy>): string {
  const row = (name: string, own: readonly Scored[]) => [
    name,
    String(covered(own).length),
    percent(shareOf(covered(own), (one) => among(one, 1))),
    percent(shareOf(covered(own), (one) => among(one, 3))),
    percent(shareOf(covered(own), inTier('flag'))),
    percent(shareOf(covered(own), inTier('flag', 'review'))),
    percent(shareOf(covered(own), inTier('flag', 'review', 'refer'))),
    percent(shareOf(harmless(own), inTier('flag'))),
    percent(shareOf(harmless(own), inTier('flag', 'review'))),
    percent(shareOf(harmless(own), inTier('refer'))),
  ];
  const head = 'town,breaches,top-1,top-3,flag,+review,+refer,harmless: flag,flag+review,refer'.split(',');
  const each = [...policies.keys()].map((id) =>
    row(
      id,
      scored.filter(({ policy }) => policy.municipality === id),
    ),
  );
  return table(head, [...each, row('all', scored)]);
}

function wants(once: readonly Scored[]): string {
  const row = (name: string, label: 'needsReply' | 'urgent') => {
    const told = once.filter((one) => one.case[label] !== undefined);
    const said = told.filter(({ assessment }) => assessment.screening[label]);
    const meant = told.filter((one) => one.case[label]);
    return [
      name,
      withInterval(shareOf(said, (one) => one.case[label] ?? false)),
      withInterval(shareOf(meant, ({ assessment }) => assessment.screening[label])),
    ];
  };
  return table(['', 'precision', 'recall'], [row('needs a reply', 'needsReply'), row('urgent', 'urgent')]);
}

function byCategory(once: readonly Scored[], categories: readonly CategoryId[]): string {
  const labelled = violations(once).filter((one) => one.case.categories.length > 0);
  const likeliest = ({ assessment }: Scored) => assessment.categories[0]?.id;
  const rows = categories.flatMap((category) => {
    const meant = labelled.filter((one) => one.case.categories.includes(category));
    if (meant.length === 0) return [];
    const said = labelled.filter((one) => likeliest(one) === category);
    const has = (one: Scored) => one.case.categories.includes(category);
    const near = (one: Scored) => one.assessment.categories.slice(0, 3).some(({ id }) => id === category);
    return [
      [category, String(meant.length), withInterval(shareOf(said, has)), withInterval(shareOf(meant, near))],
    ];
  });
  const top = (count: number): Share => shareOf(labelled, (one) => categoryAmong(one, count));
  return [
    table(['category', 'cases', 'precision as first', 'recall among first three'], rows),
    `any right category first: ${withInterval(top(1))}, among the first three: ${withInterval(top(3))}`,
  ].join('\n');
}

function confusions(once: readonly Scored[]): string {
  const wrong = violations(once).filter((one) => one.case.categories.length > 0 && !categoryAmong(one, 1));
  const pairs = Map.groupBy(
    wrong,
    (one) => `${one.case.categories[0]} → ${one.assessment.categories[0]?.id ?? 'nothing'}`,
  );
  const worst = [...pairs]
    .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .slice(0, WORST);
  return table(
    ['', 'cases'],
    worst.map(([pair, ones]) => [pair, String(ones.length)]),
  );
}

function peers(scored: readonly Scored[], policies: ReadonlyMap<string, Policy>): string {
  const seen = inTier('flag', 'review', 'refer');
  const flags = Object.entries(profanityFilters()).map(([name, finds]) => [
    name,
    '–',
    '–',
    percent(shareOf(covered(scored), (one) => finds(one.case.text))),
    percent(shareOf(harmless(scored), (one) => finds(one.case.text))),
  ]);
  const words = [...policies.values()].map((policy) => {
    const rank = rulesByWords(policy);
    const own = covered(scored).filter((one) => one.policy === policy);
    const hit = (count: number) =>
      shareOf(own, ({ case: { text }, right }) =>
        rank(text)
          .slice(0, count)
          .some((id) => right.has(id)),
      );
    return { first: hit(1), third: hit(3) };
  });
  const row = (name: string, own: readonly Scored[]) => [
    name,
    percent(shareOf(covered(own), (one) => among(one, 1))),
    percent(shareOf(covered(own), (one) => among(one, 3))),
    percent(shareOf(covered(own), seen)),
    percent(shareOf(harmless(own), seen)),
  ];
  return table(
    ['', 'rule top-1', 'top-3', 'breaches seen', 'harmless seen'],
    [
      row('Kommentarsvakten', scored),
      [
        'BM25 on the rule texts',
        percent(sum(words.map(({ first }) => first))),
        percent(sum(words.map(({ third }) => third))),
        '–',
        '–',
      ],
      ...flags,
    ],
  );
}
