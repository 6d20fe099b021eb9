import { nextQuietInstant } from './calendar.ts';
import { activeClaim } from './ticket.ts';
import type { TicketView } from './view.ts';

/**
 * When the card's words will no longer be the best that can be said, though nothing has been decided: the deadline has
 * passed, or a claim has lapsed. Always at night, and not while anyone has the ticket; null when nothing will age.
 */
export function agesAt({ ticket, policy, now }: TicketView): Temporal.Instant | null {
  const claim = activeClaim(ticket, policy.claimMinutes, now);
  const lapses = claim && Temporal.Instant.from(claim.at).add({ minutes: policy.claimMinutes });
  const target = ticket.target && Temporal.Instant.from(ticket.target.at);
  const ahead = [lapses, target].filter((at) => at !== null && Temporal.Instant.compare(at, now) > 0);
  const first = ahead.toSorted((a, b) =>
    Temporal.Instant.compare(a as Temporal.Instant, b as Temporal.Instant),
  )[0];
  if (!first) return null;
  return nextQuietInstant(lapses && Temporal.Instant.compare(lapses, first) > 0 ? lapses : first);
}
