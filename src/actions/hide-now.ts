import { z } from 'zod';
import { refuse, type TicketSituation } from '../core/decision.ts';
import { isBusy } from '../core/effect.ts';
import { type Rule, ruleOf } from '../core/policy.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** The best finding on hard evidence whose rule can carry a removal. */
function hardRule({ ticket, policy }: TicketSituation): Rule | undefined {
  return ticket.screening.findings
    .filter(({ hard }) => hard)
    .map(({ rule }) => ruleOf(policy, rule))
    .find((rule) => rule !== undefined && rule.removal !== 'never');
}

/** "Dölj nu": one press that hides on hard evidence; the judgement itself comes later, by "Ta bort" or "Låt stå". */
export const hideNow = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({}),
  offered: (situation) =>
    situation.account.can.hide &&
    situation.comment.visibility === 'visible' &&
    situation.ticket.hiddenNow === null &&
    !isBusy(situation.effects, ['hide-comment']) &&
    hardRule(situation) !== undefined,
  decide: (situation) => {
    const { comment, ticket, by, now, decisionId } = situation;
    const rule = hardRule(situation);
    if (!rule) return refuse('not-now');
    if (!comment.evidenceStored) return refuse('evidence-missing');
    const at = now.toString();
    return {
      ticket: pressed(situation, 'hide-now', {
        state: 'claimed',
        claim: { by: by.id, at },
        hiddenNow: { by: by.id, at, rule: rule.id, decision: decisionId },
      }),
      reason: { verb: 'hide-now', rule: rule.id, quote: rule.quote, text: 'awaiting-assessment' },
      journal: [{ kind: 'hiding-ordered', by: by.id, data: { rule: rule.id, decision: decisionId } }],
      effects: [{ kind: 'hide-comment', params: { commentVersion: ticket.commentVersion } }],
    };
  },
});
