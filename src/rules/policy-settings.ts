import {
  type Category,
  type CategoryId,
  type PolicyFile,
  type RuleId,
  TemplatePurpose,
} from '../core/policy.ts';
import { proposedText } from '../core/reply-text.ts';
import { checkDisposal } from './disposal-checks.ts';
import { duplicates, type Problem, unless } from './policy-problem.ts';
import { checkRegistration } from './registration-checks.ts';

type Categories = ReadonlyMap<CategoryId, Category>;

/** The category whose rules must be listed under `politics`: no rule may remove politics without its guard (RF 2 kap.). */
const POLITICS = 'political-discussion';

const PLACEHOLDER = /\{[^{}]+\}/gu;

const folded = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** Faults in what stands before the rules: references that lead nowhere, and settings that contradict each other. */
export function checkSettings(policy: PolicyFile, categories: Categories): Problem[] {
  return [
    ...checkReferences(policy),
    ...checkPolitics(policy),
    ...checkBlocking(policy),
    ...checkClock(policy),
    ...checkTemplates(policy, categories),
    ...checkRegistration(policy),
    ...checkDisposal(policy),
    ...checkScreening(policy),
  ];
}

function checkReferences({
  rules,
  clock,
  politics,
  blocking,
  registration,
  messages,
  reports,
}: PolicyFile): Problem[] {
  const ids = new Set(rules.map(({ id }) => id));
  const exists = (id: RuleId | null | undefined, ...path: (string | number)[]): Problem[] =>
    unless(!id || ids.has(id), path, `expected the id of a rule in this file, found ${id}`);
  return [
    ...exists(clock.promise, 'clock', 'promise'),
    ...exists(messages.rule, 'messages', 'rule'),
    ...exists(reports?.rule, 'reports', 'rule'),
    ...politics.rules.flatMap((id, index) => exists(id, 'politics', 'rules', index)),
    ...exists(blocking?.rule, 'blocking', 'rule'),
    ...registration.grounds.flatMap(({ rule }, index) =>
      exists(rule, 'registration', 'grounds', index, 'rule'),
    ),
    ...exists(registration.askedFor?.rule, 'registration', 'askedFor', 'rule'),
    ...exists(registration.everyRemoval, 'registration', 'everyRemoval'),
  ];
}

function checkPolitics({ rules, politics }: PolicyFile): Problem[] {
  const allowed = politics.removal === 'never' ? ['never'] : ['never', 'approval'];
  return rules.flatMap(({ id, categories, removal }, index) =>
    politics.rules.includes(id)
      ? unless(
          allowed.includes(removal),
          ['rules', index, 'removal'],
          `expected ${allowed.join(' or ')}, as politics.removal says, found ${removal}`,
        )
      : unless(
          !categories.includes(POLITICS),
          ['politics', 'rules'],
          `expected ${id} too: its category is ${POLITICS}`,
        ),
  );
}

function checkBlocking({ rules, blocking }: PolicyFile): Problem[] {
  if (blocking === null) return [];
  const { alsoRequires: words, periods, indefinitely } = blocking;
  const rule = rules.find(({ id }) => id === blocking.rule);
  return [
    ...unless(
      !rule || words === null || (words.trim() !== '' && folded(rule.quote).includes(folded(words))),
      ['blocking', 'alsoRequires'],
      `expected words from the quote of ${rule?.id}`,
    ),
    ...unless(
      periods.length > 0 || indefinitely,
      ['blocking', 'periods'],
      'expected a number of months, or indefinitely: true: somebody who blocks must choose until when',
    ),
    ...duplicates(periods.map(String), (index) => ['blocking', 'periods', index]),
  ];
}

/** Times are HH:MM and dates ISO, so they compare as text. */
function checkClock({ clock, rules }: PolicyFile): Problem[] {
  const { opens, closes, due, digest, closedDays, halfDays } = clock;
  return [
    ...unless(opens < closes, ['clock', 'closes'], `expected a time after opens (${opens}), found ${closes}`),
    ...unless(
      opens < due && due <= closes,
      ['clock', 'due'],
      `expected a time within office hours (after ${opens}, at the latest ${closes}), found ${due}`,
    ),
    ...unless(
      opens <= digest && digest < closes,
      ['clock', 'digest'],
      `expected a time within office hours (from ${opens}, before ${closes}), found ${digest}`,
    ),
    ...halfDays.flatMap((days, index) => [
      ...unless(
        digest < days.closes && days.closes < closes,
        ['clock', 'halfDays', index, 'closes'],
        `expected a time after the digest (${digest}) and before ${closes}, found ${days.closes}`,
      ),
      ...unless(
        !closedDays.some((closed) => overlap(closed, days)),
        ['clock', 'halfDays', index],
        `expected days that are not also closed, found ${spanText(days)}`,
      ),
    ]),
    ...apart(closedDays, 'closedDays'),
    ...apart(halfDays, 'halfDays'),
    ...checkRemovals(clock, rules),
  ];
}

type Span = PolicyFile['clock']['closedDays'][number];

const overlap = (one: Span, other: Span): boolean => one.from <= other.to && other.from <= one.to;
const spanText = ({ from, to }: Span): string => (from === to ? from : `${from} to ${to}`);

function apart(days: readonly Span[], list: 'closedDays' | 'halfDays'): Problem[] {
  return days.flatMap((span, index) => {
    const earlier = days.slice(0, index).find((other) => overlap(span, other));
    return unless(
      earlier === undefined,
      ['clock', list, index],
      `expected days of their own, found ${spanText(span)}, which overlaps ${earlier && spanText(earlier)}`,
    );
  });
}

function checkRemovals({ removals }: PolicyFile['clock'], rules: PolicyFile['rules']): Problem[] {
  const ruleOf = (id: RuleId) => rules.find((rule) => rule.id === id);
  return removals.flatMap(({ rule, word, covers }, index) => [
    ...unless(
      ruleOf(rule)?.quote.includes(word) ?? false,
      ['clock', 'removals', index, 'word'],
      `expected a word from the quote of ${rule}, a rule in this file, found ${word}`,
    ),
    ...covers.flatMap((id, place) =>
      unless(
        ruleOf(id)?.removal === 'allowed' || ruleOf(id)?.removal === 'approval',
        ['clock', 'removals', index, 'covers', place],
        `expected the id of a rule in this file that allows removal, found ${id}`,
      ),
    ),
  ]);
}

function checkTemplates({ templates }: PolicyFile, categories: Categories): Problem[] {
  const purposes: readonly string[] = TemplatePurpose.options;
  const proposable = (id: string) => purposes.includes(id) || categories.has(id);
  return [
    ...duplicates(
      templates.map(({ id }) => id),
      (index) => ['templates', index, 'id'],
    ),
    ...templates.flatMap((template, index) => [
      ...unless(
        !/[{}]/u.test(template.text.replace(PLACEHOLDER, '')),
        ['templates', index, 'text'],
        'expected braces in pairs, such as {svar}',
      ),
      ...unless(
        !template.for.includes('urgent') || !/[{}]/u.test(proposedText(template, {})),
        ['templates', index, 'text'],
        'expected a sentence without braces: what is urgent must be answered whatever is missing',
      ),
      ...template.for.flatMap((id, place) =>
        unless(
          proposable(id),
          ['templates', index, 'for', place],
          `expected ${purposes.join(', ')} or a category of categories.yaml, found ${id}`,
        ),
      ),
    ]),
  ];
}

function checkScreening({ screening: { flag, review } }: PolicyFile): Problem[] {
  return unless(review < flag, ['screening', 'review'], `expected less than flag (${flag}), found ${review}`);
}
