import { done, failed, type Performance, type PlatformEffect } from './effect.ts';
import { targetOf } from './on-comment.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'reply-to-comment': 'comment';
  }
}

/** Publishes a reply under the comment. One that is not to be seen may still appear, so only a person may repeat it. */
export const replyToComment: PlatformEffect<'reply-to-comment'> = {
  on: 'platform',
  lane: 'comment',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  act: 'reply',
  whenGone: 'not-found',
  perform: async (performance) => {
    const { effect, platform } = performance;
    const text = await textOf(performance);
    if (text === null) return failed(effect.id, 'rejected');
    // An earlier attempt was answered with an error, which on some platforms does not mean that nothing was published.
    const earlier = effect.attempts > 1 ? await published(performance, text) : undefined;
    if (earlier !== undefined) return done(performance, 'verified', earlier);
    const { externalId } = await platform.reply(targetOf(performance), text);
    return done(performance, 'performed', externalId);
  },
  settle: async (performance) => {
    const found = await published(performance, (await textOf(performance)) ?? '');
    return found
      ? done(performance, 'verified', found)
      : { id: performance.effect.id, to: 'unknown', error: 'no-answer' };
  },
};

const textOf = ({ store, effect }: Performance): Promise<string | null> =>
  store.replyText(effect.municipality, effect.params.decision ?? '');

/** The id of the account's own reply with this text under the comment, if one stands there that no other effect made. */
async function published(performance: Performance, text: string): Promise<string | undefined> {
  const { view, platform } = performance;
  const taken = new Set(view.effects.map(({ result }) => result?.externalId));
  const replies = await platform.ownReplies(targetOf(performance));
  return replies.find((one) => one.text.trim() === text && !taken.has(one.externalId))?.externalId;
}
