import { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { answeredAt } from '../http-date.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { Answered } from '../send.ts';

/** LinkedIn's error envelope. Its `message` is looked into and never repeated: it can hold what was sent. */
const Refusal = z.looseObject({
  status: z.int(),
  serviceErrorCode: z.int().optional(),
  code: z
    .string()
    .regex(/^[A-Z_]{1,64}$/u)
    .optional()
    .catch(undefined),
  message: z.string().default(''),
});
type Refusal = z.infer<typeof Refusal>;

/**
 * What LinkedIn's refusals mean here, first match first.
 * Source: learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/error-handling, …/rate-limits and …/versioning.
 */
const MEANINGS: readonly {
  status: number;
  only?: (refusal: Refusal) => boolean;
  as: PlatformError['code'];
  /** What the administrator must know. */
  says?: string;
}[] = [
  { status: 401, as: 'token-expired' },
  { status: 403, as: 'permission' },
  // A path that the version or the app's products do not have: nothing is said of the comment.
  { status: 404, only: ({ message }) => /virtual resource/iu.test(message), as: 'permission' },
  { status: 404, as: 'not-found' },
  { status: 426, as: 'permission', says: 'LINKEDIN_VERSION is no longer taken: set a newer one' },
  {
    status: 400,
    only: ({ code = '' }) => code.includes('VERSION'),
    as: 'permission',
    says: 'LINKEDIN_VERSION is not taken: set another',
  },
  { status: 429, as: 'rate-limited' },
  // Said before anything is done; every other 5xx leaves a write open.
  { status: 503, as: 'transient' },
];

/** The PlatformError that an answer stands for; null when LinkedIn has not refused, or not in its own words. */
export function refusalOf(what: string, { status, headers, body }: Answered): PlatformError | null {
  const parsed = Refusal.safeParse(body);
  if (status < 400 || !parsed.success || parsed.data.status !== status) return null;
  const { data } = parsed;
  const meaning = MEANINGS.find((row) => row.status === status && (row.only?.(data) ?? true));
  if (meaning === undefined && status >= 500) return null;
  const as = meaning?.as ?? 'rejected';
  const detail = `HTTP ${status}, code ${data.code ?? 'none'}, serviceErrorCode ${data.serviceErrorCode ?? 'none'}`;
  const message = `LinkedIn refused ${what}: ${meaning?.says ?? detail}`;
  return new PlatformError(
    as,
    message,
    as === 'rate-limited' ? { retryAfterMs: waitMs(headers, data.message) } : {},
  );
}

/** The short limit on writing comments is counted by the minute. */
const THROTTLED_MS = 60_000;
/** Waited when LinkedIn does not say which limit is reached. */
const DEFAULT_MS = 5 * 60_000;
const HOUR_MS = 60 * 60_000;

/** `Retry-After` where it is given; the quota of a day lasts until midnight UTC. */
function waitMs(headers: Headers, message: string): number {
  const told = retryAfterMs(headers);
  if (told !== null) return told;
  if (/\bday limit\b/iu.test(message)) return untilMidnightMs(headers);
  return /create throttled/iu.test(message) ? THROTTLED_MS : DEFAULT_MS;
}

function untilMidnightMs(headers: Headers): number {
  const now = answeredAt(headers);
  if (now === null) return HOUR_MS;
  const midnight = now.toZonedDateTimeISO('UTC').startOfDay().add({ days: 1 }).toInstant();
  return Math.ceil(midnight.since(now).total('milliseconds'));
}
