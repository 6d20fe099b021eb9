import { ChatError } from '../../ports/chat.ts';

const CODE_OF_STATUS: Readonly<Record<number, ChatError['code']>> = {
  403: 'forbidden',
  404: 'gone',
  412: 'busy',
  413: 'too-large',
  429: 'busy',
  502: 'busy',
  503: 'busy',
  504: 'busy',
};

/** The connection was never made, so nothing was sent. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];
const RETRY_AFTER_MS = 2_000;

interface ConnectorFailure {
  readonly statusCode?: number;
  readonly code?: unknown;
  readonly response?: {
    readonly headers?: { get(name: string): string | undefined };
    readonly bodyAsText?: string | null;
  };
}

/**
 * Turns what the connector client throws into the port's error. Statuses: Teams' own table (retry 412, 429, 502, 503
 * and 504 only). A time-out, a broken socket, another 5xx or an unreadable answer leaves open whether it was done.
 * The SDK's error is not kept as the cause: it holds the request, and so the card's text and the bot's token.
 * @param act what was tried, for the message: `post`, `update`, …
 */
export function chatErrorOf(act: string, cause: unknown): ChatError {
  if (cause instanceof ChatError) return cause;
  const failure: ConnectorFailure = typeof cause === 'object' && cause !== null ? cause : {};
  const { statusCode } = failure;
  if (statusCode === undefined || statusCode < 300) return unanswered(act, failure);
  const code = CODE_OF_STATUS[statusCode] ?? (statusCode >= 500 ? 'no-answer' : 'rejected');
  const reason = reasonOf(failure.response?.bodyAsText);
  const message = `${act}: Teams answered ${statusCode}${reason === null ? '' : ` (${reason})`}`;
  if (code !== 'busy') return new ChatError(code, message);
  const retryAfterMs = retryAfterOf(failure.response?.headers?.get('retry-after')) ?? RETRY_AFTER_MS;
  return new ChatError('busy', message, { retryAfterMs });
}

function unanswered(act: string, { code }: ConnectorFailure): ChatError {
  const what = typeof code === 'string' ? code : 'time-out';
  if (!NEVER_CONNECTED.includes(what))
    return new ChatError('no-answer', `${act}: no readable answer from Teams (${what})`);
  return new ChatError('busy', `${act}: Teams could not be reached (${what})`, {
    retryAfterMs: RETRY_AFTER_MS,
  });
}

/** The connector's own code, like BotNotInConversationRoster. Nothing else of its answer is repeated. */
function reasonOf(body: string | null | undefined): string | null {
  return /"code"\s*:\s*"([A-Za-z]{1,60})"/.exec(body ?? '')?.[1] ?? null;
}

/** Seconds, or an HTTP date, whose distance from now needs a clock and so falls back to our own pause. */
function retryAfterOf(header: string | undefined): number | null {
  const seconds = header === undefined || header.trim() === '' ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1_000) : null;
}
