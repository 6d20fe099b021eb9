import { z } from 'zod';
import { type CardMessage, type Chat, ChatError, type Conversation } from '../../ports/chat.ts';
import { cut, isBlank, withoutInvisible } from '../../text/characters.ts';
import type { Call } from './calls.ts';
import { createRecentMap } from './recent-map.ts';

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const REMEMBERED_PEOPLE = 5_000;
const ROSTER_TIMEOUT_MS = 3_000;

/** A member as the connector's roster gives it; `id` is the one that Teams wants in a mention. */
const Member = z.looseObject({ id: z.string().min(1), name: z.string().catch('') });
type Member = z.infer<typeof Member>;

/** The Chat port on Teams, and what the inbound side teaches it. */
export interface TeamsChat extends Chat {
  /** Answers a message where it was written: `thread` is the conversation id as the activity gave it. */
  answer(
    to: Conversation,
    thread: string,
    activityId: string | null,
    answer: string | CardMessage,
  ): Promise<void>;
  /** A person wrote in their own chat with the bot, so it need not be opened. */
  metInPerson(conversation: Conversation, personId: string): void;
}

/** @param botId the bot's own account in Teams, `28:<app id>` */
export function createTeamsChat(call: Call, botId: string): TeamsChat {
  const personalChats = createPersonalChats(call, botId);
  return {
    async post(to, message) {
      const made = await call('post', to, (connector, options) =>
        connector.conversations.sendToConversation(to.id, cardActivity(message), options),
      );
      return { messageId: idOf('post', made) };
    },
    async update(to, messageId, message) {
      await call('update', to, (connector, options) =>
        connector.conversations.updateActivity(
          to.id,
          messageId,
          { ...cardActivity(message), id: messageId },
          options,
        ),
      );
    },
    async say(to, under, text, mention) {
      const member = mention === undefined ? null : await memberOf(call, to, mention);
      const activity = member === null ? textActivity(text) : mentionActivity(member, text);
      await call('say', to, (connector, options) =>
        connector.conversations.sendToConversation(threadOf(to.id, under), activity, options),
      );
    },
    personal: personalChats.open,
    async answer(to, thread, activityId, answer) {
      const activity = typeof answer === 'string' ? textActivity(answer) : cardActivity(answer);
      await call(
        'answer',
        to,
        (connector, options) =>
          activityId === null
            ? connector.conversations.sendToConversation(thread, activity, options)
            : connector.conversations.replyToActivity(thread, activityId, activity, options),
        { paced: 'answer' },
      );
    },
    metInPerson: personalChats.met,
  };
}

/** Chats with one person each: opened once, and remembered. */
function createPersonalChats(call: Call, botId: string) {
  const known = createRecentMap<string>(REMEMBERED_PEOPLE);
  const keyOf = (via: Conversation, personId: string) => `${via.tenant}|${via.serviceUrl}|${personId}`;
  return {
    met(conversation: Conversation, personId: string): void {
      known.set(keyOf(conversation, personId), conversation.id);
    },
    async open(via: Conversation, personId: string): Promise<Conversation> {
      const before = known.get(keyOf(via, personId));
      if (before !== undefined) return { ...via, id: before };
      const made = await call(
        'personal',
        via,
        (connector, options) =>
          connector.conversations.createConversation(oneToOne(botId, personId, via.tenant), options),
        { paced: 'tenant' },
      );
      const id = idOf('personal', made);
      known.set(keyOf(via, personId), id);
      return { ...via, id };
    },
  };
}

/** Null for someone who is not in the team, or whom Teams cannot name just now: the line is said without a mention. */
async function memberOf(call: Call, to: Conversation, personId: string): Promise<Member | null> {
  try {
    const found = await call(
      'roster',
      to,
      (connector, options) => connector.conversations.getConversationMember(to.id, personId, options),
      { timeoutMs: ROSTER_TIMEOUT_MS, paced: 'no' },
    );
    return Member.safeParse(found).data ?? null;
  } catch (error) {
    if (error instanceof ChatError) return null;
    throw error;
  }
}

/** Only channels have threads, and only this form of the id reaches one: `replyToId` alone makes a new post. */
function threadOf(conversationId: string, under: string | null): string {
  const isChannel = /^19:.+@thread\.(tacv2|skype)$/.test(conversationId);
  return under !== null && isChannel ? `${conversationId};messageid=${under}` : conversationId;
}

/** Never text and card in one activity: Teams splits them, and the id for updates is lost. */
function cardActivity({ card, summary }: CardMessage): object {
  return { type: 'message', summary, attachments: [{ contentType: CARD_TYPE, content: card }] };
}

/** Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations. */
function mentionActivity({ id, name }: Member, text: string): object {
  const plain = cut(withoutInvisible(name).replaceAll(/[<>&]/gu, '').trim(), 80).text;
  // Teams finds the person by id and alerts also one whose name shows nothing, but no empty mention.
  const at = `<at>${isBlank(plain) ? '@' : plain}</at>`;
  const entity = { type: 'mention', text: at, mentioned: { id, name } };
  return { type: 'message', text: `${at} ${escaped(text)}`, entities: [entity] };
}

/** A mention works only in text that is read as markup: what a person typed is to mention nobody else, and to name no link otherwise. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('](', ']\u2060(');

function textActivity(text: string): object {
  return { type: 'message', text, textFormat: 'plain' };
}

function oneToOne(botId: string, personId: string, tenant: string): object {
  return {
    isGroup: false,
    bot: { id: botId, name: '' },
    members: [{ id: personId, name: '' }],
    tenantId: tenant,
    channelData: { tenant: { id: tenant } },
  };
}

function idOf(act: string, made: { id?: string }): string {
  if (typeof made.id === 'string' && made.id !== '') return made.id;
  throw new ChatError('no-answer', `${act}: Teams' answer holds no id`);
}
