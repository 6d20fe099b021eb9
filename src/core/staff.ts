import { localDay } from './calendar.ts';
import type { Actor } from './decision.ts';
import type { Ticket } from './ticket.ts';

/** Days on which somebody is away: both ends are among them. */
interface Absence {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** The people of a municipality, or of one of its accounts, as the accounts file names them, at work or not: Entra object ids. */
export interface Roster {
  readonly leads: readonly string[];
  readonly registrars: readonly string[];
  readonly duty?: string | undefined;
  readonly dutyBackup?: string | undefined;
  readonly rota: readonly string[];
  readonly responsible?: string | undefined;
  /** Of whoever is ever away, when. */
  readonly absences: ReadonlyMap<string, readonly Absence[]>;
}

/** The people whom the clock may turn to on one day, by Entra object id: whoever is away has been passed over. */
export interface Staff {
  /** Whom a ticket that nobody answers is escalated to. */
  readonly lead: string | null;
  /** Who leads there, away or not; absent: whoever acts as one. */
  readonly leads?: readonly string[];
  /** Each gets a card of what waits for a diary number; absent as none. */
  readonly registrars?: readonly string[];
  /** Alerted personally, without any text, of what waits for nobody's morning. */
  readonly duty: string | null;
  /** Alerted in their place when they do not confirm; absent: the lead. */
  readonly dutyBackup?: string;
  /** Who sees to unclaimed cards, a week each in turn. */
  readonly rota: readonly string[];
  /** Who answers for the account that a ticket came from; absent where nobody does. */
  readonly responsible?: string;
  /** Who is away: whatever is theirs is another's meanwhile. Absent as none. */
  readonly away?: readonly string[];
}

/**
 * Whom the clock may turn to on that day. Duty goes to the backup, and from both to the lead; the lead to the next who leads.
 * Where all who lead are away, the first of them is told all the same: somebody must be.
 */
export function staffOn(roster: Roster, day: Temporal.PlainDate): Staff {
  const { leads, registrars, rota, absences } = roster;
  const away = [...absences].filter(([, spans]) => spans.some((span) => isIn(span, day))).map(([id]) => id);
  const isHere = (person: string | undefined): person is string =>
    person !== undefined && !away.includes(person);
  const lead = leads.find(isHere) ?? leads[0] ?? null;
  const [first = lead, second] = [roster.duty, roster.dutyBackup].filter(isHere);
  return {
    ...{ lead, leads, registrars, rota, away },
    duty: roster.duty === undefined ? null : first,
    ...(second !== undefined && { dutyBackup: second }),
    ...(isHere(roster.responsible) && { responsible: roster.responsible }),
  };
}

const isIn = ({ from, to }: Absence, day: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(from, day) <= 0 && Temporal.PlainDate.compare(day, to) <= 0;

/** A Monday: turns are counted in whole weeks from it, so that a new year skips nobody. */
const FIRST_MONDAY = new Temporal.PlainDate(1990, 1, 1);

/** Whose week it is, or the next in turn where they are away, or the lead where all are; null without a rota. */
export function onRota(
  { rota, away = [], lead }: Pick<Staff, 'rota' | 'away' | 'lead'>,
  day: Temporal.PlainDate,
): string | null {
  if (rota.length === 0) return null;
  const turn = Math.floor(FIRST_MONDAY.until(day).days / 7) % rota.length;
  const inTurn = [...rota.slice(turn), ...rota.slice(0, turn)];
  return inTurn.find((person) => !away.includes(person)) ?? lead;
}

/** Who sees to what nobody has taken: whoever answers for the account, or else whose week it is. */
export const seesToUnclaimed = (staff: Staff, day: Temporal.PlainDate): string | null =>
  staff.responsible ?? onRota(staff, day);

/**
 * Who is to be reminded: whoever took the ticket, also when the claim has lapsed, else who sees to what nobody has taken. What
 * is in the hands of somebody who is away is in nobody's.
 */
export function ownerOf({ claim, snooze }: Ticket, staff: Staff, now: Temporal.Instant): string | null {
  const taken = claim?.by ?? snooze?.by;
  return taken === undefined || staff.away?.includes(taken) ? seesToUnclaimed(staff, localDay(now)) : taken;
}

/**
 * As what somebody acts on a ticket of that account: who leads another one, or the municipality where the account has leads of
 * its own, is here a registrar or a colleague like any other.
 */
export function actorAt({ leads, registrars }: Staff, actor: Actor): Actor {
  if (actor.role !== 'lead' || (leads?.includes(actor.id) ?? true)) return actor;
  return { ...actor, role: registrars?.includes(actor.id) ? 'registrar' : 'communicator' };
}
