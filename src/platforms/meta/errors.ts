import { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';

/** Graph's error envelope, Instagram's `IGApiException` too. Its `message` is never used: it can repeat the token or the comment. */
const GraphErrorBody = z.object({
  error: z.object({
    code: z.int(),
    error_subcode: z.int().optional(),
    is_transient: z.boolean().optional().catch(undefined),
    fbtrace_id: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional()
      .catch(undefined),
  }),
});

/** A row of the table: `to` closes a range of codes, and a row with subcodes needs one of them. */
interface Meaning {
  readonly code: number;
  readonly to?: number;
  readonly subcodes?: readonly number[];
  readonly as: PlatformError['code'];
}

/** The app was removed, a checkpoint waits, the password was changed, the session has expired. */
const TOKEN_SUBCODES = [458, 459, 460, 463, 464, 467];

/**
 * What Graph's error codes mean here, first match first; any other is `rejected`, or `transient` where Graph says so.
 * Source: developers.facebook.com/docs/graph-api/guides/error-handling, …/overview/rate-limiting and
 * …/docs/instagram-platform/reference/error-codes.
 */
const MEANINGS: readonly Meaning[] = [
  // The person whose token it is has lost the Page: a new token of theirs would not help.
  { code: 190, subcodes: [492], as: 'permission' },
  { code: 190, as: 'token-expired' },
  { code: 102, subcodes: TOKEN_SUBCODES, as: 'token-expired' },
  // A person's token where the Page's is needed: it must be replaced all the same.
  { code: 1705, as: 'token-expired' },
  // Messenger: more than a day, or a week, after the person wrote; nobody there. Where the Page is barred from messages for
  // a while, which says nothing of its comments, or another app has the conversation, a person can see to it in the inbox.
  { code: 10, subcodes: [2018278], as: 'window-closed' },
  { code: 10, subcodes: [1893063, 2018300], as: 'unsupported' },
  { code: 551, as: 'unreachable' },
  // A comment is answered in private once, by whoever comes first: "Activity already replied to".
  { code: 10900, as: 'replied-before' },
  { code: 100, subcodes: [2018001], as: 'unreachable' },
  { code: 1, to: 2, as: 'transient' },
  { code: 4, as: 'rate-limited' },
  { code: 17, as: 'rate-limited' },
  { code: 32, as: 'rate-limited' },
  { code: 613, as: 'rate-limited' },
  // Pages, Instagram, Messenger.
  { code: 80001, to: 80002, as: 'rate-limited' },
  { code: 80006, as: 'rate-limited' },
  { code: 3, as: 'permission' },
  { code: 10, as: 'permission' },
  { code: 200, to: 299, as: 'permission' },
  { code: 100, subcodes: [33], as: 'not-found' },
  // A bad parameter, or a permission that only the message names: never that something is gone.
  { code: 100, as: 'rejected' },
  { code: 368, as: 'account-paused' },
  // Withdrawn from the interface: a person can still do it.
  { code: 12, as: 'unsupported' },
  // Instagram's own refusals (subcodes 2207xxx), 2207050 of an account that it has restricted.
  { code: 24, as: 'rejected' },
];

/** Waited when Graph says that a limit is reached but not for how long. */
const DEFAULT_RATE_LIMIT_MS = 5 * 60_000;

/**
 * The PlatformError that a Graph error answer stands for; null when the body is no Graph error.
 * `what` names the call (`POST /123_456`) and must hold no secret.
 */
export function graphError(
  what: string,
  status: number,
  headers: Headers,
  body: unknown,
): PlatformError | null {
  const parsed = GraphErrorBody.safeParse(body);
  if (!parsed.success) return null;
  const { code, error_subcode: subcode, fbtrace_id: trace, is_transient: passes } = parsed.data.error;
  const meaning = MEANINGS.find(
    (row) =>
      code >= row.code &&
      code <= (row.to ?? row.code) &&
      (row.subcodes === undefined || (subcode !== undefined && row.subcodes.includes(subcode))),
  );
  const as = meaning?.as ?? (passes ? 'transient' : 'rejected');
  const detail = `HTTP ${status}, code ${code}, subcode ${subcode ?? 'none'}, fbtrace_id ${trace ?? 'none'}`;
  const message = `Graph refused ${what}: ${detail}`;
  return new PlatformError(as, message, as === 'rate-limited' ? { retryAfterMs: rateLimitMs(headers) } : {});
}

const Usage = z.record(
  z.string(),
  z.array(z.looseObject({ estimated_time_to_regain_access: z.number().nonnegative().default(0) })),
);

/** The longest wait that `X-Business-Use-Case-Usage` names (it counts in minutes), in milliseconds. */
export function rateLimitMs(headers: Headers): number {
  const usage = Usage.safeParse(parse(headers.get('x-business-use-case-usage')));
  if (!usage.success) return DEFAULT_RATE_LIMIT_MS;
  const minutes = Object.values(usage.data)
    .flat()
    .map((each) => each.estimated_time_to_regain_access);
  const longest = Math.max(0, ...minutes);
  return longest > 0 ? Math.ceil(longest * 60_000) : DEFAULT_RATE_LIMIT_MS;
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
