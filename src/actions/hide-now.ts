import { z } from 'zod';
import { refuse, type TicketSituation } from '../core/decision.ts';
import { isBusy } from '../core/effect.ts';
import { type Rule, ruleOf } from '../core/policy.ts';
import { AWAITING_ASSESSMENT, registrationFor } from '../core/removal.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** The best finding on hard evidence whose rule can carry a removal. */
function hardRule({ ticket, policy }: TicketSituation): Rule | undefined {
  return ticket.screening.findings
    .filter(({ hard }) => hard)
    .map(({ rule }) => ruleOf(policy, rule))
    .find((rule) => rule !== undefined && rule.removal !== 'never');
}

/**
 * The rule that the comment may be hidden under before it is judged. A removal that waits for a second person has one,
 * unless it is about politics: nobody hides an opinion alone.
 */
function hidingRule(situation: TicketSituation): Rule | undefined {
  const { ticket, policy } = situation;
  const proposed = ticket.state === 'awaiting-approval' ? ticket.removal?.rule : undefined;
  if (proposed === undefined || policy.politics.rules.includes(proposed)) return hardRule(situation);
  return ruleOf(policy, proposed);
}

/**
 * "Dölj nu": one press that hides on hard evidence, or while a proposed removal waits; the judgement itself comes later.
 * Registered first where the policy or secrecy demands it (invariant 1).
 */
export const hideNow = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({}),
  offered: (situation) =>
    situation.account.can.hide === 'api' &&
    situation.comment.visibility === 'visible' &&
    situation.ticket.hiddenNow === null &&
    !isBusy(situation.effects, ['hide-comment']) &&
    hidingRule(situation) !== undefined,
  decide: (situation) => {
    const { comment, ticket, by, now, decisionId } = situation;
    const rule = hidingRule(situation);
    if (!rule) return refuse('not-now');
    if (!comment.evidenceStored) return refuse('evidence-missing');
    const at = now.toString();
    const { journal, ...registered } = registrationFor(situation, rule);
    return {
      ...registered,
      ticket: pressed(situation, 'hide-now', {
        ...(ticket.state !== 'awaiting-approval' && { state: 'claimed', claim: { by: by.id, at } }),
        hiddenNow: { by: by.id, at, rule: rule.id, decision: decisionId },
      }),
      reason: { verb: 'hide-now', rule: rule.id, quote: rule.quote, text: AWAITING_ASSESSMENT },
      journal: [
        { kind: 'hiding-ordered', by: by.id, data: { rule: rule.id, decision: decisionId } },
        ...journal,
      ],
      effects: [{ kind: 'hide-comment', params: { commentVersion: ticket.commentVersion } }],
    };
  },
});
