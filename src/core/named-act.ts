import type { TicketSituation } from './decision.ts';
import { type Rule, ruleOf } from './policy.ts';

/** What staff can do about a comment that a municipality's words may name. */
export type NamedAct = 'reply' | 'remove' | 'register';

const NAMED: Partial<Record<Rule['actions'][number], NamedAct>> = {
  'refer-reply': 'reply',
  answer: 'reply',
  'ask-clarify': 'reply',
  'move-to-private': 'reply',
  remove: 'remove',
  'register-before-remove': 'remove',
  register: 'register',
};

/**
 * The acts that the municipality's words name for what was found, in their order, best finding first. A removal that
 * the rule cannot carry is none. Where nothing was found a comment that waits for an answer names the reply. What the rules
 * forbid in public is no matter of a private message: only the rule that speaks of those counts, and else the reply.
 */
export function namedActs({
  ticket,
  policy,
  comment,
}: Pick<TicketSituation, 'ticket' | 'policy'> & {
  readonly comment: Pick<TicketSituation['comment'], 'kind'>;
}): NamedAct[] {
  const isPrivate = comment.kind === 'message';
  const { findings, needsReply, urgent } = ticket.screening;
  const rules = isPrivate ? [policy.messages.rule] : findings.map(({ rule }) => rule);
  const acts = rules.flatMap((id) => {
    const rule = id === null ? undefined : ruleOf(policy, id);
    return (rule?.actions ?? []).flatMap((name) => {
      const act = NAMED[name];
      return act === undefined || (act === 'remove' && rule?.removal === 'never') ? [] : [act];
    });
  });
  if (acts.length > 0 || (!isPrivate && !needsReply && !urgent)) return [...new Set(acts)];
  return ['reply'];
}
