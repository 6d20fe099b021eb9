import { z } from 'zod';
import { type Refusal, refuse, type TicketSituation } from '../core/decision.ts';
import { isAskedAbout } from '../core/elsewhere.ts';
import { RuleId, ruleOf } from '../core/policy.ts';
import { registrationFor } from '../core/removal.ts';
import { typedText } from '../core/typed-text.ts';
import { action, MODERATORS, pressed } from './action.ts';

/**
 * "Det var vi": staff hid or removed the comment directly on the platform, and now say under which rule and why, so that the
 * record is as whole as if it had been done here. It is registered where a removal of ours would be; since it really was done,
 * trial mode makes no difference. It counts as no breach: no copy of what it showed need have been kept.
 */
export const ownAct = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({ rule: RuleId, reason: typedText({ min: 1, max: 500 }) }),
  offered: isAskedAbout,
  decide: (situation, input) => {
    const { policy, ticket, by, now, decisionId } = situation;
    const rule = ruleOf(policy, input.rule);
    if (!rule) return refuse('bad-input', { field: 'rule' });
    if (rule.removal === 'never') return refuse(refusalOf(situation, rule.id), { rule: rule.id });
    const told = { rule: rule.id, decision: decisionId };
    const word = { by: by.id, at: now.toString(), what: 'ours' as const, ...told };
    const really = { ...situation, account: { ...situation.account, trial: false } };
    const { journal, ...registered } = registrationFor(really, rule);
    return {
      ticket: pressed(situation, 'own-act', { elsewhere: ticket.elsewhere && { ...ticket.elsewhere, word } }),
      reason: { verb: 'own-act', rule: rule.id, quote: rule.quote, text: input.reason },
      journal: [
        {
          kind: 'act-elsewhere-owned',
          by: by.id,
          data: { ...told, change: ticket.elsewhere?.change ?? null, policy: policy.version },
        },
        ...journal,
      ],
      effects: [],
      ...registered,
    };
  },
});

const refusalOf = ({ policy }: TicketSituation, rule: string): Refusal['code'] =>
  policy.politics.rules.includes(rule) ? 'politics-cannot-remove' : 'rule-cannot-remove';
