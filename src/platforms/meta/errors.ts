import { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';

/** Graph's error envelope. Its `message` is never used: it can repeat the token or the comment. */
const GraphErrorBody = z.object({
  error: z.object({
    code: z.int(),
    error_subcode: z.int().optional(),
    fbtrace_id: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional()
      .catch(undefined),
  }),
});

/**
 * What Graph's error codes mean here, first match first. `to` closes a range; a row with a subcode needs it.
 * Source: developers.facebook.com/docs/graph-api/guides/error-handling and …/overview/rate-limiting.
 */
const MEANINGS: readonly { code: number; to?: number; subcode?: number; as: PlatformError['code'] }[] = [
  { code: 190, as: 'token-expired' },
  { code: 1, to: 2, as: 'transient' },
  { code: 4, as: 'rate-limited' },
  { code: 17, as: 'rate-limited' },
  { code: 32, as: 'rate-limited' },
  { code: 613, as: 'rate-limited' },
  { code: 80001, to: 80002, as: 'rate-limited' },
  { code: 10, as: 'permission' },
  { code: 200, to: 299, as: 'permission' },
  { code: 100, subcode: 33, as: 'not-found' },
  { code: 368, as: 'account-paused' },
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
  const { code, error_subcode: subcode, fbtrace_id: trace } = parsed.data.error;
  const meaning = MEANINGS.find(
    (row) =>
      code >= row.code &&
      code <= (row.to ?? row.code) &&
      (row.subcode === undefined || row.subcode === subcode),
  );
  const as = meaning?.as ?? 'rejected';
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
