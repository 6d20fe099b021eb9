import { exchanged } from '../messenger.ts';
import { refuse } from '../refusal.ts';
import type { SimPage } from '../state.ts';
import {
  accountIn,
  asPerson,
  commentIn,
  isWithheld,
  mediaIn,
  removeComment,
  writeComment,
} from './gallery.ts';
import { type Asked, commentNode, edgeOfComments, edgeOfMedia, fieldsOf, mediaNode } from './nodes.ts';
import type { SimAccount, SimMedia, SimMediaComment } from './state.ts';

/** A call with the token of a Page, about what belongs to the account that is linked to it. */
export interface InstagramCall extends Asked {
  readonly method: string;
  readonly page: SimPage;
}

interface Call extends InstagramCall {
  readonly account: SimAccount;
}

const MOST_IN_COMMENT = 2200;

/**
 * Answers a call about the Page's Instagram account, something that it has published, or a comment there; undefined for
 * any other. @throws {GraphRefusal}
 */
export function answerInstagram(call: InstagramCall, id: string, edge: string): unknown {
  const { wall, page, method } = call;
  const account = wall.state.instagram.accounts.find((each) => each.page === page.id);
  if (method === 'POST' && edge === 'moderate_conversations' && id === page.id)
    return moderate({ ...call, account: account ?? refuse('bad-parameter') });
  const [known, media, comment] = [accountIn(wall, id), mediaIn(wall, id), commentIn(wall, id)];
  if (!known && !media && !comment) return undefined;
  if (account === undefined || (known ?? media ?? comment)?.id === undefined) refuse('gone');
  const own = { ...call, account };
  if (known) return onAccount(own, known, edge);
  if (media) return onMedia(own, media, edge);
  return comment && onComment(own, comment, edge);
}

function onAccount(call: Call, account: SimAccount, edge: string): unknown {
  if (account.id !== call.account.id) refuse('permission');
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return accountNode(call);
    case 'GET media':
      return edgeOfMedia(call, account.id);
    case 'POST mentions':
      return replyToMention(call);
    default:
      return refuse('unknown-path');
  }
}

/** What names the account is asked of the account: `mentioned_comment.comment_id(1){text}`. */
function accountNode({ wall, params, account }: Call): unknown {
  const asked = fieldsOf(params.get('fields') ?? 'id');
  const comment = asked.get('mentioned_comment');
  const media = asked.get('mentioned_media');
  const { id, username } = account;
  if (comment) {
    const found = commentIn(wall, comment.given);
    if (found === undefined || mediaIn(wall, found.media)?.owner === null) refuse('gone');
    // Who wrote it has a name here, and no id.
    const { from: _, ...node } = commentNode(wall, found, comment.fields);
    return { mentioned_comment: node, id };
  }
  if (media) {
    const found = mediaIn(wall, media.given);
    if (found === undefined || found.owner === null) refuse('gone');
    return { mentioned_media: mediaNode(wall, found, media.fields), id };
  }
  return { id, ...(asked.has('username') && { username }) };
}

/** The account answers under somebody else's media. */
function replyToMention({ wall, params, account }: Call): unknown {
  const media = mediaIn(wall, params.get('media_id') ?? '');
  const on = params.get('comment_id');
  const parent = on === null ? null : (commentIn(wall, on) ?? refuse('gone'));
  if (media === undefined || media.owner === null) refuse('gone');
  const text = wordsOf(params);
  const made = writeComment(wall, { media, parent, author: asPerson(account), text });
  wall.log({ act: 'reply', page: account.id, on: on ?? media.id, made: made.id, text });
  return { id: made.id };
}

function wordsOf(params: URLSearchParams): string {
  const text = params.get('message') ?? '';
  if (text.trim() === '' || text.length > MOST_IN_COMMENT) refuse('bad-parameter');
  return text;
}

/** Only under its own media does an account see what others write. */
function onMedia(call: Call, media: SimMedia, edge: string): unknown {
  if (media.account !== call.account.id || media.owner !== null) refuse('gone');
  const { wall, params } = call;
  const top = () => wall.state.instagram.comments.filter((c) => c.media === media.id && c.parent === null);
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return mediaNode(wall, media, params.get('fields') ?? '');
    case 'GET comments':
      return edgeOfComments(call, top());
    default:
      return refuse('unknown-path');
  }
}

function onComment(call: Call, comment: SimMediaComment, edge: string): unknown {
  const { wall, params, account } = call;
  const isOthers = mediaIn(wall, comment.media)?.owner !== null;
  if (comment.account !== account.id || isOthers || isWithheld(wall, comment)) refuse('gone');
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return commentNode(wall, comment, params.get('fields') ?? '');
    case 'GET replies':
      return edgeOfComments(
        call,
        wall.state.instagram.comments.filter(({ parent }) => parent === comment.id),
      );
    case 'POST ':
      return setHidden(call, comment);
    case 'POST replies':
      return reply(call, comment);
    case 'DELETE ':
      refuseLive(call, comment);
      removeComment(wall, comment);
      wall.log({ act: 'delete', page: account.id, on: comment.id });
      return { success: true };
    default:
      return refuse('unknown-path');
  }
}

/** In a broadcast nothing can be done. */
function refuseLive({ wall }: Call, comment: SimMediaComment): void {
  if (mediaIn(wall, comment.media)?.live !== null) refuse('bad-parameter');
}

/** What the account has written itself stays visible, though the answer is the same. */
function setHidden(call: Call, comment: SimMediaComment): unknown {
  const { wall, params, account } = call;
  const hide = params.get('hide');
  if (hide !== 'true' && hide !== 'false') refuse('bad-parameter');
  refuseLive(call, comment);
  if (comment.author.id !== account.id) comment.hidden = hide === 'true';
  wall.log({ act: hide === 'true' ? 'hide' : 'unhide', page: account.id, on: comment.id });
  return { success: true };
}

function reply(call: Call, comment: SimMediaComment): unknown {
  const { wall, params, account } = call;
  const media = mediaIn(wall, comment.media);
  if (media === undefined || comment.hidden) refuse('bad-parameter');
  refuseLive(call, comment);
  const text = wordsOf(params);
  const made = writeComment(wall, { media, parent: comment, author: asPerson(account), text });
  wall.log({ act: 'reply', page: account.id, on: comment.id, made: made.id, text });
  return { id: made.id };
}

/** Blocks or unblocks one person with whom there is a thread of messages. */
function moderate({ wall, params, account }: Call): unknown {
  const [users, actions] = ['user_ids', 'actions'].map((name) => listIn(params.get(name)));
  const id = (users?.[0] as { id?: unknown } | undefined)?.id;
  const [action] = actions ?? [];
  if (typeof id !== 'string' || (action !== 'block_user' && action !== 'unblock_user'))
    refuse('bad-parameter');
  const { blocked } = wall.state.instagram;
  if (exchanged(wall, account.id, id).length === 0)
    refuse('bad-parameter', '(#100) No thread with that person');
  const others = (blocked[account.id] ?? []).filter((each) => each !== id);
  blocked[account.id] = action === 'block_user' ? [...others, id] : others;
  wall.log({ act: action === 'block_user' ? 'block' : 'unblock', page: account.id, on: id });
  return { success: true };
}

function listIn(text: string | null): unknown[] {
  try {
    const list: unknown = JSON.parse(text ?? '');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
