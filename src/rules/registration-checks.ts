import type { PolicyFile } from '../core/policy.ts';
import { type Problem, unless } from './policy-problem.ts';

const PLACEHOLDER = /\{[^{}]+\}/gu;

/** What a register's subject line may hold in braces. */
const SUBJECT_PLACEHOLDERS: Readonly<Record<'comment' | 'judged' | 'message', readonly string[]>> = {
  comment: ['{plattform}'],
  judged: ['{plattform}', '{regel}'],
  message: ['{plattform}'],
};

/** Faults in what a municipality registers, beside references that lead nowhere. */
export const checkRegistration = (policy: PolicyFile): Problem[] => [
  ...checkSubjects(policy),
  ...checkCriteria(policy),
];

/** A subject line stands in a public register: nothing but the platform and the rule may be filled in. */
function checkSubjects({ registration: { subjects } }: PolicyFile): Problem[] {
  return (['comment', 'judged', 'message'] as const).flatMap((name) => {
    const allowed = SUBJECT_PLACEHOLDERS[name];
    const other = subjects[name].match(PLACEHOLDER)?.find((found) => !allowed.includes(found));
    return unless(
      other === undefined,
      ['registration', 'subjects', name],
      `expected no braces but ${allowed.join(' and ')}, found ${other}`,
    );
  });
}

/** A criterion is asked in the rule's own words. */
const checkCriteria = ({ registration: { grounds }, rules }: PolicyFile): Problem[] =>
  grounds.flatMap(({ rule, criteria }, index) =>
    criteria.flatMap((words, place) =>
      unless(
        rules.find(({ id }) => id === rule)?.quote.includes(words) ?? true,
        ['registration', 'grounds', index, 'criteria', place],
        `expected words of ${rule}, found "${words}"`,
      ),
    ),
  );
