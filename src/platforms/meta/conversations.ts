import { z } from 'zod';
import { Attachment, type IncomingComment } from '../../core/comment.ts';
import type { Listed, Listing } from '../../ports/platform.ts';
import { WireInstant } from '../wire-instant.ts';
import { Id, Paging } from './answers.ts';
import type { GraphConnection } from './call.ts';
import { inboxOf } from './message.ts';
import { pages } from './pages.ts';

/** Whose conversations are asked for. */
export interface ConversationsOf {
  readonly platform: 'facebook' | 'instagram';
  /** The name by which the Page's conversations there are asked for. */
  readonly inbox: 'messenger' | 'instagram';
  /** The Page that the account's messages go through. */
  pageOf(account: string): string;
}

const MESSAGE = 'id,created_time,from,to,message,attachments,sticker,story,shares';
/** Graph gives no more than a conversation's 20 newest messages with what they say. */
const FIELDS = `id,updated_time,participants,messages.limit(20){${MESSAGE}}`;
const LIMIT = 10;
/** An account's conversations may be asked for twice a second. */
const BETWEEN_MS = 500;

const Party = z.looseObject({ id: Id, name: z.string().optional(), username: z.string().optional() });
const Link = z.looseObject({ link: z.string().optional(), url: z.string().optional() });
const File = z.looseObject({
  mime_type: z.string().default(''),
  image_data: z.looseObject({ url: z.string() }).optional(),
  video_data: z.looseObject({ url: z.string() }).optional(),
  file_url: z.string().optional(),
});
const listOf = <T extends z.ZodType>(one: T) => z.looseObject({ data: z.array(one) }).optional();

const Message = z.looseObject({
  id: Id,
  created_time: WireInstant,
  message: z.string().default(''),
  from: Party.optional(),
  to: listOf(Party),
  attachments: listOf(File),
  sticker: z.string().optional(),
  shares: listOf(Link),
  story: z.looseObject({ mention: Link.optional(), reply_to: Link.optional() }).optional(),
});
type Message = z.infer<typeof Message>;

const Conversation = z.looseObject({
  updated_time: WireInstant,
  participants: z.looseObject({ data: z.array(Party) }),
  // Of older messages nothing but the id may be there: each is read by itself.
  messages: z.looseObject({ data: z.array(z.unknown()) }).optional(),
});
type Conversation = z.infer<typeof Conversation>;
const ConversationPage = z.looseObject({ data: z.array(Conversation), paging: Paging });

/**
 * What has been written since then in the account's conversations, which are listed by when they last changed, the newest
 * first. One that nobody has answered for 30 days is not listed while it is a request, and of one in which more than 20
 * messages have been written since, the 20 newest are.
 * Source: developers.facebook.com/docs/graph-api/reference/page/conversations and …/reference/message.
 */
export async function* listConversations(
  graph: GraphConnection,
  of: ConversationsOf,
  { account, since }: Pick<Listing, 'account' | 'since'>,
): AsyncGenerator<readonly Listed[]> {
  const path = [of.pageOf(account), 'conversations'];
  const edge = {
    account,
    path,
    fields: FIELDS,
    limit: LIMIT,
    betweenMs: BETWEEN_MS,
    followedBy: 'cursor' as const,
    more: { platform: of.inbox },
  };
  for await (const page of pages(graph, { ...edge, answer: ConversationPage })) {
    const recent = page.filter(({ updated_time: at }) => isSince(at, since));
    for (const one of recent) yield messagesIn(one, { ...of, account, since });
    if (recent.length === 0 && page.length > 0) return;
  }
}

const isSince = (at: Temporal.Instant, since: Temporal.Instant): boolean =>
  Temporal.Instant.compare(at, since) >= 0;

type Within = ConversationsOf & Pick<Listing, 'account' | 'since'>;

/** Between one person and the account. */
function messagesIn({ participants, messages }: Conversation, within: Within): Listed[] {
  const { account, since, pageOf } = within;
  const ours = new Set([account, pageOf(account)]);
  const [person, ...others] = participants.data.filter(({ id }) => !ours.has(id));
  if (person === undefined || others.length > 0) return [];
  return (messages?.data ?? []).flatMap((node) => {
    const { data } = Message.safeParse(node);
    if (!data || !isSince(data.created_time, since)) return [];
    return [{ comment: commentOf(data, person.id, within), node, hidden: false }];
  });
}

function commentOf(message: Message, person: string, { platform, account }: Within): IncomingComment {
  const { from, to, created_time: createdAt } = message;
  // Who has left is not named where they wrote.
  const own = from ? from.id !== person : (to?.data.some(({ id }) => id === person) ?? false);
  return {
    kind: 'message',
    platform,
    account,
    externalId: message.id,
    conversation: person,
    author: { id: own ? account : person, name: from?.name ?? from?.username },
    text: message.message,
    permalink: inboxOf(platform, account),
    createdAt,
    writtenAt: createdAt,
    attachments: attachmentsOf(message),
    own,
  };
}

/** By the names that webhooks have for their kinds. */
function attachmentsOf({ attachments, sticker, shares, story }: Message): Attachment[] {
  const named: readonly (readonly [string, string | undefined])[] = [
    ...(attachments?.data ?? []).map(fileOf),
    ['sticker', sticker],
    ...(shares?.data ?? []).map(({ link, url }) => ['link', link ?? url] as const),
    ['story_mention', story?.mention?.link],
    ['story', story?.reply_to?.link],
  ];
  return named.flatMap(([type, url]) => {
    const attachment = Attachment.safeParse({ type, url });
    return attachment.success ? [attachment.data] : [];
  });
}

function fileOf({
  mime_type: kind,
  image_data: image,
  video_data: video,
  file_url: file,
}: z.infer<typeof File>) {
  if (image) return ['image', image.url] as const;
  if (video) return ['video', video.url] as const;
  return [kind.startsWith('audio/') ? 'audio' : 'file', file] as const;
}
