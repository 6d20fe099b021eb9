import { z } from 'zod';
import { Attachment, type IncomingComment } from '../../core/comment.ts';
import { isPlausible } from '../wire-instant.ts';
import type { MetaReader } from './deliveries.ts';
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
  reply_to: z.unknown().optional(),
  metadata: z.string().max(200).nullish().catch(null),
});
const Edit = z.looseObject({ mid: Id, text: z.string().nullish() });
/** A button that the account has set up, and that the person pressed: its title is what they are shown to have said. */
const Postback = z.looseObject({ mid: Id.optional(), title: z.string().min(1) });
const Story = z.looseObject({ story: z.looseObject({ url: z.string() }) });
const WithEdit = z.looseObject({ message_edit: z.unknown() });
const Piece = z.looseObject({ type: z.string(), payload: z.looseObject({ url: z.string() }) });

/** A message in a list of changes, as the test button of the app's dashboard sends it. */
const MessageChange = z.looseObject({
  field: z.enum(['messages', 'message_echoes', 'message_edits', 'standby']),
  value: z.looseObject({}),
});

/** What is told of a message, and is none. */
const SAID = [
  ['reaction', 'reaction'],
  ['delivery', 'receipt'],
  ['read', 'receipt'],
] as const;

/** Where it was told. */
interface Said extends Told {
  readonly platform: 'facebook' | 'instagram';
  /** The list it stood in: in `standby`, another app has the conversation. */
  readonly list: string;
}

/** How an element of one of an entry's lists is read: a private message, or the platform's own kind of change. */
export const partReader =
  (
    platform: Said['platform'],
    readChange: (raw: unknown, told: Told) => ReadChange,
  ): MetaReader['readPart'] =>
  (list, raw, told) => {
    if (list !== 'changes') return readMessage(raw, { ...told, list, platform });
    const { data } = MessageChange.safeParse(raw);
    return data ? readMessage(data.value, { ...told, list: data.field, platform }) : readChange(raw, told);
  };

/**
 * Reads one private message to an account, the echo of the account's own, a button pressed, an edit, or that one was taken
 * back. What is none of these (receipts, reactions) stays unread. An edit may come without its words, and is so told of a
 * new message too while the app is in development: a listing brings them.
 * Source: developers.facebook.com/docs/messenger-platform/reference/webhook-events: messages, message-edits, postbacks,
 * standby, messaging_policy_enforcement; …/docs/instagram-platform/webhooks.
 */
export function readMessage(raw: unknown, said: Said): ReadChange {
  if (Barred.safeParse(raw).success) return unread('messaging-barred');
  const edit = Edit.safeParse(WithEdit.safeParse(raw).data?.message_edit);
  if (edit.success && typeof edit.data.text !== 'string') return unread('no-text');
  const parties = Parties.safeParse(raw);
  if (!parties.success || !isPlausible(parties.data.timestamp, said.receivedAt)) return unread('message');
  const message = Message.safeParse(parties.data['message']);
  if (message.success) return readWritten(parties.data, message.data, said);
  const pressed = Postback.safeParse(parties.data['postback']).data;
  // Older bodies have no id: the conversation lists it with its own.
  if (pressed && pressed.mid === undefined) return unread('no-text');
  const written = pressed?.mid === undefined ? edit.data : { mid: pressed.mid, text: pressed.title };
  if (written) return { content: { comment: commentOf(parties.data, written, said) } };
  return unread(SAID.find(([name]) => name in parties.data)?.[1] ?? 'message');
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

/** An echo names the person as its recipient, though bodies are on record that name them as its sender. */
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
    conversation: own && sender.id === account ? recipient?.id : sender.id,
    inboxOnly: message.is_unsupported ? 'unsupported' : list === 'standby' ? 'standby' : undefined,
    ...(own && { madeBy: message.metadata ?? undefined }),
    author: { id: own ? account : sender.id },
    text: message.text ?? '',
    permalink: inboxOf(platform, account),
    createdAt: timestamp,
    writtenAt: timestamp,
    attachments: [...(message.attachments ?? []).flatMap(attachmentOf), ...storyOf(message.reply_to)],
    own,
  };
}

/** The account's own inbox: no address names one message. Documented nowhere, but they have led there for years. */
export const inboxOf = (platform: Said['platform'], account: string): string =>
  platform === 'facebook'
    ? `https://www.facebook.com/${encodeURIComponent(account)}/inbox`
    : 'https://www.instagram.com/direct/inbox/';

/** The account's story that the message answers, which is gone from there after a day. */
function storyOf(repliedTo: unknown): Attachment[] {
  const answered = Story.safeParse(repliedTo);
  const attachment = Attachment.safeParse({ type: 'story', url: answered.data?.story.url });
  return attachment.success ? [attachment.data] : [];
}

/** What a preview points to may stand anywhere, and is no picture of the person's. */
function attachmentOf(raw: unknown): Attachment[] {
  const piece = Piece.safeParse(raw);
  if (!piece.success) return [];
  const { type, payload } = piece.data;
  const attachment = Attachment.safeParse({ type: type === 'fallback' ? 'link' : type, url: payload.url });
  return attachment.success ? [attachment.data] : [];
}
