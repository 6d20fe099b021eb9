import { z } from 'zod';
import type { JournalKind, JournalNote } from './journal.ts';
import type { RecordQuery } from './record-item.ts';

/** How far a request to be given public documents has come. */
export const RequestState = z.enum([
  'received',
  'selected',
  'reviewed',
  'second-looked',
  'built',
  'handed-over',
  'closed',
]);
export type RequestState = z.infer<typeof RequestState>;

/** How it is given: read on the spot (free, TF 2 kap. 15 §), on paper, or as a file, which is the authority's choice. */
export const Delivery = z.enum(['on-the-spot', 'paper', 'file']);
export type Delivery = z.infer<typeof Delivery>;

/**
 * What of an item is masked: a span of its text in UTF-16 units, `from` to before `to`, or the whole of a field; `index` says
 * which of those that there may be several of.
 */
export const Mask = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('text'), from: z.int().min(0), to: z.int().min(1) }),
  z.strictObject({ of: z.enum(['author', 'link']) }),
  z.strictObject({ of: z.enum(['reason', 'reply', 'media']), index: z.int().min(0) }),
]);
export type Mask = z.infer<typeof Mask>;

/** What becomes of one item. */
export const Outcome = z.enum(['given', 'masked', 'withheld']);
type Outcome = z.infer<typeof Outcome>;

/** What was decided of one version of one comment. A provision (OSL) stands with whatever is not given whole. */
export interface Review {
  readonly comment: string;
  readonly version: number;
  readonly outcome: Outcome;
  readonly provision: string | null;
  readonly masks: readonly Mask[];
  readonly by: string;
}

/** How many items a package has, by what became of them: together the first is the sum of the others. */
export interface PackageCounts {
  readonly selected: number;
  readonly given: number;
  readonly masked: number;
  readonly withheld: number;
}

/** A package as it was built. */
export interface BuiltPackage extends PackageCounts {
  readonly sha256: string;
  readonly bytes: number;
}

/** A request, known by its reference in the register; nobody is asked who they are or why (TF 2 kap. 18 §). */
export interface Request {
  readonly id: string;
  readonly reference: string;
  readonly state: RequestState;
  readonly delivery: Delivery;
  /** Where it is sent; null where it is fetched, and once it is closed. */
  readonly address: string | null;
  readonly receivedAt: Temporal.Instant;
  readonly query: RecordQuery | null;
  readonly selectedAt: Temporal.Instant | null;
  /** How many comments were selected; what they answer, which is held and shown beside them, not counted. */
  readonly selected: number;
  readonly hold: string | null;
  /** Are those who decided named (förvaltningslagen 33 § 4 st.)? */
  readonly names: boolean;
  readonly lookedAtBy: string | null;
  readonly package: BuiltPackage | null;
  /** The reference of the decision to refuse, in whole or in part. */
  readonly refusal: string | null;
  /** Until when what it covers is held from disposal; null: until somebody says. */
  readonly holdUntil: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  /** Who has reviewed any of it. */
  readonly reviewers: readonly string[];
  /** How many items have been reviewed one by one, by outcome. */
  readonly reviewed: Readonly<Record<Review['outcome'], number>>;
}

/** Is what it covers held from disposal still? A hold that was given a day ends by itself. */
export const isHeld = (
  { hold, holdUntil }: Pick<Request, 'hold' | 'holdUntil'>,
  now: Temporal.Instant,
): boolean => hold !== null && (holdUntil === null || Temporal.Instant.compare(now, holdUntil) < 0);

/** Why a step was not taken: expected, so a value. */
export type DisclosureRefusal =
  | { readonly code: 'no-such-request' }
  | { readonly code: 'no-such-item' }
  | { readonly code: 'not-now'; readonly state: RequestState; readonly expected: readonly RequestState[] }
  | { readonly code: 'not-yet-received' }
  | { readonly code: 'decided-meanwhile' }
  | { readonly code: 'no-such-word'; readonly word: string }
  | { readonly code: 'unknown-provision'; readonly known: readonly string[] }
  | { readonly code: 'no-provision-for-given' }
  | { readonly code: 'nothing-masked' }
  | { readonly code: 'mask-outside'; readonly mask: Mask; readonly most: number }
  | { readonly code: 'same-person' }
  | { readonly code: 'unsettled'; readonly tickets: readonly number[] }
  | { readonly code: 'not-reviewed'; readonly items: readonly string[] }
  | {
      readonly code: 'name-found';
      readonly found: readonly { readonly nr: number; readonly column: string }[];
    }
  | { readonly code: 'nothing-refused' }
  | { readonly code: 'no-delegation' }
  | { readonly code: 'no-proof' };

/** What a step makes of a request; the store writes it in one transaction, with its line in the journal. */
export interface RequestChange {
  readonly state: RequestState;
  readonly journal: { readonly kind: JournalKind; readonly by: string; readonly data: JournalNote['data'] };
  readonly select?: { readonly query: RecordQuery; readonly names: boolean };
  readonly review?: Review;
  readonly lookedAtBy?: string | null;
  readonly package?: BuiltPackage;
  /** The decision to refuse is drawn up: an entry of its own. */
  readonly decision?: { readonly subject: string };
  /** The hold is released at once, or ends at an instant by itself; `stays` until somebody says. */
  readonly hold?: 'released' | 'stays' | Temporal.Instant;
}
