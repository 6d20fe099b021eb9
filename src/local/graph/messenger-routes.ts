import { exchanged, standing, writeMessage } from './messenger.ts';
import { refuse } from './refusal.ts';
import type { GraphRequest } from './routes.ts';
import { graphTime, type SimMessage } from './state.ts';
import type { Wall } from './wall.ts';

type Call = Pick<GraphRequest, 'params'> & { readonly wall: Wall };

const MAX_TEXT = 2000;
/** Graph shows so many of a conversation's messages. */
const SHOWN = 20;

/** `POST /{page}/messages`: a private answer. @throws {GraphRefusal} */
export function sendMessage({ wall, params }: Call, page: string): unknown {
  const person = textIn(params.get('recipient'), 'id');
  const [text, metadata] = ['text', 'metadata'].map((name) => textIn(params.get('message'), name));
  if (text === undefined || text.trim() === '' || text.length > MAX_TEXT) refuse('bad-parameter');
  const isTagged = params.get('messaging_type') === 'MESSAGE_TAG' && params.get('tag') === 'HUMAN_AGENT';
  const stands = standing(wall, page, person ?? '');
  if (stands === 'nobody') refuse('no-such-person');
  if (stands === 'shut' || (stands === 'tagged' && !isTagged)) refuse('outside-window');
  const [first] = exchanged(wall, page, person ?? '');
  if (first === undefined) refuse('no-such-person');
  const made = writeMessage(wall, { page, person: first.person, byPage: true, text, metadata });
  wall.log({ act: 'message', page, on: first.person.id, made: made.id, text });
  return { recipient_id: first.person.id, message_id: made.id };
}

/** `GET /{page}/conversations`, newest first; of one person with `user_id`. */
export function conversationsOf({ wall, params }: Call, page: string): unknown {
  const asked = params.get('user_id');
  const own = wall.state.messages.filter((each) => each.page === page);
  const people = [...new Set(own.toReversed().map(({ person }) => person.id))];
  const data = people
    .filter((person) => asked === null || person === asked)
    .map((person) => conversation(wall, page, person));
  return { data };
}

function conversation(wall: Wall, page: string, person: string): object {
  const messages = exchanged(wall, page, person).filter(({ unsent }) => !unsent);
  const name = wall.page(page)?.name ?? '';
  const shown = messages.slice(-SHOWN).toReversed();
  return {
    id: `t_${person}`,
    updated_time: graphTime(messages.at(-1)?.createdAt ?? wall.now().toString()),
    participants: { data: [messages[0]?.person, { id: page, name }] },
    messages: { data: shown.map((each) => nodeOf(each, { id: page, name })) },
  };
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
