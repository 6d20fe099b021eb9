import { needsTag } from '../core/window.ts';
import { type Messaging, PlatformError, type Recipient } from '../ports/platform.ts';
import { done, failed, type Performance, type PlatformEffect } from './effect.ts';
import { targetOf } from './on-comment.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'reply-to-comment': 'comment';
  }
}

/**
 * Publishes a reply under the comment, or sends it to whoever wrote a private message. One that is not to be seen may still
 * appear, so only a person may repeat it.
 */
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
    const { effect } = performance;
    const text = await textOf(performance);
    if (text === null) return failed(effect.id, 'rejected');
    // An earlier attempt was answered with an error, which on some platforms does not mean that nothing was published.
    const earlier = effect.attempts > 1 ? await published(performance, text) : undefined;
    if (earlier !== undefined) return done(performance, 'verified', earlier);
    const { externalId } = await publish(performance, text);
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

function publish(performance: Performance, text: string): Promise<{ externalId: string }> {
  const { effect, view, platform } = performance;
  if (view.comment.kind !== 'message') return platform.reply(targetOf(performance), text);
  const { messages, to } = privately(performance);
  return messages.send(to, { text, name: effect.id, tagged: needsTag(view.ticket, view.now) });
}

/** The id of the account's own reply with this text, if one stands there that no other effect made. */
async function published(performance: Performance, text: string): Promise<string | undefined> {
  const { view, platform } = performance;
  const taken = new Set(view.effects.map(({ result }) => result?.externalId));
  const replies =
    view.comment.kind === 'message'
      ? await sentSince(performance, view.ticket.reply?.at)
      : await platform.ownReplies(targetOf(performance));
  return replies.find((one) => one.text.trim() === text && !taken.has(one.externalId))?.externalId;
}

/** The same words may have been sent to the same person before: only what is younger than the decision can be its reply. */
async function sentSince(performance: Performance, since: string | undefined) {
  const { messages, to } = privately(performance);
  const second = Math.floor(
    Temporal.Instant.from(since ?? performance.view.now.toString()).epochMilliseconds / 1000,
  );
  const sent = await messages.sent(to);
  return sent.filter(({ createdAt }) => createdAt.epochMilliseconds / 1000 >= second);
}

/** @throws PlatformError `unsupported` where there are no private messages, or nobody to send one to */
function privately({ platform, view: { comment } }: Performance): { messages: Messaging; to: Recipient } {
  const { messages } = platform;
  const { account, conversation: person } = comment;
  if (!messages || person === null) throw new PlatformError('unsupported', 'no private messages here');
  return { messages, to: { account, person } };
}
