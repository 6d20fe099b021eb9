import { mustBeReviewed } from '../../core/disclosure.ts';
import type { RecordItem } from '../../core/record-item.ts';
import type { Request, Review } from '../../core/request.ts';
import type { RecordItemStore } from '../../ports/record-items.ts';
import { selectedItems } from './scan.ts';

/** Items of a request that a person must decide about, with what was decided so far; of the others only what somebody has. */
export async function* itemsToReview(
  store: RecordItemStore,
  municipality: string,
  { id, query }: Pick<Request, 'id' | 'query'>,
  reviews: readonly Review[],
): AsyncGenerator<{ readonly item: RecordItem; readonly review: Review | null }> {
  if (query === null) return;
  const decided = new Map(reviews.map((one) => [`${one.comment}/${one.version}`, one]));
  for await (const { item } of selectedItems(store, municipality, { query, request: id })) {
    const review = decided.get(`${item.comment}/${item.version}`) ?? null;
    if (review !== null || mustBeReviewed(item)) yield { item, review };
  }
}
