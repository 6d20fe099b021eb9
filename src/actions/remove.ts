import { z } from 'zod';
import { type Decision, refuse } from '../core/decision.ts';
import { dropFailedReplies, isReplying } from '../core/effect.ts';
import { MOST_TYPED } from '../core/order-reply.ts';
import { RuleId, ruleOf } from '../core/policy.ts';
import { orderRemoval, type RemovalOrder } from '../core/removal.ts';
import { Tell, type Told, tellAuthor } from '../core/tell-author.ts';
import type { Ticket } from '../core/ticket.ts';
import { optionalTypedText, typedText } from '../core/typed-text.ts';
import { action, MODERATORS, type PressSituation, pressed } from './action.ts';

const Input = z
  .object({
    rule: RuleId,
    reason: typedText({ min: 1, max: 500 }),
    tell: Tell.optional(),
    reply: optionalTypedText({ min: 1, max: MOST_TYPED }),
    storm: z.uuid().optional(),
  })
  // A card of an older release has no choice: what was written there is for all to read.
  .transform(({ tell, ...input }) => ({
    ...input,
    tell: tell ?? (input.reply === undefined ? ('nothing' as const) : ('in-public' as const)),
  }));

/**
 * Orders the comment removed under one published rule and a reason. `undo` reverses it while it is only hidden; a rule
 * that is near to opinion waits for a second person (`approve`). Also of a closed ticket: what was answered, or let stand, may
 * have to go all the same. With a reply it is answered first, as where somebody is referred on (VAL-07, ANG-18): the platform
 * is told in that order, and the removal waits for a reply that did not come through. A notice to the author alone goes
 * first too, but nothing waits for one that did not come through.
 */
export const remove = action({
  allowedIn: ['open', 'claimed', 'closed'],
  roles: MODERATORS,
  exclusive: true,
  input: Input,
  offered: ({ ticket, comment, effects, account }) =>
    account.can.remove !== 'never' &&
    ticket.removal === null &&
    comment.visibility !== 'gone' &&
    !isReplying(effects),
  draft: ({ reason, reply }) => [reply, reason].filter(Boolean).join('\n\n'),
  decide: (situation, input) => {
    const { policy, comment, by, now, decisionId } = situation;
    const rule = ruleOf(policy, input.rule);
    if (!rule) return refuse('bad-input', { field: 'rule' });
    if (rule.removal === 'never') {
      const political = policy.politics.rules.includes(rule.id);
      return refuse(political ? 'politics-cannot-remove' : 'rule-cannot-remove', { rule: rule.id });
    }
    if (!comment.evidenceStored) return refuse('evidence-missing');
    const told = tellAuthor(situation, rule, input);
    if (!('isAlone' in told)) return told;
    const asked: RemovalOrder = {
      ...{ rule, decision: decisionId, by: by.id, at: now.toString(), approvedBy: null },
      ...(told.isAlone && { notice: true }),
      ...(input.storm !== undefined && { storm: input.storm }),
    };
    const reason = { verb: 'remove', rule: rule.id, quote: rule.quote, text: input.reason };
    const decided = rule.removal === 'approval' ? proposed(situation, asked) : ordered(situation, asked);
    return { ...together(situation, told, decided), reason };
  },
});

/** What is decided of the removal alone. */
interface Decided extends Pick<Decision, 'journal' | 'effects' | 'registration' | 'breach' | 'settle'> {
  readonly change: Partial<Ticket>;
}

/** A second person agrees first. */
function proposed({ ticket, by }: PressSituation, { rule, ...asked }: RemovalOrder): Decided {
  const { commentVersion } = ticket;
  return {
    change: {
      state: 'awaiting-approval',
      removal: { ...asked, rule: rule.id, commentVersion, undoUntil: null },
    },
    journal: [{ kind: 'removal-proposed', by: by.id, data: { rule: rule.id, decision: asked.decision } }],
    effects: [],
  };
}

function ordered(situation: PressSituation, asked: RemovalOrder): Decided {
  const { removal, ...order } = orderRemoval(situation, asked);
  return { ...order, change: { state: 'removing', hiddenNow: null, dismissal: null, removal } };
}

/** The removal, after what its author is told first. */
function together(
  situation: PressSituation,
  { ofTicket, reply, ...told }: Told,
  { change, ...decided }: Decided,
): Decision {
  const anew = { claim: null, closedAt: null, ...(ofTicket && { reply: ofTicket }) };
  return {
    ...decided,
    ...(reply && { reply }),
    ticket: pressed(situation, 'remove', { ...anew, ...change }),
    settle: [...(decided.settle ?? []), ...dropFailedReplies(situation.effects)],
    journal: [...told.journal, ...decided.journal],
    effects: [...told.effects, ...decided.effects],
  };
}
