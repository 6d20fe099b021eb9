import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { ruleOf } from '../core/policy.ts';
import { refuseProposer, tellProposer, withdrawn } from '../core/proposal.ts';
import { typedText } from '../core/typed-text.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** "Neka": a second person refuses a proposed removal, and says why. The comment is everyone's again, and the proposer is told. */
export const decline = action({
  allowedIn: ['awaiting-approval'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({ reason: typedText({ min: 1, max: 500 }) }),
  barred: refuseProposer,
  draft: ({ reason }) => reason,
  decide: (situation, { reason: text }) => {
    const { policy, ticket, by, now, decisionId: decision } = situation;
    const proposed = ticket.removal;
    if (!proposed) return refuse('not-now');
    const { rule, decision: proposal } = proposed;
    const { change, effects, ...fallen } = withdrawn(situation);
    const declined = { by: by.id, at: now.toString(), rule, decision };
    return {
      ...fallen,
      ticket: pressed(situation, 'decline', { ...change, state: 'open', claim: null, declined }),
      // A rule that was repealed meanwhile has no words any more.
      reason: { verb: 'decline', rule, quote: ruleOf(policy, rule)?.quote ?? null, text },
      journal: [{ kind: 'removal-declined', by: by.id, data: { rule, decision, proposal } }],
      effects: [...effects, ...tellProposer(ticket, by.id, 'declined')],
    };
  },
});
