import type { EffectOutcome } from '../core/decision.ts';
import { PlatformError } from '../ports/platform.ts';
import { done, failed, type Performance, type PlatformEffect } from './effect.ts';
import { targetOf } from './on-comment.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'reply-privately': 'comment';
  }
}

/** What a platform may also say of a comment that is gone. */
const PERHAPS_GONE: readonly PlatformError['code'][] = ['unreachable', 'rejected'];

/**
 * Tells whoever wrote the comment, in private, that it is removed and why. It comes before the comment is taken away, since
 * nothing can be answered afterwards; and it is a courtesy: what is against the rules, or the law, does not stay for its sake.
 */
export const replyPrivately: PlatformEffect<'reply-privately'> = {
  on: 'platform',
  lane: 'comment',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  givesWay: true,
  onJudgedText: false,
  act: 'reply-privately',
  whenGone: 'not-found',
  perform: async (performance) => {
    const { effect, platform, store } = performance;
    const text = await store.replyText(effect.municipality, effect.params.decision ?? '');
    if (text === null) return failed(effect.id, 'rejected');
    if (!platform.messages) throw new PlatformError('unsupported', 'no private messages here');
    try {
      const { externalId } = await platform.messages.replyTo(targetOf(performance), text);
      return done(performance, 'performed', externalId);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      return refused(performance, error);
    }
  },
  // Nobody but the platform knows, and it tells only who tries again. That is a person's to do: it takes no second one.
  settle: async ({ effect }) => ({ id: effect.id, to: 'unknown', error: 'no-answer' }),
};

/** @throws PlatformError the refusal itself, where it says all there is to say */
async function refused(performance: Performance, error: PlatformError): Promise<EffectOutcome> {
  const { effect, platform } = performance;
  // An earlier attempt's answer was lost: this is the answer.
  if (error.code === 'replied-before' && effect.error === 'no-answer') return done(performance, 'verified');
  if (PERHAPS_GONE.includes(error.code) && (await platform.read(targetOf(performance))) === null)
    return failed(effect.id, 'not-found');
  throw error;
}
