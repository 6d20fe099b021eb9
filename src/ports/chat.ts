/** A conversation of the chat: a channel, or one person's chat with the bot. Opaque outside `chat/`. */
export interface Conversation {
  readonly id: string;
  readonly serviceUrl: string;
  readonly tenant: string;
}

/** A rendered card with its notification preview, which holds nothing secret. */
export interface CardMessage {
  readonly card: object;
  readonly summary: string;
}

/** The chat's outbound side. Throws ChatError; makes one attempt, and ends within its own time limit. */
export interface Chat {
  post(to: Conversation, message: CardMessage): Promise<{ messageId: string }>;
  update(to: Conversation, messageId: string, message: CardMessage): Promise<void>;
  /**
   * A line in the thread under a card, or in a personal chat when `under` is null. Plain text; `mention` is the Entra id
   * of the one person whom it alerts, who is named before it.
   */
  say(to: Conversation, under: string | null, text: string, mention?: string): Promise<void>;
  /** The person's own chat with the bot; opened when there is none. */
  personal(via: Conversation, personId: string): Promise<Conversation>;
}

/** `busy` may be tried again after `retryAfterMs`; the other codes are final for that message. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: 'busy' | 'no-answer' | 'gone' | 'forbidden' | 'too-large' | 'rejected';
  readonly retryAfterMs: number | null;
  constructor(
    code: ChatError['code'],
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** A person as the verified activity and the roster give them. */
export interface ChatPerson {
  /** Entra object id. */
  readonly id: string;
  readonly name: string;
  /** Guests and people of other tenants may do nothing. */
  readonly guest: boolean;
}

/** A button press, verified but not yet decided. `data` is the client's and proves nothing. */
export interface Press {
  readonly key: string;
  readonly conversation: Conversation;
  readonly kind: Said['kind'];
  readonly messageId: string | null;
  readonly by: ChatPerson;
  readonly data: unknown;
  /** Who else is there, by name, without guests; empty where nobody can say just now. */
  readonly colleagues: () => Promise<readonly ChatPerson[]>;
}

/** Words said to the bot, with its own mention taken away. */
export interface Said {
  readonly key: string;
  readonly conversation: Conversation;
  readonly kind: 'channel' | 'personal' | 'group';
  readonly by: ChatPerson;
  readonly text: string;
  /** The message under which it was written, or its own; null where the conversation has no threads. */
  readonly thread: string | null;
}

/** A message from whose menu someone asks which rule applies to it. */
export interface AskedAbout {
  readonly conversation: Conversation;
  readonly by: ChatPerson;
  /** The message's words without its markup; empty when it has none. */
  readonly text: string;
}

/** The bot came to the conversation. */
export interface Installed {
  readonly key: string;
  readonly conversation: Conversation;
}

/** The chat's inbound side: what the transport calls, and what it shows the presser. */
export interface ChatHandlers {
  press(press: Press): Promise<CardMessage>;
  /** The answer: plain text, or a card; empty where the words were answered before. */
  said(said: Said): Promise<string | CardMessage>;
  /** What the one who asked is shown, with the heading of the window it stands in. */
  asked(about: AskedAbout): Promise<CardMessage & { readonly title: string }>;
  /** The bot was added to the conversation: anew, it can do again what it could not, and messages may be gone. */
  installed(installed: Installed): Promise<void>;
}
