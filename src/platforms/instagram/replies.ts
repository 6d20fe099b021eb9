import { type Platform, PlatformError, type Target } from '../../ports/platform.ts';
import { Created } from '../meta/answers.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';
import { pages } from '../meta/pages.ts';
import { CommentNode, ReplyPage } from './answers.ts';
import { isOwn } from './comments.ts';
import { mentionReplies, replyToMention } from './mentions.ts';

/** What Instagram takes in a comment, as far as anybody has confirmed. */
const MOST_IN_COMMENT = 2200;
/** `@`, the longest username, and a space. */
const MOST_IN_NAME = 32;
/** The longest reply: room is kept for the name of the person whom it answers. */
export const MAX_TEXT = MOST_IN_COMMENT - MOST_IN_NAME;

/** Replying, and finding what has been replied. */
export const repliesOf = (graph: GraphConnection): Pick<Platform, 'reply' | 'ownReplies'> => ({
  reply: (target, text) => reply(graph, target, text),
  ownReplies: async (target) => (target.kind === 'mention' ? mentionReplies() : ownReplies(graph, target)),
});

async function reply(graph: GraphConnection, target: Target, text: string): Promise<{ externalId: string }> {
  if (text.trim() === '' || text.length > MAX_TEXT) {
    throw new PlatformError(
      'rejected',
      `expected a reply of 1 to ${MAX_TEXT} characters, got ${text.length}`,
    );
  }
  if (target.kind === 'mention') return replyToMention(graph, target, text);
  const { account } = target;
  const { top, name } = await threadOf(graph, target);
  const message = text.startsWith(name) ? text : `${name}${text}`;
  const path = [top, 'replies'];
  const answer = Created;
  const { id } = await callGraph(graph, { account, method: 'POST', path, form: { message }, answer });
  return { externalId: id };
}

/**
 * Where an answer stands, and how it begins: Instagram hangs what answers a reply under the comment at the top level, where
 * only the name says whom it is for. Nothing where the comment itself is at the top level, or its author has no name.
 */
async function threadOf(
  graph: GraphConnection,
  { account, externalId }: Target,
): Promise<{ top: string; name: string }> {
  const query = { fields: 'id,timestamp,parent_id,username,from' };
  const path = [externalId];
  const node = await callGraph(graph, { account, method: 'GET', path, query, answer: CommentNode });
  if (node.parent_id === undefined) return { top: node.id, name: '' };
  const username = node.from?.username ?? node.username;
  return { top: node.parent_id, name: username === undefined ? '' : `@${username} ` };
}

/** As `reply` was given them: without the name, and of a reply only those that begin with it. */
async function ownReplies(graph: GraphConnection, target: Target) {
  const { account } = target;
  const { top, name } = await threadOf(graph, target);
  const own: { externalId: string; text: string; createdAt: Temporal.Instant }[] = [];
  const edge = { account, path: [top, 'replies'], fields: 'id,text,timestamp,from,username,user', limit: 50 };
  for await (const page of pages(graph, { ...edge, followedBy: 'cursor', answer: ReplyPage }))
    for (const node of page) {
      if (!isOwn(node, account) || !node.text.startsWith(name)) continue;
      own.push({ externalId: node.id, text: node.text.slice(name.length), createdAt: node.timestamp });
    }
  return own.sort((one, other) => Temporal.Instant.compare(other.createdAt, one.createdAt));
}
