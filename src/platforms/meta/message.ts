import { z } from 'zod';
import { Attachment, type IncomingComment } from '../../core/comment.ts';
import { isPlausible } from '../wire-instant.ts';
import { Id, Instant, type ReadChange, type Told, unread } from './wire.ts';

const Party = z.looseObject({ id: Id });
const Barred = z.looseObject({ 'policy-enforcement': z.looseObject({ action: z.literal('block') }) });
const Parties = z.looseObject({ sender: Party, recipient: Party.nullish(), timestamp: Instant });
const Message = z.looseObject({
  mid: Id,
  text: z.string().nullish(),
  attachments: z.array(z.unknown()).nullish(),
  is_echo: z.boolean().nullish(),
  is_deleted: z.boolean().nullish(),
  is_unsupported: z.boolean().nullish(),
  metadata: z.string().max(200).nullish().catch(null),
});
const Edit = z.looseObject({ mid: Id, text: z.string() });
const Piece = z.looseObject({ type: z.string(), payload: z.looseObject({ url: z.string() }) });

/** Where it was told. */
interface Said extends Told {
  readonly platform: 'facebook' | 'instagram';
  /** The list it stood in: in `standby`, another app has the conversation. */
  readonly list: string;
}

/**
 * Reads one private message to an account, the echo of the account's own, an edit, or that one was taken back. What is
 * none of these (read receipts, buttons, reactions) stays unread.
 * Source: developers.facebook.com/docs/messenger-platform/reference/webhook-events: messages, message-edits,
 * standby, messaging_policy_enforcement.
 */
export function readMessage(raw: unknown, said: Said): ReadChange {
  if (Barred.safeParse(raw).success) return unread('messaging-barred');
  const parties = Parties.safeParse(raw);
  if (!parties.success || !isPlausible(parties.data.timestamp, said.receivedAt)) return unread('message');
  const message = Message.safeParse(parties.data['message']);
  if (message.success) return readWritten(parties.data, message.data, said);
  const edit = Edit.safeParse(parties.data['message_edit']);
  if (!edit.success) return unread('message');
  return { content: { comment: commentOf(parties.data, edit.data, said) } };
}

function readWritten(
  parties: z.infer<typeof Parties>,
  message: z.infer<typeof Message>,
  said: Said,
): ReadChange {
  if (!message.is_deleted) return { content: { comment: commentOf(parties, message, said) } };
  const { platform, account } = said;
  const change = { platform, account, externalId: message.mid, change: 'removed' } as const;
  return { content: { change: { ...change, at: parties.timestamp } } };
}

/** An echo names the person as its recipient. */
function commentOf(
  { sender, recipient, timestamp }: z.infer<typeof Parties>,
  message: Partial<z.infer<typeof Message>> & { mid: string },
  { platform, account, list }: Said,
): IncomingComment {
  const own = message.is_echo === true || sender.id === account;
  return {
    kind: 'message',
    platform,
    account,
    externalId: message.mid,
    conversation: own ? recipient?.id : sender.id,
    inboxOnly: message.is_unsupported ? 'unsupported' : list === 'standby' ? 'standby' : undefined,
    ...(own && { madeBy: message.metadata ?? undefined }),
    author: { id: sender.id },
    text: message.text ?? '',
    permalink: inboxOf(platform, account),
    createdAt: timestamp,
    writtenAt: timestamp,
    attachments: (message.attachments ?? []).flatMap(attachmentOf),
    own,
  };
}

/** The Page's own inbox: no address names one message. Documented nowhere, but it has led there for years. */
const inboxOf = (platform: Said['platform'], account: string): string | undefined =>
  platform === 'facebook' ? `https://www.facebook.com/${encodeURIComponent(account)}/inbox` : undefined;

/** What a preview points to may stand anywhere, and is no picture of the person's. */
function attachmentOf(raw: unknown): Attachment[] {
  const piece = Piece.safeParse(raw);
  if (!piece.success) return [];
  const { type, payload } = piece.data;
  const attachment = Attachment.safeParse({ type: type === 'fallback' ? 'link' : type, url: payload.url });
  return attachment.success ? [attachment.data] : [];
}
