import { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { untilRenewalMs } from './quota.ts';

/**
 * Google's error envelope in its three spellings: with `errors` and their reasons, with `status` alone, or as plain text.
 * `message` is never used: it can repeat what was sent.
 */
const ErrorBody = z.looseObject({
  error: z.union([
    z.string().transform((text) => ({ reasons: [text] })),
    z
      .looseObject({
        errors: z.array(z.looseObject({ reason: z.string().default('') })).default([]),
        status: z.string().default(''),
      })
      .transform(({ errors, status }) => ({ reasons: [...errors.map(({ reason }) => reason), status] })),
  ]),
});

/** What a reason means here. Source: developers.google.com/youtube/v3/docs/errors and …/docs/core_errors. */
const REASONS: Readonly<Record<string, PlatformError['code']>> = {
  quotaExceeded: 'rate-limited',
  dailyLimitExceeded: 'rate-limited',
  rateLimitExceeded: 'rate-limited',
  userRateLimitExceeded: 'rate-limited',
  authError: 'token-expired',
  forbidden: 'permission',
  insufficientPermissions: 'permission',
  commentsDisabled: 'permission',
  channelSuspended: 'account-paused',
  commentNotFound: 'not-found',
  commentThreadNotFound: 'not-found',
  parentCommentNotFound: 'not-found',
  videoNotFound: 'not-found',
  playlistNotFound: 'not-found',
  backendError: 'transient',
  internalError: 'transient',
  RESOURCE_EXHAUSTED: 'rate-limited',
};

/** What a status means where no known reason stands with it. */
const STATUSES: Readonly<Record<number, PlatformError['code']>> = {
  401: 'token-expired',
  403: 'permission',
  404: 'not-found',
  429: 'rate-limited',
};

/** Reasons after which nothing is answered before midnight, Pacific time. */
export const UNTIL_MIDNIGHT = ['quotaExceeded', 'dailyLimitExceeded'];
const RATE_LIMIT_MS = 60_000;

/** A refusal by YouTube, with its own word for why: null where it gave none that is known. */
export class YouTubeRefusal extends PlatformError {
  readonly reason: string | null;
  constructor(
    code: PlatformError['code'],
    message: string,
    options: { reason: string | null; retryAfterMs?: number },
  ) {
    super(code, message, options);
    this.reason = options.reason;
  }
}

/** A reason is a word of Google's; anything else that may stand in its place is not repeated. */
const REASON = /^[A-Za-z_]{1,64}$/;

/**
 * The refusal that an answer stands for; null when it is none that can be read.
 * `what` names the call (`POST /comments`) and must hold no secret.
 */
export function youtubeRefusal(
  what: string,
  { status, body }: { status: number; body: unknown },
  now: Temporal.Instant,
): YouTubeRefusal | null {
  const parsed = ErrorBody.safeParse(body);
  if (!parsed.success && !(status in STATUSES)) return null;
  const { reasons } = parsed.data?.error ?? { reasons: [] };
  const reason =
    reasons.find((one) => Object.hasOwn(REASONS, one)) ?? reasons.find((one) => REASON.test(one));
  const code = REASONS[reason ?? ''] ?? STATUSES[status] ?? (status >= 500 ? 'transient' : 'rejected');
  const retryAfterMs = UNTIL_MIDNIGHT.includes(reason ?? '') ? untilRenewalMs(now) : RATE_LIMIT_MS;
  return new YouTubeRefusal(code, `YouTube refused ${what}: HTTP ${status}, ${reason ?? 'no reason'}`, {
    reason: reason ?? null,
    ...(code === 'rate-limited' && { retryAfterMs }),
  });
}
