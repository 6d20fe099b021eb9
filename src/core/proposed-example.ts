import type { Policy, RuleId } from './policy.ts';
import { ruleOf } from './policy.ts';
import type { Ticket } from './ticket.ts';

/** A comment that staff judged otherwise than screening: an example that someone may add, and nobody adds by itself. */
export interface ProposedExample {
  /**
   * Another rule was chosen than the one proposed first; the comment was let stand although a rule was proposed; or a person
   * took up what screening had put before nobody.
   */
  readonly because: 'another-rule' | 'let-stand' | 'taken-up';
  readonly proposed: readonly RuleId[];
  readonly chosen: RuleId | null;
  /** As the file of examples wants them: the chosen rule's own, or none. */
  readonly categories: readonly string[];
}

/** Null when staff agreed with screening, or when their judgement says nothing of it. */
export function proposedExample(
  { screening, removal, dismissal, takenUp, elsewhere }: Ticket,
  policy: Policy,
): ProposedExample | null {
  const proposed = screening.findings.map(({ rule }) => rule);
  const removed = removal?.rule ?? elsewhere?.word?.rule;
  if (removed != null) {
    const chosen = ruleOf(policy, removed);
    if (!chosen || (takenUp === null && proposed[0] === chosen.id)) return null;
    return {
      because: takenUp ? 'taken-up' : 'another-rule',
      proposed,
      chosen: chosen.id,
      categories: chosen.categories,
    };
  }
  if (takenUp) return { because: 'taken-up', proposed, chosen: null, categories: [] };
  const wrong = dismissal?.reason === 'within-rules' || dismissal?.reason === 'bot-was-wrong';
  if (!wrong || proposed.length === 0) return null;
  return { because: 'let-stand', proposed, chosen: null, categories: [] };
}
