import { z } from 'zod';
import type { Conversation } from '../../ports/chat.ts';

const Account = z.looseObject({
  id: z.string().min(1).max(500),
  name: z.string().max(500).nullish(),
  aadObjectId: z.string().max(200).nullish(),
});

/** What we read of an activity; everything else passes through untouched. Source: the Bot Framework activity schema. */
export const InboundActivity = z.looseObject({
  type: z.string().min(1),
  // With the conversation's it makes a key, which an index of the database must be able to hold.
  id: z.string().min(1).max(200).nullish(),
  name: z.string().nullish(),
  channelId: z.literal('msteams'),
  serviceUrl: z.url(),
  replyToId: z.string().max(500).nullish(),
  text: z.string().max(200_000).nullish(),
  from: Account,
  recipient: Account,
  conversation: z.looseObject({
    id: z.string().min(1).max(500),
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
  }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string().nullish() }).nullish() }).nullish(),
  entities: z.array(z.looseObject({ type: z.string().nullish() })).nullish(),
});
export type InboundActivity = z.infer<typeof InboundActivity>;

/** A button press as Action.Execute sends it. */
export const CardAction = z.looseObject({
  action: z.looseObject({ type: z.literal('Action.Execute'), data: z.record(z.string(), z.unknown()) }),
});

/** Says which field is wrong and what was expected: `from.id: Invalid input: expected string, received undefined`. */
export function describeIssues(error: z.ZodError, prefix = ''): string {
  return error.issues
    .map((issue) => `${[prefix, ...issue.path].filter((part) => part !== '').join('.')}: ${issue.message}`)
    .join('; ');
}

/** Every tenant that the activity names; none when it names none. */
export function tenantsOf(activity: InboundActivity): readonly string[] {
  return [activity.conversation.tenantId, activity.channelData?.tenant?.id].filter(
    (tenant): tenant is string => typeof tenant === 'string' && tenant !== '',
  );
}

/** The conversation without a channel thread's `;messageid=…`. */
export function conversationOf(activity: InboundActivity): Conversation {
  return {
    id: channelOf(activity.conversation.id),
    serviceUrl: activity.serviceUrl,
    tenant: tenantsOf(activity)[0] ?? '',
  };
}

/** The message under which it stands in its channel; null where the conversation has no threads. */
export const threadOf = ({ conversation }: InboundActivity): string | null =>
  /;messageid=(.+)$/.exec(conversation.id)?.[1] ?? null;

/** A channel's own id, without the thread that a message belongs to. */
function channelOf(conversationId: string): string {
  return conversationId.replace(/;messageid=.*$/, '');
}
