import type { Around } from './expected.ts';
import { dateOf, instantMs, type Office } from './office.ts';
import { type Posted, STAFF } from './town.ts';
import type { Played } from './year.ts';

/** What a year held, and every promise that was broken in it. */
export interface Findings {
  readonly figures: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/** A ticket as the database has it. `rules`: what screening found. */
export interface TicketRow {
  readonly municipality: string;
  readonly ticket: string;
  readonly external: string;
  readonly created: Temporal.Instant;
  readonly arrived: Temporal.Instant;
  readonly rules: string[] | null;
}

/** A line of the journal. */
export interface NoteRow {
  readonly municipality: string;
  readonly ticket: string | null;
  readonly at: Temporal.Instant;
  readonly kind: string;
  readonly by: string | null;
  readonly data: Record<string, unknown>;
}

/** What is compared. */
export interface Material {
  readonly posted: readonly Posted[];
  readonly tickets: readonly TicketRow[];
  readonly notes: readonly NoteRow[];
  readonly offices: ReadonlyMap<string, Office>;
}

/** A line may be this much after its instant: a try is repeated after some seconds. */
const TOLERANCE_MS = 60_000;

/** Did it come at its instant? */
export const near = (ms: number, plannedMs: number): boolean =>
  ms >= plannedMs && ms - plannedMs < TOLERANCE_MS;

/** Whom the municipality's clock may turn to, and when the bot ran. */
export function around(municipality: string, office: Office, { outages, untilMs }: Played): Around {
  const staff = STAFF[municipality];
  return {
    office,
    untilMs,
    lead: staff?.lead ?? null,
    ownerOnRota: (ms) => {
      const rota = staff?.rota ?? [];
      // A Monday: the weeks since then are counted out among them.
      const days = (instantMs(dateOf(ms), '12:00') - instantMs('1990-01-01', '12:00')) / 86_400_000;
      return rota[Math.floor(Math.round(days) / 7) % rota.length] ?? null;
    },
    runsFrom: (ms) => outages.find(({ fromMs, untilMs: to }) => fromMs <= ms && ms < to)?.untilMs ?? ms,
  };
}

/** A local instant, to be read. */
export const instant = (ms: number): string =>
  Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO('Europe/Stockholm')
    .toString({ offset: 'never', timeZoneName: 'never' });

/** What was posted, to be read. */
export const told = ({ atMs, municipality, what, ticket, text }: Posted): string =>
  `${what} at ${instant(atMs)} in ${municipality}${ticket === null ? '' : `, ${ticket}`}: ${what === 'line' ? text : ''}`;
