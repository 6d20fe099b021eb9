import { noticeOrder } from './author-notice.ts';
import type { Comment } from './comment.ts';
import type { Actor, Decision, EffectChange, TicketSituation } from './decision.ts';
import type { Effect, EffectOrder } from './effect.ts';
import { entryOf, isEntered } from './keep-register.ts';
import { deletesAtOnce, type Rule } from './policy.ts';
import { isDeletedAtOnce } from './removal-choices.ts';
import type { Ticket } from './ticket.ts';

/** The reason of a hiding that waits for its assessment: nobody has written it, and each reader says it in words. */
export const AWAITING_ASSESSMENT = 'awaiting-assessment';

/** Who removes under which rule; `decision` holds the reason that was given when the removal was first asked for. */
export interface RemovalOrder {
  readonly rule: Rule;
  readonly decision: string;
  readonly by: string;
  readonly at: string;
  readonly approvedBy: string | null;
  /** The decision holds words that its author is told in private, before anything is taken away. */
  readonly notice?: boolean | undefined;
  /** The storm on whose card it was decided; absent: its own card. */
  readonly storm?: string | undefined;
}

/**
 * The entry that the policy or secrecy demands before anything is taken from the public (invariant 1). None where the
 * text that stands there has one already. What is only tried is never registered (invariant 12); what may be secret came in
 * all the same, and is.
 */
export function registrationFor(
  situation: TicketSituation & { readonly by: Actor },
  rule: Rule,
): Pick<Decision, 'registration'> & Pick<Decision, 'journal'> {
  const { policy, account, by } = situation;
  const secret = situation.ticket.screening.display === 'secret';
  const ground = account.trial ? null : policy.registration.everyRemoval;
  const demanded = ground !== null || secret || (deletesAtOnce(policy, rule) && !account.trial);
  if (isEntered(situation) || !demanded) return { journal: [] };
  return entryOf(situation, { by: by.id, judged: account.trial ? null : rule.id, ground, secret });
}

/**
 * Orders a comment removed: hidden now and deleted when the undo window ends, or deleted at once where secrecy or the
 * statutes demand it, or a person has to do it. Registered in the same transaction where the policy or secrecy demands it (invariant 1).
 * The caller has checked rule, evidence and person.
 */
export function orderRemoval(
  situation: TicketSituation & { readonly by: Actor },
  order: RemovalOrder,
): Pick<Decision, 'journal' | 'effects' | 'registration' | 'breach' | 'settle'> & {
  removal: Ticket['removal'];
} {
  const { policy, ticket, comment, now, by } = situation;
  const atOnce = isDeletedAtOnce(situation, order.rule);
  const undoUntil = atOnce ? null : now.add({ minutes: policy.undoMinutes });
  const { journal, ...registered } = registrationFor(situation, order.rule);
  return {
    removal: {
      rule: order.rule.id,
      decision: order.decision,
      by: order.by,
      at: order.at,
      commentVersion: ticket.commentVersion,
      undoUntil: undoUntil?.toString() ?? null,
      approvedBy: order.approvedBy,
      ...(order.notice && { notice: true }),
      ...(order.storm !== undefined && { storm: order.storm }),
    },
    effects: [
      ...(order.notice ? [noticeOrder(order.decision)] : []),
      ...removalEffects(situation, atOnce, undoUntil),
    ],
    settle: overtaken(situation.effects),
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
      ...journal,
    ],
    ...registered,
    ...(order.rule.strike &&
      !situation.account.trial &&
      comment.author.id !== null && { breach: { rule: order.rule.id } }),
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
    account.can.hide === 'api' && !willBeHidden(comment, effects) ? [{ kind: 'hide-comment', params }] : [];
  // Who is asked to delete by hand has it to do now: until it is done it can be undone, and the comment stands there.
  const isAsked = account.can.remove === 'by-hand';
  return [...hide, { kind: 'delete-comment', params, ...(!isAsked && { dueAt: undoUntil }) }];
}

/** What is under way counts before what was last seen: an unhide that waits will show the comment again. */
function willBeHidden(comment: Comment, effects: readonly Effect[]): boolean {
  const last = effects.findLast(isHiding);
  if (last?.state === 'pending' || last?.state === 'started') return last.kind === 'hide-comment';
  if (last?.state === 'unknown') return false;
  return comment.visibility === 'hidden';
}

const isHiding = ({ kind }: Effect): boolean => kind === 'hide-comment' || kind === 'unhide-comment';

/** An earlier hiding or showing that failed would hold up what is now decided in its place. */
const overtaken = (effects: readonly Effect[]): EffectChange[] =>
  effects
    .filter((effect) => isHiding(effect) && effect.state === 'failed')
    .map(({ id }) => ({ id, to: 'cancelled' }));

/** Lets the comment be seen again: a hiding that has not begun is cancelled, one that failed is dropped, any other reversed. */
export function takeBackHiding(
  effects: readonly Effect[],
): Required<Pick<Decision, 'cancel' | 'settle' | 'effects'>> {
  const last = effects.findLast((effect) => isHiding(effect) && effect.state !== 'cancelled');
  const reverse =
    last?.kind === 'hide-comment' && (['started', 'done', 'unknown'] as const).some((s) => s === last.state);
  return {
    cancel: last?.kind === 'hide-comment' && last.state === 'pending' ? [last.id] : [],
    settle: last?.kind === 'hide-comment' ? overtaken([last]) : [],
    effects: reverse ? [{ kind: 'unhide-comment', params: {} }] : [],
  };
}

/** Was this deletion decided on words that have changed since? It is never performed, except where the law demands it. */
export const isOutdatedDeletion = (ticket: Ticket, { kind, params }: Effect): boolean =>
  ticket.state === 'removing' &&
  kind === 'delete-comment' &&
  params.commentVersion !== ticket.commentVersion &&
  params.evenIfChanged !== true;

/** Tells the thread that the comment was edited, and what came of it: nobody watches a card that was dealt with. */
export const sayEdited = (
  became: 'reopened' | 'after-reply' | 'not-removed' | 'not-proposed',
): EffectOrder => ({
  kind: 'post-line',
  params: { line: `edited.${became}` },
});

/**
 * A removal was decided on other words than stand there now: it comes back to staff. The comment stays hidden as it
 * was, to be judged anew.
 */
export function returnedToStaff({ removal }: Ticket): Partial<Ticket> {
  return {
    state: 'open',
    claim: null,
    removal: null,
    hiddenNow: removal && { by: removal.by, at: removal.at, rule: removal.rule, decision: removal.decision },
  };
}
