import { type Platform, PlatformError, type SeenComment, type Target } from '../ports/platform.ts';
import { done, failed, type Performance, type PlatformEffect, settledAs } from './effect.ts';

/** Where an act on the comment is aimed. */
export const targetOf = ({ view: { comment } }: Performance): Target => ({
  account: comment.account,
  externalId: comment.externalId,
  postId: comment.postId,
  kind: comment.kind,
});

/** The act has been answered: when it cannot be read what came of it, that is open, and not a failure of the act. */
export async function readBack(platform: Platform, target: Target): Promise<SeenComment | null> {
  try {
    return await platform.read(target);
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    throw new PlatformError('no-answer', `the read-back failed: ${cause.message}`, { cause });
  }
}

/** Hiding a comment or showing it again, which is seen on the comment itself. */
export const setHidden = (hidden: boolean): Pick<PlatformEffect, 'perform' | 'settle'> => ({
  perform: async (performance) => {
    const { effect, platform } = performance;
    const target = targetOf(performance);
    await (hidden ? platform.hide(target) : platform.unhide(target));
    const seen = await readBack(platform, target);
    if (seen === null) return done(performance, 'already-so');
    if (seen.hidden === hidden) return done(performance, 'verified');
    return failed(effect.id, hidden ? 'still-visible' : 'rejected');
  },
  settle: async (performance) => {
    const seen = await performance.platform.read(targetOf(performance));
    return settledAs(performance, seen === null || seen.hidden === hidden);
  },
});

/** Blocking an author or taking it back, which is seen in the account's list of the blocked. */
export const setBlocked = (blocked: boolean): Pick<PlatformEffect, 'perform' | 'settle'> => ({
  perform: async (performance) => {
    const { effect, view, platform } = performance;
    const { account, author } = view.comment;
    if (author.id === null) return failed(effect.id, 'unsupported');
    await (blocked ? platform.block(account, author.id) : platform.unblock(account, author.id));
    return done(performance, 'performed');
  },
  settle: async (performance) => {
    const { account, author } = performance.view.comment;
    const { platform } = performance;
    const happened = author.id !== null && (await platform.isBlocked(account, author.id)) === blocked;
    return settledAs(performance, happened);
  },
});
