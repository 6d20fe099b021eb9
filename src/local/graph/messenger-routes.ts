import { commentIn, isWithheld } from './instagram/gallery.ts';
import { exchanged, personWriting, standing, writeMessage } from './messenger.ts';
import { refuse } from './refusal.ts';
import type { GraphRequest } from './routes.ts';
import { graphTime, type SimMessage, type SimPage } from './state.ts';
import type { Wall } from './wall.ts';

type Call = Pick<GraphRequest, 'params'> & { readonly wall: Wall };

/** Whose messages they are: the Page's own, or those of the Instagram account that is linked to it. */
interface Inbox {
  readonly id: string;
  readonly name: string;
  /** Messenger counts characters, Instagram bytes. */
  isTooLong(text: string): boolean;
}

const inboxOf = ({ id, name }: SimPage): Inbox => ({ id, name, isTooLong: (text) => text.length > 2000 });

function instagramOf(wall: Wall, page: SimPage): Inbox | undefined {
  const account = wall.state.instagram.accounts.find((each) => each.page === page.id);
  return (
    account && { id: account.id, name: account.username, isTooLong: (text) => Buffer.byteLength(text) > 1000 }
  );
}

/** Graph shows so many of a conversation's messages. */
const SHOWN = 20;

/** `POST /{page}/messages`: a private answer, on the platform whose person, or comment, it names. @throws {GraphRefusal} */
export function sendMessage({ wall, params }: Call, page: SimPage): unknown {
  const comment = textIn(params.get('recipient'), 'comment_id');
  if (comment !== undefined) return replyPrivately({ wall, params }, page, comment);
  const person = textIn(params.get('recipient'), 'id') ?? '';
  const [text, metadata] = ['text', 'metadata'].map((name) => textIn(params.get('message'), name));
  const isTagged = params.get('messaging_type') === 'MESSAGE_TAG' && params.get('tag') === 'HUMAN_AGENT';
  const linked = instagramOf(wall, page);
  const inbox = linked && exchanged(wall, linked.id, person).length > 0 ? linked : inboxOf(page);
  if (text === undefined || text.trim() === '' || inbox.isTooLong(text)) refuse('bad-parameter');
  const stands = standing(wall, inbox.id, person);
  if (stands === 'nobody') refuse('no-such-person');
  if (stands === 'shut' || (stands === 'tagged' && !isTagged)) refuse('outside-window');
  const [first] = exchanged(wall, inbox.id, person);
  if (first === undefined) refuse('no-such-person');
  const made = writeMessage(wall, { page: inbox.id, person: first.person, byPage: true, text, metadata });
  wall.log({ act: 'message', page: inbox.id, on: first.person.id, made: made.id, text });
  return { recipient_id: first.person.id, message_id: made.id };
}

const DAYS_FOR_REPLY = 7;

/**
 * Whoever wrote that comment is answered in private: once, within seven days. What is gone cannot be answered, nor what the
 * account wrote itself. Nothing more can be sent before the person has written back.
 */
function replyPrivately({ wall, params }: Call, page: SimPage, id: string): unknown {
  const { inbox, author, createdAt } = written(wall, page, id) ?? refuse('gone');
  const text = textIn(params.get('message'), 'text');
  if (text === undefined || text.trim() === '' || inbox.isTooLong(text)) refuse('bad-parameter');
  if (author.id === inbox.id) refuse('bad-parameter');
  if (wall.state.repliedPrivately.includes(id)) refuse('replied-before');
  const until = Temporal.Instant.from(createdAt).add({ hours: DAYS_FOR_REPLY * 24 });
  if (Temporal.Instant.compare(wall.now(), until) >= 0) refuse('outside-window');
  wall.state.repliedPrivately.push(id);
  const person = personWriting(wall, inbox.id, author.name);
  const made = writeMessage(wall, { page: inbox.id, person, byPage: true, text });
  wall.log({ act: 'private-reply', page: inbox.id, on: id, made: made.id, text });
  return { recipient_id: person.id, message_id: made.id };
}

/** Who wrote the comment that stands there, and to whom; a comment of another Page is none. */
function written(
  wall: Wall,
  page: SimPage,
  id: string,
): { readonly inbox: Inbox; readonly author: SimMessage['person']; readonly createdAt: string } | undefined {
  const comment = wall.comment(id);
  if (comment?.page === page.id) return { inbox: inboxOf(page), ...comment };
  const linked = instagramOf(wall, page);
  const under = commentIn(wall, id);
  if (!linked || !under || under.account !== linked.id || isWithheld(wall, under)) return undefined;
  const { id: author, username: name } = under.author;
  return { inbox: linked, author: { id: author, name }, createdAt: under.createdAt };
}

/**
 * `GET /{page}/conversations`, the one that changed last first; of one person with `user_id`. One in which nothing is left
 * leaves its place empty, so that a page may be; after the last page its cursor is named again and again.
 */
export function conversationsOf({ wall, params }: Call, page: SimPage): unknown {
  const asked = params.get('user_id');
  const inbox = params.get('platform') === 'instagram' ? instagramOf(wall, page) : inboxOf(page);
  if (inbox === undefined) refuse('bad-parameter');
  const own = wall.state.messages.filter((each) => each.page === inbox.id);
  const people = [...new Set(own.toReversed().map(({ person }) => person.id))].filter(
    (person) => asked === null || person === asked,
  );
  const limit = Math.max(Number(params.get('limit') ?? 25) || 25, 1);
  const after = params.get('after');
  const start = after === null ? 0 : people.indexOf(after) + 1;
  const shown = people.slice(start, start + limit);
  const last = shown.at(-1) ?? after;
  const data = shown.flatMap((person) => conversation(wall, inbox, person));
  return last === null ? { data } : { data, paging: { cursors: { after: last } } };
}

function conversation(wall: Wall, { id: page, name }: Inbox, person: string): object[] {
  const messages = exchanged(wall, page, person).filter(({ unsent }) => !unsent);
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return [];
  const shown = messages.slice(-SHOWN).toReversed();
  return [
    {
      id: `t_${person}`,
      updated_time: graphTime(last.createdAt),
      participants: { data: [first.person, { id: page, name }] },
      messages: { data: shown.map((each) => nodeOf(each, { id: page, name })) },
    },
  ];
}

const nodeOf = ({ id, text, createdAt, byPage, person }: SimMessage, page: SimMessage['person']): object => ({
  id,
  message: text,
  created_time: graphTime(createdAt),
  from: byPage ? page : person,
  to: { data: [byPage ? person : page] },
});

/** A text in a parameter that is JSON. */
function textIn(parameter: string | null, name: string): string | undefined {
  try {
    const value: unknown = (JSON.parse(parameter ?? '{}') as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    refuse('bad-parameter');
  }
}
