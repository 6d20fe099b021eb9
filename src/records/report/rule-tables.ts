import { type Policy, type Rule, ruleOf } from '../../core/policy.ts';
import type { Measure, ReportFacts } from '../../ports/report.ts';
import { cutAtWord } from '../../text/characters.ts';
import { shownMedian, WITHHELD } from './small-cells.ts';
import { summedTable, type Table, valueTable } from './table.ts';
import type { Say } from './words.ts';

/** So much of a rule's words tells which it is. */
const MOST_QUOTED = 140;

/** What was done, by the rules in the order in which the municipality publishes them; those without any are left out. */
export function measureTable(measure: Measure, { measures }: ReportFacts, policy: Policy, say: Say): Table {
  const counted = measures.filter((one) => one.measure === measure);
  const published = [...policy.rules, ...policy.law].map(({ id }) => id);
  // Rules of earlier days come after those in force, and what names none last.
  const placeOf = (rule: string | null) => (rule === null ? Infinity : [...published, rule].indexOf(rule));
  const rows = counted
    .toSorted((a, b) => placeOf(a.rule) - placeOf(b.rule) || String(a.rule).localeCompare(String(b.rule)))
    .map(({ rule, count }) => ({ ...named(rule, policy, say), count }));
  return summedTable({ id: measure, say, first: 'rule' }, rows);
}

function named(id: string | null, policy: Policy, say: Say) {
  if (id === null) return { key: 'none', label: say('no-rule') };
  const rule = ruleOf(policy, id);
  if (!rule) return { key: id, label: `${id}: ${say('old-rule')}` };
  return { key: id, label: `${id}: ${quoted(rule)}`, note: say(strengthOf(rule, policy)) };
}

const quoted = ({ quote }: Rule): string => cutAtWord(quote.replace(/\s+/gu, ' '), MOST_QUOTED);

const strengthOf = (rule: Rule, { law }: Policy): string =>
  law.includes(rule) ? 'strength.law' : `strength.${rule.strength}`;

/** Answers in time: what the municipality has promised, or else a goal of its own. */
export function clockTable({ clock: { due, inTime } }: ReportFacts, policy: Policy, say: Say): Table {
  const rule = policy.clock.promise;
  const quote = rule === null ? '' : (ruleOf(policy, rule)?.quote ?? '');
  const words =
    rule === null
      ? { caption: say('clock.goal'), definition: say('clock.goal.about') }
      : { caption: say('clock.promise', { rule }), definition: say('clock.promise.about', { quote }) };
  return summedTable({ id: 'clock', say, words }, [
    { key: 'in-time', label: say('clock.inTime'), count: inTime },
    { key: 'late', label: say('clock.late'), count: due - inTime },
  ]);
}

/** That there is a median tells of how many there were: of the removals it is shown only where their sum is. */
export function medianTable({ medians }: ReportFacts, deleted: Table, say: Say): Table {
  const removed = deleted.total?.kind === 'count' ? shownMedian(medians.removed) : WITHHELD;
  const shown = { secured: shownMedian(medians.secured), numbered: shownMedian(medians.numbered), removed };
  return valueTable(
    { id: 'medians', say },
    Object.entries(shown).map(([key, each]) => ({ key, label: say(`medians.${key}`), shown: each })),
  );
}
