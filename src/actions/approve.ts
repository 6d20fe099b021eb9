import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { ruleOf } from '../core/policy.ts';
import { refuseProposer } from '../core/proposal.ts';
import { orderRemoval } from '../core/removal.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** A second person agrees to a removal that one alone may not decide. Not offered to the one who proposed it. */
export const approve = action({
  allowedIn: ['awaiting-approval'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({}),
  barred: refuseProposer,
  decide: (situation) => {
    const { policy, comment, ticket, by } = situation;
    const proposed = ticket.removal;
    const rule = proposed && ruleOf(policy, proposed.rule);
    if (!proposed || !rule || rule.removal === 'never') return refuse('not-now');
    if (!comment.evidenceStored) return refuse('evidence-missing');
    const { removal, ...ordered } = orderRemoval(situation, { ...proposed, rule, approvedBy: by.id });
    return {
      ...ordered,
      ticket: pressed(situation, 'approve', { state: 'removing', claim: null, hiddenNow: null, removal }),
    };
  },
});
