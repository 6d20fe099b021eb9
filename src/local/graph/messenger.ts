import { accountIn } from './instagram/gallery.ts';
import { personOnInstagram, usernameOf } from './instagram/state.ts';
import { nextNumber, type Person, personOn, type SimMessage } from './state.ts';
import type { Wall } from './wall.ts';

const HOUR_MS = 3_600_000;

/** Whether an answer to a person is taken at this moment. */
export type Standing = 'nobody' | 'open' | 'tagged' | 'shut';

/**
 * A person as the messages of a page, or of an Instagram account, name them. Facebook gives them another id there than
 * under comments: nothing says that they are the same.
 */
export function personWriting(wall: Wall, to: string, name: string): Person {
  if (accountIn(wall, to) === undefined) return personOn(`messenger of ${to}`, name);
  const { id, username } = personOnInstagram(to, usernameOf(name));
  return { id, name: username };
}

/** What a page and one person have written to each other, oldest first. */
export const exchanged = ({ state }: Wall, page: string, person: string): SimMessage[] =>
  state.messages.filter((each) => each.page === page && each.person.id === person);

/** A day after the person's last message an answer is taken, and for a week with a tag. */
export function standing(wall: Wall, page: string, person: string): Standing {
  const last = exchanged(wall, page, person).findLast(({ byPage }) => !byPage);
  if (last === undefined) return 'nobody';
  const hours =
    (wall.now().epochMilliseconds - Temporal.Instant.from(last.createdAt).epochMilliseconds) / HOUR_MS;
  if (hours < 24) return 'open';
  return hours < 7 * 24 ? 'tagged' : 'shut';
}

/** A person writes to the page, or the page to a person; the echo of the latter is told of too, from whatever app it came. */
export function writeMessage(
  wall: Wall,
  written: Pick<SimMessage, 'page' | 'person' | 'byPage' | 'text'> & {
    readonly metadata?: string | undefined;
  },
): SimMessage {
  const { metadata = null, ...rest } = written;
  const id = `m_${nextNumber(wall.state)}`;
  const message: SimMessage = { id, ...rest, metadata, createdAt: wall.now().toString(), unsent: false };
  wall.state.messages.push(message);
  tell(wall, message, {
    message: { mid: id, text: message.text, ...(message.byPage && echoOf(wall, message)) },
  });
  return message;
}

/** Messenger says by which app, and hands back what that has named it. */
function echoOf(wall: Wall, { page, metadata }: SimMessage): object {
  if (accountIn(wall, page) !== undefined) return { is_echo: true };
  return { is_echo: true, app_id: metadata === null ? 1 : 2, ...(metadata !== null && { metadata }) };
}

/** The person writes other words in its place. */
export function editMessage(wall: Wall, message: SimMessage, text: string): void {
  message.text = text;
  tell(wall, message, { message_edit: { mid: message.id, text, num_edit: 1 } });
}

/** The person takes it back. */
export function unsendMessage(wall: Wall, message: SimMessage): void {
  message.unsent = true;
  tell(wall, message, { message: { mid: message.id, is_deleted: true } });
}

function tell(wall: Wall, { page, person, byPage }: SimMessage, said: object): void {
  const time = wall.now().epochMilliseconds;
  const [sender, recipient] = byPage ? [page, person.id] : [person.id, page];
  const value = { sender: { id: sender }, recipient: { id: recipient }, timestamp: time, ...said };
  const { envelope } = wall.state.instagram;
  const instagram = accountIn(wall, page) && { field: 'messages', envelope };
  wall.state.pending.push({ page, time, list: 'messaging', value, ...(instagram && { instagram }) });
  wall.saveChanges();
}
