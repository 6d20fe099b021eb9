import { createHash } from 'node:crypto';
import type { MunicipalityId } from '../core/policy.ts';
import { type ArchiveStore, RewriteRefused } from '../ports/archive.ts';
import type { Clock } from '../ports/clock.ts';
import { type Route, unsigned } from '../ports/http.ts';
import { IntakeError } from './intake-error.ts';
import { type IntakeSenders, SIGNATURE_HEADER, speaksFor } from './intake-senders.ts';
import { parseComments } from './posted-comments.ts';

/** What the route needs of its surroundings. */
export interface PostedParts {
  readonly store: Pick<ArchiveStore, 'archive'>;
  readonly clock: Clock;
  readonly municipalityOf: (platform: string, account: string) => MunicipalityId | undefined;
  readonly senders: IntakeSenders;
  /** Called when something has been archived. */
  readonly wake: () => void;
}

const MAX_BYTES = 1024 * 1024;

/**
 * `POST /api/comments`: comments from any other source. Validated before they are kept, since their sender can mend
 * them, and answered only once all of them are durably stored.
 */
export const postedRoute = (parts: PostedParts): Route => ({
  method: 'post',
  path: '/api/comments',
  maxBytes: MAX_BYTES,
  handle: async (request) => {
    const municipalities = speaksFor(parts.senders, request);
    if (municipalities === null) return unsigned(SIGNATURE_HEADER);
    return { status: 202, body: await archivePosted(parts, request.body, municipalities) };
  },
});

/** @throws IntakeError naming the field */
async function archivePosted(
  { store, clock, municipalityOf, wake }: PostedParts,
  body: Buffer,
  municipalities: readonly MunicipalityId[],
) {
  const receivedAt = clock.now();
  const parsed = parseComments(body, { municipalities, municipalityOf, receivedAt });
  const groups = [...Map.groupBy(parsed, ({ municipality }) => municipality)];
  const total = { accepted: 0, duplicates: 0 };
  try {
    for (const [municipality, items] of groups) {
      const counted = await store.archive({
        municipality,
        source: 'intake',
        receivedAt,
        sha256: createHash('sha256').update(body).digest('hex'),
        items: items.map(({ item }) => item),
      });
      total.accepted += counted.accepted;
      total.duplicates += counted.duplicates;
    }
  } catch (error) {
    if (!(error instanceof RewriteRefused)) throw error;
    const index = parsed.findIndex(
      ({ item }) => 'comment' in item && item.comment.externalId === error.externalId,
    );
    const at = parsed.length === 1 ? 'externalId' : `[${index}].externalId`;
    throw new IntakeError(at, 'expected a comment that its platform has not told of itself');
  }
  wake();
  return total;
}
