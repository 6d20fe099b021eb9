import { z } from 'zod';
import type { IncomingComment } from '../../core/comment.ts';
import { Id, Instant, type ReadChange, type Told } from '../meta/wire.ts';
import { isPlausible } from '../wire-instant.ts';

const Message = z.looseObject({
  sender: z.looseObject({ id: Id }),
  timestamp: Instant,
  message: z.looseObject({
    mid: Id,
    text: z.string().nullish(),
    is_echo: z.boolean().nullish(),
    is_deleted: z.literal(false).nullish(),
  }),
});

/**
 * Reads one private message to the Page, or the echo of the Page's own. What is no message with an id (read receipts,
 * buttons, reactions, what was taken back) stays unread.
 * Source: developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages.
 */
export function readMessage(raw: unknown, { account, receivedAt }: Told): ReadChange {
  const parsed = Message.safeParse(raw);
  if (!parsed.success || !isPlausible(parsed.data.timestamp, receivedAt))
    return { content: null, why: 'message' };
  const { sender, timestamp, message } = parsed.data;
  const comment: IncomingComment = {
    kind: 'message',
    platform: 'facebook',
    account,
    externalId: message.mid,
    author: { id: sender.id },
    text: message.text ?? '',
    createdAt: timestamp,
    writtenAt: timestamp,
    attachments: [],
    own: message.is_echo === true || sender.id === account,
  };
  return { content: { comment } };
}
