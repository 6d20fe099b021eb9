import type { Step } from '../core/disclosure.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { BuiltPackage, Delivery, DisclosureRefusal, Request, Review } from '../core/request.ts';

/** A request as it comes in. */
export interface NewRequest {
  readonly delivery: Delivery;
  readonly address: string | null;
  /** When it was made: a comment's own time, where it was one. */
  readonly receivedAt: Temporal.Instant;
  /** The comment or message that it came in; null where it came in another way. */
  readonly comment: string | null;
  /** Its neutral line in the register. */
  readonly subject: string;
  readonly by: string;
}

/** Requests to be given public documents, with their lines in register and journal. Each method is one transaction. */
export interface RequestStore {
  /** Registers a request; one that came in a comment is registered once. */
  openRequest(municipality: MunicipalityId, now: Temporal.Instant, request: NewRequest): Promise<Request>;
  /** Those that are not closed, or all, oldest first. */
  requests(municipality: MunicipalityId, which: 'open' | 'all'): Promise<readonly Request[]>;
  request(municipality: MunicipalityId, reference: string): Promise<Request | null>;
  /** Takes a step, decided while the request is locked, by what has been decided of its items; the refusal's own word where it is refused. */
  changeRequest(
    municipality: MunicipalityId,
    now: Temporal.Instant,
    reference: string,
    decide: (request: Request, reviews: readonly Review[]) => Step,
  ): Promise<{ readonly request: Request } | { readonly refusal: DisclosureRefusal }>;
  /** Of what was selected, the comments from outside the query that others of it answer. */
  contextOf(municipality: MunicipalityId, request: string): Promise<ReadonlySet<string>>;
  /** Journals a package that was made for no request. */
  packageBuilt(
    municipality: MunicipalityId,
    now: Temporal.Instant,
    by: string,
    made: BuiltPackage,
  ): Promise<void>;
  /** What was decided item by item. */
  reviews(municipality: MunicipalityId, request: string): Promise<readonly Review[]>;
}
