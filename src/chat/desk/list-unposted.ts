import { z } from 'zod';
import { InstantText } from '../../core/ticket.ts';

/** What the database can compare; nothing came in outside it. */
const EARLIEST = Temporal.Instant.from('2000-01-01T00:00:00Z').epochMilliseconds;
const LATEST = Temporal.Instant.from('2101-01-01T00:00:00Z').epochMilliseconds;

/** The data of the digest's button: the period whose comments without a card are asked for. Proves nothing. */
export const ListUnposted = z
  .strictObject({ verb: z.literal('list-unposted'), since: InstantText, until: InstantText })
  .transform(({ since, until }) => ({
    from: Temporal.Instant.from(since),
    until: Temporal.Instant.from(until),
  }))
  .refine(
    ({ from, until }) =>
      EARLIEST < from.epochMilliseconds && from.epochMilliseconds < until.epochMilliseconds,
    'expected since before until, and this century',
  )
  .refine(({ until }) => until.epochMilliseconds < LATEST, 'expected this century');
