import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { dropFailedReplies, isReplying } from '../core/effect.ts';
import { RuleId, ruleOf } from '../core/policy.ts';
import { orderRemoval } from '../core/removal.ts';
import { typedText } from '../core/typed-text.ts';
import { action, MODERATORS, pressed } from './action.ts';

/**
 * Orders the comment removed under one published rule and a reason. `undo` reverses it while it is only hidden; a rule
 * that is near to opinion waits for a second person (`approve`).
 */
export const remove = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({ rule: RuleId, reason: typedText({ min: 1, max: 500 }) }),
  offered: ({ ticket, comment, effects, account }) =>
    account.can.remove !== 'never' &&
    ticket.removal === null &&
    comment.visibility !== 'gone' &&
    !isReplying(effects),
  draft: ({ reason }) => reason,
  decide: (situation, input) => {
    const { policy, comment, ticket, by, now, decisionId } = situation;
    const rule = ruleOf(policy, input.rule);
    if (!rule) return refuse('bad-input', { field: 'rule' });
    if (rule.removal === 'never') {
      const political = policy.politics.rules.includes(rule.id);
      return refuse(political ? 'politics-cannot-remove' : 'rule-cannot-remove', { rule: rule.id });
    }
    if (!comment.evidenceStored) return refuse('evidence-missing');

    const reason = { verb: 'remove', rule: rule.id, quote: rule.quote, text: input.reason };
    const asked = { rule, decision: decisionId, by: by.id, at: now.toString(), approvedBy: null };
    if (rule.removal === 'approval') {
      const { rule: _, ...removal } = asked;
      return {
        ticket: pressed(situation, 'remove', {
          state: 'awaiting-approval',
          claim: null,
          removal: { ...removal, rule: rule.id, commentVersion: ticket.commentVersion, undoUntil: null },
        }),
        reason,
        settle: dropFailedReplies(situation.effects),
        journal: [{ kind: 'removal-proposed', by: by.id, data: { rule: rule.id, decision: decisionId } }],
        effects: [],
      };
    }
    const { removal, ...ordered } = orderRemoval(situation, asked);
    return {
      ...ordered,
      settle: [...(ordered.settle ?? []), ...dropFailedReplies(situation.effects)],
      ticket: pressed(situation, 'remove', {
        state: 'removing',
        claim: null,
        hiddenNow: null,
        dismissal: null,
        removal,
      }),
      reason,
    };
  },
});
