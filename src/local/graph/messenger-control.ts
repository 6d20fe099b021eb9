import { z } from 'zod';
import { accountIn } from './instagram/gallery.ts';
import { editMessage, personWriting, unsendMessage, writeMessage } from './messenger.ts';
import type { SimMessage } from './state.ts';
import type { Wall } from './wall.ts';

/**
 * `POST /_sim/messages`: a person writes to the page, or to the Instagram account, in private, edits or takes back; or
 * somebody there answers by hand.
 */
export const MessageDeed = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('write'),
    page: z.string(),
    author: z.string().min(1).max(100).default('Kim Testsson'),
    byPage: z.boolean().default(false),
    text: z.string().max(2000),
  }),
  z.strictObject({ op: z.literal('edit'), id: z.string(), text: z.string().min(1).max(2000) }),
  z.strictObject({ op: z.literal('unsend'), id: z.string() }),
]);

/** Carries it out. Null when there is no such page or message. */
export function doMessageDeed(wall: Wall, deed: z.infer<typeof MessageDeed>): SimMessage | null {
  if (deed.op === 'write') {
    const { page, author, byPage, text } = deed;
    if (wall.page(page) === undefined && accountIn(wall, page) === undefined) return null;
    return writeMessage(wall, { page, person: personWriting(wall, page, author), byPage, text });
  }
  const message = wall.state.messages.find(({ id }) => id === deed.id);
  if (message === undefined) return null;
  if (deed.op === 'edit') editMessage(wall, message, deed.text);
  else unsendMessage(wall, message);
  return message;
}
