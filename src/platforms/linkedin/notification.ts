import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { IncomingComment, PlatformChange } from '../../core/comment.ts';
import type { UnreadReason } from '../../core/inbox.ts';
import { isPlausible } from '../wire-instant.ts';
import { instantOf, Millis } from './answers.ts';
import { accountOf, authorId, commentLink, commentRef, postLink, postUrn, Urn } from './ids.ts';

/** The comment that a notification is about, as far as it says where that stands. */
export interface About {
  readonly id: string;
  /** The post as the comment's URN spells it. */
  readonly thread: string | undefined;
  /** The post by its own URN, where it is told. */
  readonly post: string | undefined;
}

/** What a notification says. */
export interface ReadNotification {
  /** The Page's number; null where none is named. */
  readonly account: string | null;
  /** Null for what is about no comment. */
  readonly about: About | null;
  /**
   * The same for every subscriber to whom LinkedIn tells the event, each under a `notificationId` of its own, and for
   * every time that it is sent anew.
   */
  readonly key: string;
  readonly content: { comment: IncomingComment } | { change: PlatformChange } | null;
  /** What of it was not understood, if anything. Without content nothing was. */
  readonly why?: UnreadReason;
}

type Meaning = 'written' | 'rewritten' | 'removed' | 'mentioned';

/** What each action means. One that is not here is kept unread. ADMIN_COMMENT is the Page's own. */
const ACTIONS: ReadonlyMap<unknown, Meaning> = new Map([
  ['COMMENT', 'written'],
  ['COMMENT_EDIT', 'rewritten'],
  ['COMMENT_DELETE', 'removed'],
  ['ADMIN_COMMENT', 'written'],
  ['SHARE_MENTION', 'mentioned'],
]);
/** Nobody writes to the Page by these: a repost stands on its author's own page. */
const REACTIONS: ReadonlySet<unknown> = new Set(['LIKE', 'SHARE']);

/** What LinkedIn is asked to tell of. */
export const TOLD_ACTIONS = [...ACTIONS.keys()] as readonly string[];

/** Its fields are taken one by one. */
const Fields = z.looseObject({});
type Fields = z.infer<typeof Fields>;
const fieldsOf = (value: unknown): Fields => Fields.safeParse(value).data ?? {};
const urnOf = (value: unknown): string | undefined => Urn.safeParse(value).data;

/**
 * Reads one notification, from a webhook or a list. Never throws: what it does not understand it says. One without its
 * decoration, or with empty words, has no text (`no-text`): only a read shows what was written, or that it is a picture.
 * Source: learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications.
 */
export function readNotification(raw: unknown, receivedAt: Temporal.Instant): ReadNotification {
  const told = fieldsOf(raw);
  const account = accountOf(urnOf(told['organizationalEntity']) ?? '');
  const meaning = ACTIONS.get(told['action']);
  const about = aboutOf(told);
  const key = keyOf(told, account, about);
  const unread = (why: UnreadReason): ReadNotification => ({ account, about, key, content: null, why });
  if (account === null) return unread('odd-change');
  if (REACTIONS.has(told['action'])) return { ...unread('reaction'), about: null };
  if (meaning === undefined) return { ...unread('unknown-verb'), about: null };
  const ms = Millis.safeParse(told['lastModifiedAt']).data;
  const time = ms === undefined ? undefined : instantOf(ms);
  const isTimed = time !== undefined && isPlausible(time, receivedAt);
  const at = isTimed ? time : receivedAt;
  const odd = isTimed ? {} : { why: 'odd-field' as const };
  if (meaning === 'mentioned') {
    const comment = mentionOf(told, account, at);
    return comment === null ? unread('no-text') : { account, about: null, key, content: { comment }, ...odd };
  }
  if (about === null) return unread('odd-change');
  if (meaning === 'removed') {
    const change = { platform: 'linkedin', account, externalId: about.id, change: 'removed', at } as const;
    return { account, about, key, content: { change }, ...odd };
  }
  const comment = commentOf(told, account, about, at);
  return comment === null ? unread('no-text') : { account, about, key, content: { comment }, ...odd };
}

const decorationOf = (told: Fields, what: 'comment' | 'share'): Fields =>
  fieldsOf(fieldsOf(told['decoratedGeneratedActivity'])[what]);

function aboutOf(told: Fields): About | null {
  const { entity, commentUrn, $URN: urn, id } = decorationOf(told, 'comment');
  const spelled = [entity, commentUrn, urn, told['generatedActivity'], id];
  const refs = spelled.flatMap((one) => commentRef(urnOf(one) ?? '') ?? []);
  const [first] = refs;
  if (first === undefined) return null;
  const posts = [fieldsOf(told['decoratedSourcePost'])['entity'], told['sourcePost']];
  const [post] = posts.flatMap((one) => postUrn(urnOf(one) ?? '') ?? []);
  const thread = refs.find((ref) => ref.thread !== undefined)?.thread ?? post;
  return { id: first.id, thread, post: post ?? thread };
}

function keyOf(told: Fields, account: string | null, about: About | null): string {
  const { action, generatedActivity, lastModifiedAt } = told;
  const isTimed = Millis.safeParse(lastModifiedAt).success;
  const what = about?.id ?? urnOf(generatedActivity);
  // Without them nothing tells two events apart but what they say.
  if (what === undefined || !isTimed) return `linkedin:${account}:${hashOf(told)}`;
  return `linkedin:${account}:${action}:${what}:${lastModifiedAt}`;
}

/** `subscriber` and `notificationId` differ between tellings of one event. */
const hashOf = ({ subscriber: _, notificationId: __, ...said }: Fields): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('hex');

/** The words of a comment or a share, in either place; null where there are none to read. */
function textOf({ text, message }: Fields): string | null {
  const words = text ?? (typeof message === 'string' ? message : fieldsOf(message)['text']);
  return typeof words === 'string' && words !== '' ? words : null;
}

function commentOf(
  told: Fields,
  account: string,
  about: About,
  at: Temporal.Instant,
): IncomingComment | null {
  const said = decorationOf(told, 'comment');
  const text = textOf(said);
  if (text === null) return null;
  const owner = urnOf(said['owner'] ?? said['actor']);
  const own = told['action'] === 'ADMIN_COMMENT' || (owner !== undefined && authorId(owner) === account);
  const above = [said['parentComment'], said['object']].map((urn) => commentRef(urnOf(urn) ?? '')?.id);
  return {
    platform: 'linkedin',
    account,
    externalId: about.id,
    postId: about.post,
    parentId: above.find((id) => id !== undefined && id !== about.id),
    // Who of its people wrote as the Page is nobody's business.
    author: { id: own ? account : owner && authorId(owner) },
    text,
    permalink: about.thread && commentLink(about.thread, about.id),
    // When it was written is told for a new comment alone; of an edited one that is not known, at the latest then.
    createdAt: at,
    writtenAt: at,
    attachments: [],
    own,
  };
}

/** Somebody's own post that names the Page. */
function mentionOf(told: Fields, account: string, at: Temporal.Instant): IncomingComment | null {
  const share = decorationOf(told, 'share');
  const text = textOf(share);
  const externalId = [share['entity'], told['generatedActivity'], told['sourcePost']]
    .map((urn) => postUrn(urnOf(urn) ?? ''))
    .find((urn) => urn !== null);
  if (text === null || externalId === undefined) return null;
  const owner = urnOf(share['owner']);
  return {
    kind: 'mention',
    platform: 'linkedin',
    account,
    externalId,
    author: { id: owner && authorId(owner) },
    text,
    permalink: postLink(externalId),
    createdAt: at,
    writtenAt: at,
    attachments: [],
    own: owner !== undefined && authorId(owner) === account,
  };
}
