import type { Comment } from './comment.ts';
import type { Actor, Decision, TicketSituation } from './decision.ts';
import type { Effect, EffectOrder } from './effect.ts';
import { deletesAtOnce, type Rule, registersRemoval } from './policy.ts';
import { subjectFor } from './registration.ts';
import type { Ticket } from './ticket.ts';

/** Who removes under which rule; `decision` holds the reason that was given when the removal was first asked for. */
export interface RemovalOrder {
  readonly rule: Rule;
  readonly decision: string;
  readonly by: string;
  readonly at: string;
  readonly approvedBy: string | null;
}

/**
 * Orders a comment removed: hidden now and deleted when the undo window ends, or deleted at once where secrecy or the
 * statutes demand it. Registered in the same transaction where the policy or secrecy demands it (invariant 1).
 * The caller has checked rule, evidence and person.
 */
export function orderRemoval(
  situation: TicketSituation & { readonly by: Actor },
  order: RemovalOrder,
): Pick<Decision, 'journal' | 'effects' | 'registration' | 'breach'> & { removal: Ticket['removal'] } {
  const { policy, ticket, comment, now, by } = situation;
  const atOnce = deletesAtOnce(policy, order.rule);
  const undoUntil = atOnce ? null : now.add({ minutes: policy.undoMinutes });
  const registered = registersRemoval(policy, order.rule);
  return {
    removal: {
      rule: order.rule.id,
      decision: order.decision,
      by: order.by,
      at: order.at,
      commentVersion: ticket.commentVersion,
      undoUntil: undoUntil?.toString() ?? null,
      approvedBy: order.approvedBy,
    },
    effects: removalEffects(situation, atOnce, undoUntil),
    journal: [
      {
        kind: 'removal-ordered',
        by: by.id,
        data: {
          rule: order.rule.id,
          decision: order.decision,
          policy: policy.version,
          commentVersion: ticket.commentVersion,
          undoUntil: undoUntil?.toString() ?? null,
        },
      },
      ...(registered
        ? [{ kind: 'registered' as const, by: by.id, data: { registration: situation.decisionId } }]
        : []),
    ],
    ...(registered && {
      registration: {
        create: {
          subject: subjectFor(policy, comment, order.rule.id),
          ground: policy.registration.everyRemoval,
          secret: ticket.screening.display === 'secret',
          by: by.id,
        },
        number: policy.registration.diary,
      },
    }),
    ...(order.rule.strike && comment.author.id !== null && { breach: { rule: order.rule.id } }),
  };
}

function removalEffects(
  { ticket, account, comment, effects }: TicketSituation,
  atOnce: boolean,
  undoUntil: Temporal.Instant | null,
): EffectOrder[] {
  const params = { commentVersion: ticket.commentVersion };
  if (undoUntil === null) return [{ kind: 'delete-comment', params: { ...params, evenIfChanged: atOnce } }];
  const hide: EffectOrder[] =
    account.can.hide && !willBeHidden(comment, effects) ? [{ kind: 'hide-comment', params }] : [];
  return [...hide, { kind: 'delete-comment', params, dueAt: undoUntil }];
}

/** What is under way counts before what was last seen: an unhide that waits will show the comment again. */
function willBeHidden(comment: Comment, effects: readonly Effect[]): boolean {
  const last = effects.findLast(({ kind }) => kind === 'hide-comment' || kind === 'unhide-comment');
  const underWay = last?.state === 'pending' || last?.state === 'started';
  return underWay ? last.kind === 'hide-comment' : comment.visibility === 'hidden';
}
