import { createHash } from 'node:crypto';
import type { Step } from '../../core/disclosure.ts';
import type { Review } from '../../core/request.ts';

/** What has been decided of a request's items, in a few signs: whoever looks it through says what stood there then. */
export const seenReviews = (reviews: readonly Review[]): string =>
  createHash('sha256')
    .update(JSON.stringify(reviews.map(({ by: _, ...decided }) => decided)))
    .digest('hex')
    .slice(0, 16);

/** A second look at what has been decided otherwise since, or by the same person; null where neither is so. @param seen `seenReviews` of what they saw */
export function changedSince(reviews: readonly Review[], seen: string, by: string): Step | null {
  if (reviews.some((one) => one.by === by)) return { refusal: { code: 'same-person' } };
  return seenReviews(reviews) === seen ? null : { refusal: { code: 'decided-meanwhile' } };
}
