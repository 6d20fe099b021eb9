import { maskFault } from './masking.ts';
import type { RecordItem, RecordQuery } from './record-item.ts';
import type { Provision } from './register-policy.ts';
import type {
  BuiltPackage,
  DisclosureRefusal,
  Request,
  RequestChange,
  RequestState,
  Review,
} from './request.ts';

/** A step, or why it is not taken. */
export type Step = RequestChange | { readonly refusal: DisclosureRefusal };

/** A step that is not taken. */
export const refused = (refusal: DisclosureRefusal): Step => ({ refusal });

/** What is wrong with the moment; null when it may be done now. */
export const expecting = (request: Request, expected: readonly RequestState[]): Step | null =>
  expected.includes(request.state) ? null : refused({ code: 'not-now', state: request.state, expected });

/** A step's line in the journal. */
export const line = (kind: RequestChange['journal']['kind'], by: string, request: Request, data = {}) => ({
  journal: { kind, by, data: { request: request.id, reference: request.reference, ...data } },
});

/**
 * Is it given out only once a person has decided so? What may be secret, and a picture that nobody has looked at. All else is
 * given by default, with the names in it (OSL 21 kap. 7 § hides none by itself).
 */
export const mustBeReviewed = ({ possiblySecret, entries, media, decisions, replies }: RecordItem): boolean =>
  possiblySecret ||
  entries.some(({ secret }) => secret) ||
  (media.some(({ sha256 }) => sha256 !== null) && decisions.length === 0 && replies.length === 0);

const SETTLED = ['done', 'cancelled'];

/** Has something been ordered on the platform of which nobody knows yet what became of it? */
export const isUnsettledItem = ({ acts }: RecordItem): boolean =>
  acts.some(({ state }) => !SETTLED.includes(state));

/** What is asked for is found, and held from disposal from now on. What has not come in yet cannot be asked for (RÅ 1982 Ab 118). */
export function select(
  request: Request,
  { query, names, by }: { query: RecordQuery; names: boolean; by: string },
  now: Temporal.Instant,
): Step {
  if (Temporal.Instant.compare(query.to, now) > 0) return refused({ code: 'not-yet-received' });
  return (
    expecting(request, ['received']) ?? {
      state: 'selected',
      select: { query, names },
      ...line('request-selected', by, request),
    }
  );
}

/** What may be secret was shown to the person who reviews it. */
export const itemShown = (request: Request, { comment, version }: RecordItem, by: string): Step => ({
  state: request.state,
  ...line('request-item-shown', by, request, { comment, commentVersion: version }),
});

/** What was decided of an item, in one word: whoever decides on a card says what stood there. */
export const decidedOf = (review: Pick<Review, 'outcome' | 'provision' | 'masks'> | null): string =>
  review === null ? '' : JSON.stringify([review.outcome, review.provision, review.masks]);

/** Has somebody else decided about it since the one who decides now looked at it? @param seen `decidedOf` what they saw */
export function decidedMeanwhile(
  { comment, version }: RecordItem,
  seen: string,
  reviews: readonly Review[],
): Step | null {
  const now = reviews.find((one) => one.comment === comment && one.version === version) ?? null;
  return decidedOf(now) === seen ? null : refused({ code: 'decided-meanwhile' });
}

/** One item is decided about; a later word takes the place of an earlier one, and calls for a second look anew. */
export function review(
  request: Request,
  item: RecordItem,
  { outcome, provision, masks, by }: Pick<Review, 'outcome' | 'provision' | 'masks' | 'by'>,
  provisions: readonly Provision[],
): Step {
  const wrong = expecting(request, ['selected', 'reviewed', 'second-looked', 'built']);
  if (wrong) return wrong;
  if (outcome === 'given' && (provision !== null || masks.length > 0))
    return refused({ code: 'no-provision-for-given' });
  if (outcome !== 'given' && !provisions.some(({ id }) => id === provision))
    return refused({ code: 'unknown-provision', known: provisions.map(({ id }) => id) });
  if ((outcome === 'masked') !== masks.length > 0) return refused({ code: 'nothing-masked' });
  const outside = masks.map((mask) => maskFault(item, mask)).find((fault) => fault !== null);
  if (outside) return refused(outside);
  const { comment, version } = item;
  return {
    state: 'selected',
    review: { comment, version, outcome, provision, masks, by },
    lookedAtBy: null,
    ...line('request-item-reviewed', by, request, { comment, commentVersion: version, outcome, provision }),
  };
}

/** The review is whole: nothing that a person must decide about is left. @param unreviewed what is, as `comment/version` */
export function finishReview(request: Request, by: string, unreviewed: readonly string[]): Step {
  if (unreviewed.length > 0) return refused({ code: 'not-reviewed', items: unreviewed });
  return (
    expecting(request, ['selected']) ?? {
      state: 'reviewed',
      ...line('request-reviewed', by, request, { ...request.reviewed }),
    }
  );
}

/** A second person has looked it through: never one who reviewed any of it. */
export function secondLook(request: Request, by: string): Step {
  const wrong = expecting(request, ['reviewed']);
  if (wrong) return wrong;
  if (request.reviewers.includes(by)) return refused({ code: 'same-person' });
  return { state: 'second-looked', lookedAtBy: by, ...line('request-second-looked', by, request) };
}

/** The package is made; the same again changes nothing but that. */
export function built(request: Request, by: string, made: BuiltPackage): Step {
  const wrong = expecting(request, BUILDABLE);
  if (wrong) return wrong;
  const { sha256, selected, given, masked, withheld } = made;
  return {
    state: request.state === 'second-looked' ? 'built' : request.state,
    package: made,
    ...line('package-built', by, request, { sha256, selected, given, masked, withheld }),
  };
}

/** From when on a package may be made, and made again. */
export const BUILDABLE: readonly RequestState[] = ['second-looked', 'built', 'handed-over', 'closed'];

/** It has been given to whoever asked. */
export const handOver = (request: Request, by: string): Step =>
  expecting(request, ['built']) ?? { state: 'handed-over', ...line('request-handed-over', by, request) };
