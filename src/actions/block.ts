import { z } from 'zod';
import { isBlocking, lastDayOf } from '../core/block.ts';
import { refuse, type TicketSituation } from '../core/decision.ts';
import { type Policy, ruleOf } from '../core/policy.ts';
import { optionalTypedText, typedText } from '../core/typed-text.ts';
import { ASKS_FIRST, action, MODERATORS, pressed } from './action.ts';

/** The breaches that count today under the municipality's blocking rule. */
export function countedBreaches({ policy, breaches, now }: TicketSituation) {
  const months = policy.blocking?.repeated?.withinMonths;
  if (months === undefined) return breaches;
  const since = now.toZonedDateTimeISO('Europe/Stockholm').subtract({ months }).toInstant();
  return breaches.filter(({ at }) => Temporal.Instant.compare(at, since) >= 0);
}

/** So many breaches the municipality's rule asks for: a block is always the answer to something that was decided. */
const neededBreaches = ({ policy }: TicketSituation): number => policy.blocking?.repeated?.atLeast ?? 1;

/** What the form calls a block without an end. */
export const INDEFINITELY = 'indefinitely';

/** The last day of what was chosen, null for until further notice; undefined where the municipality's settings offer no such choice. */
function endOf({ blocking }: Policy, chosen: string, now: Temporal.Instant): string | null | undefined {
  if (chosen === INDEFINITELY) return blocking?.indefinitely ? null : undefined;
  const months = blocking?.periods.find((count) => String(count) === chosen);
  return months === undefined ? undefined : lastDayOf(months, now);
}

/**
 * "Blockera konto": gives the presser its form; only where that municipality's rules speak of blocking, after as many decided breaches as they
 * ask for, until a day, and with the reason why a milder act does not do (FL 5 §). Whom another ticket has blocked is not blocked
 * anew: the end of the one block would be the end of the other.
 */
export const block = action({
  allowedIn: ['open', 'claimed', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({
    why: typedText({ min: 10, max: 1000 }).optional(),
    period: z.string().max(20).optional(),
    condition: optionalTypedText({ min: 1, max: 1000 }),
  }),
  offered: ({ policy, account, comment, ticket, effects }) =>
    policy.blocking !== null &&
    account.can.block !== 'never' &&
    comment.author.id !== null &&
    !comment.own &&
    ticket.block === null &&
    !isBlocking(effects),
  barred: (situation) => {
    const counted = countedBreaches(situation).length;
    const needed = neededBreaches(situation);
    if (situation.otherBlock) return refuse('already-blocked');
    return counted < needed ? refuse('too-few-breaches', { counted, needed }) : null;
  },
  draft: ({ why = '' }) => why,
  decide: (situation, { why, period, condition }) => {
    if (why === undefined && period === undefined && condition === undefined) return ASKS_FIRST;
    const { policy, comment, ticket, by, now, decisionId } = situation;
    if (why === undefined) return refuse('bad-input', { field: 'why' });
    const rule = policy.blocking && ruleOf(policy, policy.blocking.rule);
    if (!policy.blocking || !rule) return refuse('blocking-not-allowed');
    if (comment.author.id === null) return refuse('author-unknown');
    if (policy.blocking.alsoRequires !== null && !condition)
      return refuse('bad-input', { field: 'condition' });
    const untilOn = endOf(policy, period ?? '', now);
    if (untilOn === undefined) return refuse('bad-input', { field: 'period' });
    if (!comment.evidenceStored) return refuse('evidence-missing');
    return {
      ticket: pressed(situation, 'block', {
        block: { by: by.id, at: now.toString(), rule: rule.id, decision: decisionId, untilOn },
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
            untilOn,
          },
        },
      ],
      effects: [{ kind: 'block-author', params: { commentVersion: ticket.commentVersion } }],
    };
  },
});
