import { createHash } from 'node:crypto';
import type { IncomingComment } from '../core/comment.ts';
import { PlatformError, type SeenComment } from '../ports/platform.ts';
import { done, failed, type Performance, type PlatformEffect, settledAs } from './effect.ts';
import { readBack, targetOf } from './on-comment.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'delete-comment': 'comment';
  }
}

/** Deletes the comment, with the replies under it. What was judged must be what is deleted. */
export const deleteComment: PlatformEffect<'delete-comment'> = {
  on: 'platform',
  lane: 'comment',
  restricts: true,
  becomes: 'gone',
  failureIsSaid: true,
  onJudgedText: true,
  act: 'remove',
  whenGone: 'already-so',
  /** Reads first: what has changed meanwhile is archived before it goes. */
  perform: async (performance) => {
    const { effect, view, platform } = performance;
    const target = targetOf(performance);
    const before = await platform.read(target);
    if (before === null) return done(performance, 'already-so');
    const judged = view.comment.version === effect.params.commentVersion;
    const changed = before.text.toWellFormed().replaceAll('\u0000', '\uFFFD') !== view.comment.text;
    if (changed) await archiveSeen(performance, before);
    // Handed out again only when staff have judged the newer text.
    if ((changed || !judged) && !effect.params.evenIfChanged) {
      return { id: effect.id, to: 'pending', dueAt: view.now, error: null };
    }
    try {
      await platform.delete(target);
    } catch (error) {
      if (!(error instanceof PlatformError && error.code === 'not-found')) throw error;
    }
    return (await readBack(platform, target)) === null
      ? done(performance, 'verified')
      : failed(effect.id, 'still-visible');
  },
  settle: async (performance) =>
    settledAs(performance, (await performance.platform.read(targetOf(performance))) === null),
};

/** A text that no webhook has told of becomes the comment's next version, and is screened like any other. */
async function archiveSeen({ store, view: { comment, now } }: Performance, seen: SeenComment): Promise<void> {
  const { platform, account, externalId, createdAt, own } = comment;
  const incoming: IncomingComment = {
    platform,
    account,
    externalId,
    createdAt,
    own,
    author: {},
    text: seen.text,
    writtenAt: now,
    readBack: true,
    attachments: seen.attachments,
  };
  const raw = Buffer.from(JSON.stringify({ externalId, text: seen.text, attachments: seen.attachments }));
  const sha256 = createHash('sha256').update(raw).digest('hex');
  const key = `read-back:${comment.id}:${comment.version}:${sha256}`;
  await store.archive({
    municipality: comment.municipality,
    source: 'read-back',
    receivedAt: now,
    sha256,
    items: [{ key, raw, comment: incoming }],
  });
}
