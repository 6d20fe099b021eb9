import { mustBeReviewed } from '../../core/disclosure.ts';
import type { RecordItem } from '../../core/record-item.ts';
import type { Request, Review } from '../../core/request.ts';
import type { RecordItemStore } from '../../ports/record-items.ts';
import { EVER, selectedItems } from './scan.ts';

/** An item as it is named: its comment and version. */
export const nameOf = ({ comment, version }: Pick<RecordItem, 'comment' | 'version'>): string =>
  `${comment}/${version}`;

/** An item that a person must decide about, with what was decided so far. */
export interface ReviewItem {
  readonly item: RecordItem;
  readonly review: Review | null;
}

/** Items of a request that a person must decide about; of the others only what somebody has. */
export async function* itemsToReview(
  store: RecordItemStore,
  municipality: string,
  { id, query }: Pick<Request, 'id' | 'query'>,
  reviews: readonly Review[],
): AsyncGenerator<ReviewItem> {
  if (query === null) return;
  const decided = new Map(reviews.map((one) => [nameOf(one), one]));
  for await (const { item } of selectedItems(store, municipality, { query, request: id })) {
    const review = decided.get(nameOf(item)) ?? null;
    if (review !== null || mustBeReviewed(item)) yield { item, review };
  }
}

/** One item of what was selected for a request; null where it holds none of that name. */
export async function itemOf(
  store: RecordItemStore,
  municipality: string,
  { id }: Pick<Request, 'id'>,
  name: string,
): Promise<RecordItem | null> {
  const [comment = ''] = name.split('/');
  if (!UUID.test(comment)) return null;
  const { items } = await store.recordItems(
    municipality,
    { ...EVER, request: id, comments: [comment] },
    null,
    1,
  );
  return items.find((item) => nameOf(item) === name) ?? null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
