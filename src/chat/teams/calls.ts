import { ChatError, type Conversation } from '../../ports/chat.ts';
import type { Connector, KommentarsvaktenAdapter } from './adapter.ts';
import { chatErrorOf } from './chat-error-of.ts';
import { type CheckedTeamsOptions, mayCall } from './options.ts';
import { createPacing } from './pacing.ts';

/** One call to Teams: addressed, paced, sent once, and over within the time limit. */
export type Call = <T>(
  act: string,
  to: Conversation,
  send: (connector: Connector, options: { abortSignal: AbortSignal }) => Promise<T>,
  limits?: { timeoutMs?: number; paced?: 'conversation' | 'answer' | 'tenant' | 'no' },
) => Promise<T>;

/** @returns the only way out to Teams. It throws ChatError and nothing else. */
export function createCall(
  adapter: KommentarsvaktenAdapter,
  options: CheckedTeamsOptions,
  nowMs: () => number,
): Call {
  const pacing = createPacing(nowMs);
  return async (act, to, send, { timeoutMs = options.timeoutMs, paced = 'conversation' } = {}) => {
    if (!mayCall(to.serviceUrl, options.outboundHosts)) {
      throw new ChatError(
        'rejected',
        `${act}: the address of the conversation is not on the list of allowed hosts`,
      );
    }
    const waitMs =
      paced === 'no' ? 0 : pacing.take(to.tenant, paced === 'tenant' ? null : to.id, paced === 'answer');
    if (waitMs > 0)
      throw new ChatError('busy', `${act}: Teams' rate limit is used up`, { retryAfterMs: waitMs });
    const abortSignal = AbortSignal.timeout(timeoutMs);
    try {
      const connector = await adapter.connectorFor(to.serviceUrl);
      return await orAborted(send(connector, { abortSignal }), abortSignal);
    } catch (cause) {
      if ((cause as { statusCode?: number }).statusCode === 401) adapter.forgetToken();
      throw chatErrorOf(act, cause);
    }
  };
}

/** The SDK hears the signal while a request is out, but not while it waits for a token. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
