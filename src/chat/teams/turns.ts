// Not the package's index: it would load its models and tokenizers, 30 MB that no turn needs.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import { ChatError, type ChatHandlers, type Said } from '../../ports/chat.ts';
import { isBlank } from '../../text/characters.ts';
import { CardAction, conversationOf, type InboundActivity, threadOf } from './activity.ts';
import { wordsOf } from './heard.ts';
import type { MembersOf } from './members.ts';
import { messageWords, WHICH_RULE } from './message-action.ts';
import type { WhoIs } from './roster.ts';
import type { TeamsChat } from './teams-chat.ts';

const KIND_OF = { channel: 'channel', personal: 'personal', groupChat: 'group' } as const;
const CARD_ACTION = 'adaptiveCard/action';
const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
/** The window in which a message's menu is answered. */
const WINDOW = { width: 'medium', height: 'medium' } as const;

/**
 * teams-ai 1.7 says that somebody types whenever a message takes a second, whatever its option `startTypingTimer` is:
 * it would write to Teams beside our own calls, unpaced and repeated.
 */
class QuietApplication extends Application {
  override startTypingTimer(): void {}
}

/** Whom turns are routed to, and what they need on the way. */
export interface TurnParts {
  readonly chat: TeamsChat;
  readonly whoIs: WhoIs;
  readonly membersOf: MembersOf;
  readonly handlers: ChatHandlers;
  /** Hears of an answer that could not be given, though what was said has been acted on. */
  readonly onUnanswered: (error: ChatError) => void;
}

/**
 * Routes turns to the handlers. Everything that is neither a press nor words nor a message's menu nor an installation
 * (new members, typing …) is answered quietly.
 */
export function createTurns(parts: TurnParts): Application {
  const app = new QuietApplication({ removeRecipientMention: false });
  app.adaptiveCards.actionExecute(
    async ({ activity }) => activity.type === ActivityTypes.Invoke && activity.name === CARD_ACTION,
    (context) => pressed(parts, context),
  );
  const asked = (context: TurnContext) => askedAbout(parts, context);
  // Teams asks for the window to show; the Playground submits at once.
  app.messageExtensions.fetchTask(WHICH_RULE, asked);
  app.messageExtensions.submitAction(WHICH_RULE, asked);
  app.activity(ActivityTypes.InstallationUpdate, async (context) => {
    const activity = activityOf(context);
    if (activity['action'] !== 'add') return;
    await parts.handlers.installed({ key: keyOf(activity), conversation: conversationOf(activity) });
  });
  app.activity(ActivityTypes.Message, (context) => said(parts, activityOf(context)));
  return app;
}

async function pressed({ handlers, whoIs, membersOf }: TurnParts, context: TurnContext): Promise<never> {
  const activity = activityOf(context);
  const conversation = conversationOf(activity);
  const by = await whoIs(activity);
  const shown = await handlers.press({
    key: keyOf(activity),
    conversation,
    kind: kindOf(activity),
    messageId: activity.replyToId ?? null,
    by,
    colleagues: async () => (await membersOf(conversation)).filter(({ id }) => id !== by.id),
    data: CardAction.parse(context.activity.value).action.data,
  });
  // A card with `refresh` would switch teams-ai to answering everyone, for the rest of the process's life.
  const { refresh: _, ...card } = shown.card as { refresh?: unknown };
  return card as never;
}

async function askedAbout({ handlers, whoIs }: TurnParts, context: TurnContext): Promise<never> {
  const activity = activityOf(context);
  const { title, card } = await handlers.asked({
    conversation: conversationOf(activity),
    by: await whoIs(activity),
    text: messageWords(context.activity.value),
  });
  return { title, ...WINDOW, card: { contentType: CARD_TYPE, content: card } } as never;
}

async function said({ chat, whoIs, handlers, onUnanswered }: TurnParts, activity: InboundActivity) {
  const kind = kindOf(activity);
  const text = wordsOf(activity);
  if (isBlank(text)) return;
  const conversation = conversationOf(activity);
  const by = await whoIs(activity);
  if (kind === 'personal' && activity.from.aadObjectId) chat.metInPerson(conversation, by.id);
  const answer = await handlers.said({
    key: keyOf(activity),
    conversation,
    kind,
    by,
    text,
    thread: threadOf(activity),
  });
  if (answer === '') return;
  // The words were heard and acted on: hearing them again, which an error would make Teams do, does not help.
  await chat
    .answer(conversation, activity.conversation.id, activity.id ?? null, answer)
    .catch((error: unknown) => {
      if (!(error instanceof ChatError)) throw error;
      onUnanswered(error);
    });
}

/** What is none that we know is taken for the most public that is no channel. */
const kindOf = ({ conversation }: InboundActivity): Said['kind'] =>
  KIND_OF[conversation.conversationType as keyof typeof KIND_OF] ?? 'group';

/** What Teams repeats comes with the same id. */
const keyOf = (activity: InboundActivity): string => `teams:${conversationOf(activity).id}:${activity.id}`;

/** The edge has parsed it: teams-ai passes the same object on. */
function activityOf(context: TurnContext): InboundActivity {
  return context.activity as unknown as InboundActivity;
}
