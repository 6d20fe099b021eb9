import { BUILDABLE, built } from '../../core/disclosure.ts';
import type { RequestStore } from '../../ports/requests.ts';
import { buildPackage, type Order, type Outcome } from './build-package.ts';

/** What a request's package is made with: what was selected for it says the rest. */
export type RequestOrder = Omit<Order, 'request' | 'selection'> & { readonly store: RequestStore };

/**
 * The package of a request whose review is whole, looked through by a second person; the request says then that it is made.
 * @param at.by an Entra object id, or `kv` @throws as `buildPackage`
 */
export async function packageOfRequest(
  order: RequestOrder,
  { reference, now, by }: { readonly reference: string; readonly now: Temporal.Instant; readonly by: string },
): Promise<Outcome> {
  const { store } = order;
  const { municipality } = order.policy;
  const request = await store.request(municipality, reference);
  if (!request) return { refusal: { code: 'no-such-request' } };
  const { id, state, query, names } = request;
  if (query === null || !BUILDABLE.includes(state))
    return { refusal: { code: 'not-now', state, expected: BUILDABLE } };
  const [context, reviews] = [await store.contextOf(municipality, id), await store.reviews(municipality, id)];
  const selection = { query, request: id, context, reviews, names };
  const outcome = await buildPackage({ ...order, request, selection });
  if ('refusal' in outcome) return outcome;
  const taken = await store.changeRequest(municipality, now, reference, (one) => built(one, by, outcome));
  return 'refusal' in taken ? taken : outcome;
}
