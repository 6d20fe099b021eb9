import type { Step } from '../../core/disclosure.ts';
import type { DisclosureRefusal, Request, Review } from '../../core/request.ts';
import type { RequestStore } from '../../ports/requests.ts';

/** What a step came to. */
export type Taken = { readonly request: Request } | { readonly refusal: DisclosureRefusal };

/**
 * Takes one step of a request. What it needs to know is read first; the step itself is written while the request is locked, if
 * that stands where it stood. @param check what must hold then, by what has been decided of its items; null where it does
 */
export async function takeStep(
  store: RequestStore,
  of: { readonly municipality: string; readonly reference: string; readonly now: Temporal.Instant },
  decide: (request: Request) => Step | Promise<Step>,
  check: (reviews: readonly Review[]) => Step | null = () => null,
): Promise<Taken> {
  const { municipality, reference, now } = of;
  const found = await store.request(municipality, reference);
  if (!found) return { refusal: { code: 'no-such-request' } };
  const wanted = await decide(found);
  if ('refusal' in wanted) return wanted;
  return store.changeRequest(municipality, now, reference, ({ state }, reviews) =>
    state === found.state
      ? (check(reviews) ?? wanted)
      : { refusal: { code: 'not-now', state, expected: [found.state] } },
  );
}
