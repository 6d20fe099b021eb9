import { z } from 'zod';
import type { Finding, Screening } from '../core/finding.ts';
import type { CategoryId, Policy, Rule } from '../core/policy.ts';
import { contentCategories, proposable } from './prompt.ts';
import type { Redacted } from './redact.ts';
import { SecondOpinionError } from './second-opinion-error.ts';

const Answer = z.union([
  z.object({ rule: z.null() }),
  z.object({ rule: z.string(), span: z.string().trim().min(2) }),
]);

/** What an answer is held against. */
interface Asked {
  readonly policy: Policy;
  readonly screening: Screening;
  readonly redacted: Redacted;
  /** The model's name, which staff see as the finding's source. */
  readonly model: string;
}

/**
 * Turns the model's answer into a finding in the review band, never hard; null when it says that no rule covers the
 * comment.
 * @throws SecondOpinionError for anything but the object asked for, with a rule that screening may propose and words
 * that stand in the redacted comment
 */
export function readAnswer(content: string, { policy, screening, redacted, model }: Asked): Finding | null {
  const answer = parsed(content);
  if (answer.rule === null) return null;
  const rule = proposable(policy).find(({ id }) => id === answer.rule);
  if (!rule) throw new SecondOpinionError('unknown-rule');
  const start = redacted.text.indexOf(answer.span);
  if (start < 0) throw new SecondOpinionError('not-verbatim');
  const span = redacted.original({ start, end: start + answer.span.length });
  const { review, flag } = policy.screening;
  return {
    rule: rule.id,
    category: categoryOf(rule, screening, policy),
    score: Math.min(review, flag),
    hard: false,
    evidence: [{ ...span, source: 'model', why: model }],
  };
}

function parsed(content: string): z.infer<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(content));
  } catch {
    throw new SecondOpinionError('not-json');
  }
}

/** Of a rule with several categories the one that screening too has thought of, else the one that it names first. */
function categoryOf(rule: Rule, { findings }: Screening, policy: Policy): CategoryId {
  const own = contentCategories(policy, rule);
  const thought = findings.find(({ category }) => own.includes(category))?.category ?? own[0];
  if (thought === undefined) throw new Error(`${rule.id} has no category of content`);
  return thought;
}
