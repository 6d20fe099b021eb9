import type { Decision, TicketSituation } from './decision.ts';
import { type Effect, type EffectOrder, takenBack } from './effect.ts';

/** Tells the author in private, before anything is taken away; `decision` is the one that holds the words. */
export const noticeOrder = (decision: string): EffectOrder => ({
  kind: 'reply-privately',
  params: { decision },
});

const isNotice = ({ kind }: Effect): boolean => kind === 'reply-privately';

/**
 * Can whoever wrote the comment be told in private? The platform must take it now, and takes it once: one that was sent,
 * or may have been, is the only one.
 */
export const mayNotify = ({
  account,
  comment,
  effects,
}: Pick<TicketSituation, 'account' | 'comment' | 'effects'>) =>
  account.can['reply-privately'] === 'api' &&
  comment.visibility !== 'gone' &&
  !effects.some(
    (effect) => isNotice(effect) && effect.state !== 'cancelled' && effect.result?.how !== 'trial',
  );

/** What is taken back with a removal that falls, its notice too unless that was sent: nobody is told of what is not done. */
export function withNotice(
  effects: readonly Effect[],
  taken: Pick<Decision, 'cancel' | 'settle'>,
): Pick<Decision, 'cancel' | 'settle'> {
  const last = effects.findLast((effect) => isNotice(effect) && isWaiting(effect));
  if (!last) return taken;
  const { cancel = [], settle = [] } = takenBack(last);
  return {
    cancel: [...(taken.cancel ?? []), ...cancel],
    settle: [...(taken.settle ?? []), ...settle],
  };
}

const isWaiting = ({ state }: Effect): boolean =>
  state === 'pending' || state === 'failed' || state === 'asked';

/** Had its comment been taken away, by its author or anybody else but us, before it could be sent? Then it tells of nothing. */
export const isMoot = (effect: Effect, error: Effect['error'], effects: readonly Effect[]): boolean =>
  isNotice(effect) &&
  error === 'not-found' &&
  !effects.some(({ kind, state }) => kind === 'delete-comment' && (state === 'started' || state === 'done'));
