import type { TicketSituation } from './decision.ts';
import { deletesAtOnce, type Rule, removalRules } from './policy.ts';

/**
 * What happens to the comment when it is removed under a rule: `hide` now and deleted when the undo window ends;
 * deleted `later`, where it cannot be hidden or is hidden already; deleted `at-once`; left to somebody's hands
 * (`by-hand`); or nothing before a colleague's `approval`.
 */
export type Consequence = 'hide' | 'later' | 'at-once' | 'by-hand' | 'approval';

/** What a removal of this comment under this rule leads to. */
export function consequenceOf(
  situation: Pick<TicketSituation, 'policy' | 'ticket' | 'account' | 'comment'>,
  rule: Rule,
): Consequence {
  const { policy, account, comment } = situation;
  if (rule.removal === 'approval') return 'approval';
  if (account.can.remove === 'by-hand') return 'by-hand';
  if (isDeletedAtOnce(situation, rule) || policy.undoMinutes === 0) return 'at-once';
  return account.can.hide === 'api' && comment.visibility === 'visible' ? 'hide' : 'later';
}

/**
 * Is the comment deleted without a time to undo? What may be secret is, whatever rule is named: hidden, its author's friends
 * would go on seeing it.
 */
export const isDeletedAtOnce = (
  { policy, ticket }: Pick<TicketSituation, 'policy' | 'ticket'>,
  rule: Rule,
): boolean => ticket.screening.display === 'secret' || deletesAtOnce(policy, rule);

/**
 * May the author be sent the reason as it was typed? About what may be secret it may tell the secret, or name somebody else:
 * then whoever sends it writes what can be told.
 */
export const mayTellReason = (
  { policy, ticket }: Pick<TicketSituation, 'policy' | 'ticket'>,
  rule: Rule,
): boolean =>
  ticket.screening.display !== 'secret' &&
  !rule.categories.some((id) => policy.categories.get(id)?.display === 'secret');

/**
 * The rules that a removal may rest on. Proposed are those that were found, best first, wide ones last; the others
 * follow by what happens under them: what can be undone, what cannot, wide rules, what needs a colleague, the law.
 */
export function removalChoices({ policy, ticket }: Pick<TicketSituation, 'policy' | 'ticket'>): {
  readonly proposed: readonly Rule[];
  readonly others: readonly Rule[];
} {
  const all = removalRules(policy);
  const found = [...new Set(ticket.screening.findings.map(({ rule }) => rule))];
  const proposed = found.flatMap((id) => all.find((rule) => rule.id === id) ?? []);
  const group = (rule: Rule): number => {
    if (policy.law.includes(rule)) return 4;
    if (rule.removal === 'approval') return 3;
    if (rule.general) return 2;
    return deletesAtOnce(policy, rule) ? 1 : 0;
  };
  return {
    proposed: proposed.toSorted((a, b) => Number(isWide(a)) - Number(isWide(b))),
    others: all.filter((rule) => !proposed.includes(rule)).toSorted((a, b) => group(a) - group(b)),
  };
}

/** Does the rule say too little of what it covers to be taken before one that says more? */
const isWide = ({ general, removal }: Rule): boolean => general || removal === 'approval';
