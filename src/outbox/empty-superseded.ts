import type { SupersededMessage } from '../ports/cards.ts';
import { type CardMessage, type Chat, ChatError } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { backOff, MAX_ATTEMPTS } from './retrying.ts';

/** What emptying a message takes. `leaseMs` must be longer than a call to the chat. */
export interface SupersededParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly chat: Chat;
  readonly leaseMs: number;
  /** What stands in the message's place from now on. */
  readonly render: (message: SupersededMessage) => CardMessage;
}

/**
 * Empties one message that its card has left, so that each ticket stands on one card and no copy of a text outlives its
 * closing. One that is gone or out of reach is let go. False when there was none.
 */
export async function emptyOneSuperseded(parts: SupersededParts): Promise<boolean> {
  const { store, clock, chat, render } = parts;
  const message = await store.claimSuperseded(clock.now(), parts.leaseMs);
  if (!message) return false;
  try {
    await chat.update(message.conversation, message.messageId, render(message));
    await store.supersededTried(message, null);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    await store.supersededTried(message, retryAt(parts, message, error));
  }
  return true;
}

function retryAt({ clock }: SupersededParts, { attempts }: SupersededMessage, error: ChatError) {
  const again = (error.code === 'busy' || error.code === 'no-answer') && attempts < MAX_ATTEMPTS;
  const milliseconds = Math.round(error.retryAfterMs ?? backOff(attempts) * 1000);
  return again ? clock.now().add({ milliseconds }) : null;
}
