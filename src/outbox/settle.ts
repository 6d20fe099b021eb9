import type { EffectOutcome } from '../reactions/effect-ended.ts';
import { done, type Performance, publishedReply, targetOf } from './perform.ts';

/**
 * Finds out by reading whether an act happened whose answer was lost. Acts that can be repeated without harm are tried
 * again when they did not; a reply that is not to be seen may still appear, so only a person may say what to do.
 */
export async function settle(performance: Performance): Promise<EffectOutcome> {
  const { effect, view } = performance;
  if (effect.params.trial) return done(performance, 'trial');
  if (await hasHappened(performance)) return done(performance, 'verified');
  if (effect.kind === 'reply-to-comment') return settleReply(performance);
  return { id: effect.id, to: 'pending', dueAt: view.now, error: 'no-answer' };
}

async function hasHappened({ effect, view, platform }: Performance): Promise<boolean> {
  const target = targetOf(view);
  const { account, author } = view.comment;
  switch (effect.kind) {
    case 'hide-comment': {
      const seen = await platform.read(target);
      return seen === null || seen.hidden;
    }
    case 'unhide-comment': {
      const seen = await platform.read(target);
      return seen === null || !seen.hidden;
    }
    case 'delete-comment':
      return (await platform.read(target)) === null;
    case 'block-author':
    case 'unblock-author':
      return (
        author.id !== null &&
        (await platform.isBlocked(account, author.id)) === (effect.kind === 'block-author')
      );
    default:
      return false;
  }
}

async function settleReply(performance: Performance): Promise<EffectOutcome> {
  const { effect, store } = performance;
  const text = await store.replyText(effect.municipality, effect.params.decision ?? '');
  const found = await publishedReply(performance, text ?? '');
  return found ? done(performance, 'verified', found) : { id: effect.id, to: 'unknown', error: 'no-answer' };
}
