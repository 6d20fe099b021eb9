import { z } from 'zod';
import { refuse, type TicketSituation } from '../core/decision.ts';
import { isBusy } from '../core/effect.ts';
import { ruleOf } from '../core/policy.ts';
import { optionalTypedText, typedText } from '../core/typed-text.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** The breaches that count today under the municipality's blocking rule. */
export function countedBreaches({ policy, breaches, now }: TicketSituation) {
  const months = policy.blocking?.repeated?.withinMonths;
  if (months === undefined) return breaches;
  const since = now.toZonedDateTimeISO('Europe/Stockholm').subtract({ months }).toInstant();
  return breaches.filter(({ at }) => Temporal.Instant.compare(at, since) >= 0);
}

/** So many breaches the municipality's rule asks for: a block is always the answer to something that was decided. */
const neededBreaches = ({ policy }: TicketSituation): number => policy.blocking?.repeated?.atLeast ?? 1;

/**
 * "Blockera konto": only where that municipality's rules speak of blocking, after as many decided breaches as they
 * ask for, and with the reason why a milder act does not do (FL 5 §).
 */
export const block = action({
  allowedIn: ['open', 'claimed', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({
    why: typedText({ min: 10, max: 1000 }),
    condition: optionalTypedText({ min: 1, max: 1000 }),
  }),
  offered: ({ policy, account, comment, ticket, effects }) =>
    policy.blocking !== null &&
    account.can.block !== 'never' &&
    comment.author.id !== null &&
    !comment.own &&
    ticket.block === null &&
    !isBusy(effects, ['block-author', 'unblock-author']),
  barred: (situation) => {
    const counted = countedBreaches(situation).length;
    const needed = neededBreaches(situation);
    return counted < needed ? refuse('too-few-breaches', { counted, needed }) : null;
  },
  draft: ({ why }) => why,
  decide: (situation, { why, condition }) => {
    const { policy, comment, ticket, by, now, decisionId } = situation;
    const rule = policy.blocking && ruleOf(policy, policy.blocking.rule);
    if (!policy.blocking || !rule) return refuse('blocking-not-allowed');
    if (comment.author.id === null) return refuse('author-unknown');
    if (policy.blocking.alsoRequires !== null && !condition)
      return refuse('bad-input', { field: 'condition' });
    if (!comment.evidenceStored) return refuse('evidence-missing');
    return {
      ticket: pressed(situation, 'block', {
        block: { by: by.id, at: now.toString(), rule: rule.id, decision: decisionId },
      }),
      reason: {
        verb: 'block',
        rule: rule.id,
        quote: rule.quote,
        text: [why, condition].filter(Boolean).join('\n'),
      },
      journal: [
        {
          kind: 'block-ordered',
          by: by.id,
          data: {
            rule: rule.id,
            decision: decisionId,
            breaches: countedBreaches(situation).length,
            policy: policy.version,
          },
        },
      ],
      effects: [{ kind: 'block-author', params: { commentVersion: ticket.commentVersion } }],
    };
  },
});
