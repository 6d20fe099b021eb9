import { z } from 'zod';
import type { IncomingComment, PlatformChange } from '../../core/comment.ts';
import type { UnreadReason } from '../../core/inbox.ts';
import { WireInstant } from '../wire-instant.ts';

/** Where and when a change was told. */
export interface Told {
  /** The Page, or the Instagram account. */
  readonly account: string;
  readonly at: Temporal.Instant;
  readonly receivedAt: Temporal.Instant;
}

/** What a change says; `why` says what of it was not understood, if anything. Without content nothing was. */
export type ReadChange =
  | {
      readonly content: { comment: IncomingComment } | { change: PlatformChange };
      readonly why?: 'odd-field';
    }
  | { readonly content: null; readonly why: UnreadReason };

/** Of which nothing was understood. */
export const unread = (why: UnreadReason): ReadChange => ({ content: null, why });

/** An id, digits kept as text. */
export const Id = z.union([z.string().min(1).max(200), z.int().nonnegative().transform(String)]);
/** Words; a number stands for its digits. */
export const Words = z.union([z.string(), z.number().transform(String)]);
const Seconds = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().min(0).max(1e14));
/** Seconds (or milliseconds) since 1970, or ISO 8601. */
export const Instant = z.union([Seconds.transform(instantOf), WireInstant]);

/** Entry times are seconds for feeds and milliseconds for messages; 1e11 seconds would be the year 5138. */
function instantOf(time: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(time < 1e11 ? time * 1000 : time));
}
