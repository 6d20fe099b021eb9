import { z } from 'zod';
import { type Messaging, PlatformError } from '../../ports/platform.ts';
import { WireInstant } from '../wire-instant.ts';
import { Id } from './answers.ts';
import { callGraph, type GraphConnection } from './call.ts';
import { type ConversationsOf, listConversations } from './conversations.ts';

const Sent = z.looseObject({ message_id: Id });
const Conversations = z.looseObject({
  data: z.array(
    z.looseObject({
      messages: z
        .looseObject({
          data: z.array(
            z.looseObject({
              id: Id,
              message: z.string().default(''),
              created_time: WireInstant,
              from: z.looseObject({ id: Id }).optional(),
            }),
          ),
        })
        .optional(),
    }),
  ),
});

/** How private messages are written on one of Meta's platforms. */
interface MessagingOptions extends ConversationsOf {
  readonly lengthOf: (text: string) => number;
  readonly maxLength: number;
  /** Whether it hands back, in the echo, the name that a message is given. */
  readonly isNamed: boolean;
}

/**
 * Private answers in the account's name, sent through its Page. Neither platform takes a key that would make a second
 * sending harmless: on Messenger `metadata` comes back in the echo, and the conversation's own list shows what was sent.
 * Source: developers.facebook.com/docs/messenger-platform/reference/send-api, …/docs/messenger-platform/instagram,
 * …/docs/messenger-platform/discovery/private-replies and …/docs/graph-api/reference/page/conversations.
 */
export const messagingOf = (graph: GraphConnection, options: MessagingOptions): Messaging => ({
  send: ({ account, person }, { text, name, tagged }) =>
    post(graph, options, account, {
      ...{ recipient: { id: person }, text, ...(options.isNamed && { metadata: name }) },
      ...(tagged ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }),
    }),
  replyTo: ({ account, externalId }, text) =>
    post(graph, options, account, { recipient: { comment_id: externalId }, text }),
  sent: async ({ account, person }) => {
    const path = [options.pageOf(account), 'conversations'];
    const fields = 'messages.limit(20){id,message,created_time,from}';
    const query = { platform: options.inbox, user_id: person, fields };
    const { data } = await callGraph(graph, { account, method: 'GET', path, query, answer: Conversations });
    return data
      .flatMap(({ messages }) => messages?.data ?? [])
      .filter(({ from }) => from !== undefined && from.id !== person)
      .map(({ id, message, created_time: createdAt }) => ({ externalId: id, text: message, createdAt }))
      .sort((one, other) => Temporal.Instant.compare(other.createdAt, one.createdAt));
  },
  list: (listing) => listConversations(graph, options, listing),
});

/** What is sent, and to whom: a person, or whoever wrote a comment. */
interface Posted {
  readonly recipient: { readonly id: string } | { readonly comment_id: string };
  readonly text: string;
  readonly metadata?: string;
  readonly messaging_type?: string;
  readonly tag?: string;
}

async function post(
  graph: GraphConnection,
  { lengthOf, maxLength, pageOf }: MessagingOptions,
  account: string,
  { recipient, text, metadata, ...kind }: Posted,
): Promise<{ externalId: string }> {
  const length = lengthOf(text);
  if (text.trim() === '' || length > maxLength) {
    throw new PlatformError('rejected', `expected a message of 1 to ${maxLength}, got ${length}`);
  }
  const message = JSON.stringify({ text, ...(metadata !== undefined && { metadata }) });
  const form = { recipient: JSON.stringify(recipient), ...kind, message };
  const path = [pageOf(account), 'messages'];
  const answer = await callGraph(graph, { account, method: 'POST', path, form, answer: Sent });
  return { externalId: answer.message_id };
}
