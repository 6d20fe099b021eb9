import { z } from 'zod';
import type { ApiAnswer } from '../simulator/answer.ts';
import { refuse } from './refusal.ts';
import { commentResource } from './resources.ts';
import type { Call } from './routes.ts';
import { type SimComment, Status } from './state.ts';

const MAX_TEXT = 10_000;
const MOST_IDS = 50;
const DONE: ApiAnswer = { status: 204, body: null };
const ACTS = { published: 'unhide', heldForReview: 'hide', rejected: 'reject' } as const;

/** `comments.setModerationStatus`, of others' comments on the own channel. What has vanished or is rejected is a `processingFailure`. */
export function setModerationStatus(call: Call): ApiAnswer {
  const { channels, own, params } = call;
  const asked = Status.exclude(['likelySpam']).safeParse(params.get('moderationStatus'));
  const ids = (params.get('id') ?? '').split(',').filter(Boolean);
  if (!asked.success || ids.length === 0 || ids.length > MOST_IDS) refuse('invalidParameter');
  const ban = params.get('banAuthor') === 'true';
  if (ban && asked.data !== 'rejected') refuse('banWithoutReject');
  const comments = ids.map((id) => moderated(call, id));
  for (const comment of comments) {
    channels.setStatus(comment, asked.data);
    channels.log({ act: ACTS[asked.data], channel: own.id, on: comment.id });
    if (!ban || comment.author === null) continue;
    own.banned.push(comment.author);
    channels.log({ act: 'ban', channel: own.id, on: comment.id });
  }
  return DONE;
}

function moderated({ channels, own }: Call, id: string): SimComment {
  const comment = channels.comment(id);
  if (comment === undefined)
    refuse(channels.state.vanished.includes(id) ? 'processingFailure' : 'commentNotFound');
  if (comment.status === 'rejected') refuse('processingFailure');
  if (comment.channel !== own.id || comment.author?.id === own.id) refuse('forbidden');
  return comment;
}

const Reply = z.looseObject({ snippet: z.looseObject({ parentId: z.string(), textOriginal: z.string() }) });

/** `comments.insert`: below a comment at the top alone. */
export function insertReply({ channels, own, json }: Call): ApiAnswer {
  const reply = Reply.safeParse(json);
  if (!reply.success) refuse('invalidParameter');
  const { parentId, textOriginal: text } = reply.data.snippet;
  const parent = channels.comment(parentId);
  if (parent === undefined || parent.status === 'rejected') refuse('parentCommentNotFound');
  if (parent.parent !== null) refuse('invalidParameter');
  if (text.trim() === '') refuse('commentTextRequired');
  if (text.length > MAX_TEXT) refuse('commentTextTooLong');
  const video = channels.video(parent.video);
  if (video === undefined || video.closed) refuse('commentsDisabled');
  const made = channels.add({ video, parent, author: { id: own.id, name: `@${own.title}` }, text });
  channels.log({ act: 'reply', channel: own.id, on: parent.id, made: made.id, text });
  return { status: 200, body: commentResource(made, { withStatus: false }) };
}

/** `comments.delete`: the own ones alone. */
export function removeOwn({ channels, own, params }: Call): ApiAnswer {
  const comment = channels.comment(params.get('id') ?? '');
  if (comment === undefined) refuse('commentNotFound');
  if (comment.author?.id !== own.id) refuse('forbidden');
  channels.remove(comment);
  channels.log({ act: 'delete', channel: own.id, on: comment.id });
  return DONE;
}
