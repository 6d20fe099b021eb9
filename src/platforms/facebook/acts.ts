import { type Platform, PlatformError, type SeenComment, type Target } from '../../ports/platform.ts';
import { fetchAttachment } from '../fetch-attachment.ts';
import { Created, Done, done, SubscribedApps } from '../meta/answers.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';
import { messagingOf } from '../meta/messaging.ts';
import { pages } from '../meta/pages.ts';
import { readOrGone } from '../meta/read-or-gone.ts';
import { attachmentsOf, CommentNode, Replies } from './answers.ts';
import { blockingOf } from './blocking.ts';
import { listFacebook } from './list.ts';
import { facebookStanding } from './standing.ts';

/** How the Graph API is reached; `attachmentHosts` are the hosts that evidence may be fetched from. */
export interface FacebookOptions {
  /** With its version: `https://graph.facebook.com/v26.0`. */
  readonly apiUrl: string;
  /** The Page access token of an account. Asked at every call, so that a new token needs no restart. */
  tokenOf(account: string): string;
  /** Default 15 s. */
  readonly timeoutMs?: number;
  /** Such as `fbcdn.net`; subdomains are included. */
  readonly attachmentHosts: readonly string[];
  readonly fetch?: typeof fetch;
}

/** The longest comment that Facebook takes. */
export const MAX_TEXT = 8000;
/** The longest private message. */
export const MAX_MESSAGE = 2000;
const MESSENGER = {
  platform: 'facebook',
  inbox: 'messenger',
  pageOf: (account: string) => account,
  maxLength: MAX_MESSAGE,
  lengthOf: (text: string) => text.length,
  isNamed: true,
} as const;
const READ_FIELDS =
  'id,message,created_time,from,permalink_url,attachment,parent,is_hidden,can_hide,can_remove';

/**
 * A Facebook Page through the Graph API. A hidden comment stays visible to its author and the author's friends.
 * Source: developers.facebook.com/docs/graph-api/reference (comment, object/comments, page/blocked, page/subscribed_apps).
 */
export function createFacebook(options: FacebookOptions): Platform {
  const timeoutMs = options.timeoutMs ?? 15_000;
  const graph: GraphConnection = {
    apiUrl: options.apiUrl,
    tokenOf: (account) => options.tokenOf(account),
    timeoutMs,
    fetch: options.fetch ?? fetch,
  };
  const setHidden = async ({ account, externalId }: Target, hidden: boolean): Promise<void> => {
    const form = { is_hidden: String(hidden) };
    done(await callGraph(graph, { account, method: 'POST', path: [externalId], form, answer: Done }));
  };
  return {
    name: 'facebook',
    hide: (target) => setHidden(target, true),
    unhide: (target) => setHidden(target, false),
    delete: async ({ account, externalId }) =>
      done(await callGraph(graph, { account, method: 'DELETE', path: [externalId], answer: Done })),
    reply: (target, text) => reply(graph, target, text),
    ...blockingOf(graph),
    check: (account) => check(graph, account),
    standing: (account) => facebookStanding(graph, account),
    read: (target) => read(graph, target),
    list: (listing) => listFacebook(graph, listing),
    ownReplies: (target) => ownReplies(graph, target),
    messages: messagingOf(graph, MESSENGER),
    fetchAttachment: (url) =>
      fetchAttachment({ hosts: options.attachmentHosts, timeoutMs, fetch: graph.fetch }, url),
  };
}

/** Comments come as changes of the Page's feed. A Page token is told of its own app's subscription alone. */
async function check(graph: GraphConnection, account: string): Promise<void> {
  const path = [account, 'subscribed_apps'];
  const query = { fields: 'subscribed_fields' };
  const { data } = await callGraph(graph, { account, method: 'GET', path, query, answer: SubscribedApps });
  if (data.some(({ subscribed_fields: fields }) => fields.includes('feed'))) return;
  throw new PlatformError('rejected', `page ${account} sends us no feed changes`);
}

async function reply(graph: GraphConnection, { account, externalId }: Target, text: string) {
  if (text.trim() === '' || text.length > MAX_TEXT) {
    throw new PlatformError(
      'rejected',
      `expected a reply of 1 to ${MAX_TEXT} characters, got ${text.length}`,
    );
  }
  const path = [externalId, 'comments'];
  const form = { message: text };
  const { id } = await callGraph(graph, { account, method: 'POST', path, form, answer: Created });
  return { externalId: id };
}

async function read(graph: GraphConnection, { account, externalId }: Target): Promise<SeenComment | null> {
  const query = { fields: READ_FIELDS };
  const path = [externalId];
  const node = await readOrGone(graph, { account, method: 'GET', path, query, answer: CommentNode });
  return (
    node && {
      text: node.message,
      hidden: node.is_hidden,
      canHide: node.can_hide,
      canRemove: node.can_remove,
      authorId: node.from?.id ?? null,
      permalink: node.permalink_url ?? null,
      attachments: attachmentsOf(node.attachment),
    }
  );
}

async function ownReplies(graph: GraphConnection, { account, externalId }: Target) {
  const own: { externalId: string; text: string; createdAt: Temporal.Instant }[] = [];
  const edge = {
    account,
    path: [externalId, 'comments'],
    fields: 'id,message,created_time,from',
    limit: 100,
  };
  const more = { order: 'reverse_chronological' };
  for await (const page of pages(graph, { ...edge, more, followedBy: 'next', answer: Replies }))
    for (const each of page) {
      if (each.from?.id !== account) continue;
      own.push({ externalId: each.id, text: each.message, createdAt: each.created_time });
    }
  return own.sort((one, other) => Temporal.Instant.compare(other.createdAt, one.createdAt));
}
