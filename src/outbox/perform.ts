import { createHash } from 'node:crypto';
import type { IncomingComment } from '../core/comment.ts';
import type { EffectError } from '../core/effect.ts';
import type { TicketView } from '../core/view.ts';
import type { ClaimedEffect } from '../ports/ledger.ts';
import { type Platform, PlatformError, type SeenComment, type Target } from '../ports/platform.ts';
import type { Store } from '../ports/store.ts';
import type { EffectOutcome } from '../reactions/effect-ended.ts';

/** What an act on a platform needs. */
export interface Performance {
  readonly effect: ClaimedEffect;
  readonly view: TicketView;
  readonly platform: Platform;
  readonly store: Store;
}

export const targetOf = ({ comment }: TicketView): Target => ({
  account: comment.account,
  externalId: comment.externalId,
  postId: comment.postId,
});

type How = Extract<EffectOutcome, { to: 'done' }>['result']['how'];

/** The act has happened, as `how` says. */
export const done = (
  { effect, view }: Pick<Performance, 'effect' | 'view'>,
  how: How,
  externalId?: string,
): EffectOutcome => ({
  id: effect.id,
  to: 'done',
  result: { at: view.now.toString(), how, ...(externalId !== undefined && { externalId }) },
});

/** The act did not happen and will not be tried again by itself. */
export const failed = (id: string, error: EffectError): EffectOutcome => ({ id, to: 'failed', error });

/** Performs an act once and reads back what the platform shows then. Throws what the platform throws. */
export async function perform(performance: Performance): Promise<EffectOutcome> {
  const { effect, view } = performance;
  if (effect.kind === 'fetch-attachments') return fetchAttachments(performance);
  if (effect.params.trial || view.account.trial) return done(performance, 'trial');
  switch (effect.kind) {
    case 'hide-comment':
    case 'unhide-comment':
      return setHidden(performance, effect.kind === 'hide-comment');
    case 'delete-comment':
      return deleteComment(performance);
    case 'reply-to-comment':
      return reply(performance);
    case 'block-author':
    case 'unblock-author':
      return setBlocked(performance, effect.kind === 'block-author');
    default:
      throw new Error(`${effect.kind} is no act on a platform`);
  }
}

async function setHidden(performance: Performance, hidden: boolean): Promise<EffectOutcome> {
  const { effect, view, platform } = performance;
  const target = targetOf(view);
  await (hidden ? platform.hide(target) : platform.unhide(target));
  const seen = await readBack(platform, target);
  if (seen === null) return done(performance, 'already-so');
  if (seen.hidden === hidden) return done(performance, 'verified');
  return failed(effect.id, hidden ? 'still-visible' : 'rejected');
}

/** Reads first: what was judged must be what is deleted, and what changed meanwhile is archived before it goes. */
async function deleteComment(performance: Performance): Promise<EffectOutcome> {
  const { effect, view, platform, store } = performance;
  const target = targetOf(view);
  const before = await platform.read(target);
  if (before === null) return done(performance, 'already-so');
  const judged = view.comment.version === effect.params.commentVersion;
  const changed = before.text.toWellFormed().replaceAll('\u0000', '\uFFFD') !== view.comment.text;
  if (changed) {
    await archiveSeen(store, view, before);
  }
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
}

/** The act has been answered: when it cannot be read what came of it, that is open, and not a failure of the act. */
async function readBack(platform: Platform, target: Target): Promise<SeenComment | null> {
  try {
    return await platform.read(target);
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    throw new PlatformError('no-answer', `the read-back failed: ${cause.message}`, { cause });
  }
}

/** A text that no webhook has told of becomes the comment's next version, and is screened like any other. */
async function archiveSeen(store: Store, { comment, now }: TicketView, seen: SeenComment): Promise<void> {
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
  const body = Buffer.from(JSON.stringify({ externalId, text: seen.text, attachments: seen.attachments }));
  const key = `read-back:${comment.id}:${comment.version}:${createHash('sha256').update(body).digest('hex')}`;
  await store.archive({
    municipality: comment.municipality,
    source: 'read-back',
    receivedAt: now,
    body,
    items: [{ key, comment: incoming }],
  });
}

async function reply(performance: Performance): Promise<EffectOutcome> {
  const { effect, view, platform, store } = performance;
  const text = await store.replyText(effect.municipality, effect.params.decision ?? '');
  if (text === null) return failed(effect.id, 'rejected');
  // An earlier attempt was answered with an error, which on some platforms does not mean that nothing was published.
  const earlier = effect.attempts > 1 ? await publishedReply(performance, text) : undefined;
  if (earlier !== undefined) return done(performance, 'verified', earlier);
  const { externalId } = await platform.reply(targetOf(view), text);
  return done(performance, 'performed', externalId);
}

/** The id of the account's own reply with this text under the comment, if one stands there that no other effect made. */
export async function publishedReply(
  { view, platform }: Performance,
  text: string,
): Promise<string | undefined> {
  const taken = new Set(view.effects.map(({ result }) => result?.externalId));
  const replies = await platform.ownReplies(targetOf(view));
  return replies.find((one) => one.text.trim() === text && !taken.has(one.externalId))?.externalId;
}

async function setBlocked(performance: Performance, blocked: boolean): Promise<EffectOutcome> {
  const { effect, view, platform } = performance;
  const { account, author } = view.comment;
  if (author.id === null) return failed(effect.id, 'unsupported');
  await (blocked ? platform.block(account, author.id) : platform.unblock(account, author.id));
  return done(performance, 'performed');
}

/** Copies what a comment shows beside its text, since the platform's addresses expire within days. */
async function fetchAttachments(performance: Performance): Promise<EffectOutcome> {
  const { effect, view, platform, store } = performance;
  const { comment, now } = view;
  const version = effect.params.commentVersion;
  if (version !== comment.version) return done(performance, 'already-so');
  const files: { bytes: Buffer; contentType: string }[] = [];
  for (const { type, url } of comment.attachments) {
    if (type !== 'link') files.push(await platform.fetchAttachment(url));
  }
  await store.storeAttachments(comment.municipality, comment.id, version, files, now);
  return done(performance, 'performed');
}
