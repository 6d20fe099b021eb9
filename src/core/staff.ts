import { localDay } from './calendar.ts';
import type { Ticket } from './ticket.ts';

/** The people of one municipality whom the clock may turn to, by Entra object id; from the accounts file. */
export interface Staff {
  /** Whom a ticket that nobody answers is escalated to. */
  readonly lead: string | null;
  /** Each gets a card of what waits for a diary number; absent as none. */
  readonly registrars?: readonly string[];
  /** May be alerted personally outside office hours about statutory and secrecy tickets. */
  readonly duty: string | null;
  /** Who sees to unclaimed cards, a week each in turn. */
  readonly rota: readonly string[];
  /** Who answers for the account that a ticket came from; absent where nobody does. */
  readonly responsible?: string;
}

/** A Monday: turns are counted in whole weeks from it, so that a new year skips nobody. */
const FIRST_MONDAY = new Temporal.PlainDate(1990, 1, 1);

/** Whose week it is; null without a rota. */
export function onRota({ rota }: Staff, day: Temporal.PlainDate): string | null {
  const weeks = Math.floor(FIRST_MONDAY.until(day).days / 7);
  return rota[weeks % rota.length] ?? null;
}

/** Who is to be reminded: whoever took the ticket, also when the claim has lapsed, else who answers for its account or whose week it is. */
export const ownerOf = ({ claim, snooze }: Ticket, staff: Staff, now: Temporal.Instant): string | null =>
  claim?.by ?? snooze?.by ?? staff.responsible ?? onRota(staff, localDay(now));
