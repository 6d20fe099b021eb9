import { z } from 'zod';
import { type Messaging, PlatformError } from '../../ports/platform.ts';
import { WireInstant } from '../wire-instant.ts';
import { callGraph, type GraphConnection } from './call.ts';

const Id = z.union([z.string().min(1), z.int().transform(String)]);
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
interface MessagingOptions {
  /** The name by which the Page's conversations are asked for. */
  readonly platform: 'messenger' | 'instagram';
  readonly lengthOf: (text: string) => number;
  readonly maxLength: number;
}

/**
 * Private answers in the Page's name. Messenger takes no key that would make a second sending harmless: `metadata` comes
 * back in the echo, and the conversation's own list shows what was sent.
 * Source: developers.facebook.com/docs/messenger-platform/reference/send-api and …/docs/graph-api/reference/page/conversations.
 */
export const messagingOf = (
  graph: GraphConnection,
  { platform, lengthOf, maxLength }: MessagingOptions,
): Messaging => ({
  send: async ({ account, person }, { text, name, tagged }) => {
    const length = lengthOf(text);
    if (text.trim() === '' || length > maxLength) {
      throw new PlatformError('rejected', `expected a message of 1 to ${maxLength}, got ${length}`);
    }
    const form = {
      recipient: JSON.stringify({ id: person }),
      ...(tagged ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }),
      message: JSON.stringify({ text, metadata: name }),
    };
    const path = [account, 'messages'];
    const answer = await callGraph(graph, { account, method: 'POST', path, form, answer: Sent });
    return { externalId: answer.message_id };
  },
  sent: async ({ account, person }) => {
    const path = [account, 'conversations'];
    const fields = 'messages.limit(20){id,message,created_time,from}';
    const query = { platform, user_id: person, fields };
    const { data } = await callGraph(graph, { account, method: 'GET', path, query, answer: Conversations });
    return data
      .flatMap(({ messages }) => messages?.data ?? [])
      .filter(({ from }) => from?.id === account)
      .map(({ id, message, created_time: createdAt }) => ({ externalId: id, text: message, createdAt }))
      .sort((one, other) => Temporal.Instant.compare(other.createdAt, one.createdAt));
  },
});
