import { replyLength } from '../../core/reply-text.ts';
import { type Listed, type Platform, PlatformError, type Target } from '../../ports/platform.ts';
import { fetchAttachment } from '../fetch-attachment.ts';
import { Done, done, SubscribedApps } from '../meta/answers.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';
import { messagingOf } from '../meta/messaging.ts';
import { readOrGone } from '../meta/read-or-gone.ts';
import { COMMENT_FIELDS, CommentNode, LinkedAccount } from './answers.ts';
import { blockingOf } from './blocking.ts';
import { listedComment, seenComment } from './comments.ts';
import { type CommentCounts, listInstagram } from './list.ts';
import { findMention } from './mentions.ts';
import { repliesOf } from './replies.ts';
import { instagramStanding } from './standing.ts';

/** How an Instagram account is reached: by Facebook Login, so on Graph and with the token of the Page that it is linked to. */
export interface InstagramOptions {
  /** With its version: `https://graph.facebook.com/v26.0`. */
  readonly apiUrl: string;
  /** The access token of the account's Page. Asked at every call, so that a new token needs no restart. */
  tokenOf(account: string): string;
  /** The id of the account's Page. */
  pageOf(account: string): string | undefined;
  readonly timeoutMs: number;
  /** Such as `cdninstagram.com`; subdomains are included. */
  readonly attachmentHosts: readonly string[];
  readonly fetch?: typeof fetch;
}

/** The longest private message, in bytes. */
export const MAX_MESSAGE_BYTES = 1000;
const DIRECT = {
  platform: 'instagram',
  inbox: 'instagram',
  maxLength: MAX_MESSAGE_BYTES,
  lengthOf: (text: string) => replyLength(text, 'bytes'),
  // Documented for Messenger alone.
  isNamed: false,
} as const;
const READ_FIELDS = `${COMMENT_FIELDS},media{id,permalink,media_product_type,owner}`;

/**
 * An Instagram professional account that is linked to a Facebook Page. A hidden comment stays visible to its author.
 * Nothing here is done with Instagram Login, the other way in, which is not built.
 * Source: developers.facebook.com/docs/instagram-platform/reference (IG Comment, IG Media, IG User).
 */
export function createInstagram(options: InstagramOptions): Platform {
  const { timeoutMs } = options;
  const graph: GraphConnection = {
    apiUrl: options.apiUrl,
    tokenOf: (account) => options.tokenOf(account),
    timeoutMs,
    fetch: options.fetch ?? fetch,
  };
  const counts: CommentCounts = new Map();
  const setHidden = async ({ account, externalId }: Target, hidden: boolean): Promise<void> => {
    const form = { hide: String(hidden) };
    done(await callGraph(graph, { account, method: 'POST', path: [externalId], form, answer: Done }));
  };
  return {
    name: 'instagram',
    hide: (target) => setHidden(target, true),
    unhide: (target) => setHidden(target, false),
    delete: async ({ account, externalId }) =>
      done(await callGraph(graph, { account, method: 'DELETE', path: [externalId], answer: Done })),
    ...repliesOf(graph),
    ...blockingOf(graph, (account) => pageOf(options, account)),
    check: async (account) => check(graph, account, pageOf(options, account)),
    standing: async (account) => instagramStanding(graph, account, pageOf(options, account)),
    find: async (target) => {
      if (target.kind === 'mention') return findMention(graph, target);
      const node = await readComment(graph, target);
      return node && listedComment(node, { account: target.account, media: node.media });
    },
    read: async (target) => {
      if (target.kind === 'mention') return seenMention(await findMention(graph, target));
      const node = await readComment(graph, target);
      return node && seenComment(node, target.account);
    },
    list: (listing) => listInstagram(graph, counts, listing),
    messages: messagingOf(graph, { ...DIRECT, pageOf: (account) => pageOf(options, account) }),
    fetchAttachment: (url) =>
      fetchAttachment({ hosts: options.attachmentHosts, timeoutMs, fetch: graph.fetch }, url),
  };
}

/** The accounts file says which Page it is, or the bot does not start. */
function pageOf(options: InstagramOptions, account: string): string {
  const page = options.pageOf(account);
  if (page !== undefined) return page;
  throw new PlatformError('unsupported', `no Page is known for Instagram account ${account}`);
}

const readComment = (graph: GraphConnection, { account, externalId }: Target): Promise<CommentNode | null> =>
  readOrGone(graph, {
    ...{ account, method: 'GET', path: [externalId], query: { fields: READ_FIELDS } },
    answer: CommentNode,
  });

/** What stands on somebody else's media is not ours to hide or take away. */
const seenMention = (found: Listed | null) =>
  found && {
    text: found.comment.text,
    hidden: false,
    canHide: false,
    canRemove: false,
    authorId: null,
    permalink: found.comment.permalink ?? null,
    attachments: [],
  };

/**
 * The app must be installed on the Page, and the Page linked to this very account. Which of Instagram's fields the app has
 * chosen cannot be asked with a Page's token.
 */
async function check(graph: GraphConnection, account: string, page: string): Promise<void> {
  const call = { account, method: 'GET' } as const;
  const installed = await callGraph(graph, {
    ...{ ...call, path: [page, 'subscribed_apps'], query: { fields: 'subscribed_fields' } },
    answer: SubscribedApps,
  });
  if (installed.data.length === 0)
    throw new PlatformError('rejected', `page ${page} sends us nothing of Instagram account ${account}`);
  const linked = await callGraph(graph, {
    ...{ ...call, path: [page], query: { fields: 'instagram_business_account' } },
    answer: LinkedAccount,
  });
  if (linked.instagram_business_account?.id !== account)
    throw new PlatformError('rejected', `page ${page} is not linked to Instagram account ${account}`);
}
