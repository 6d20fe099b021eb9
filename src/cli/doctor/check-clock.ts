import { STOCKHOLM } from '../../core/calendar.ts';
import type { Database } from '../../store/open.ts';
import { type Diagnosis, ill, well } from './diagnosis.ts';

/** Deadlines compare with the machine's clock, leases with the database's. */
const MOST_APART_MS = 5000;

/** A summer and a winter day, and Sweden's offset on each. */
const OFFSETS = [
  ['2026-07-01T12:00Z', '+02:00'],
  ['2026-12-01T12:00Z', '+01:00'],
] as const;

/** Does this Node know when it is summer in Sweden? */
export function checkZone(): Diagnosis {
  const knows = OFFSETS.every(([at, offset]) => offsetAt(Temporal.Instant.from(at)) === offset);
  return knows
    ? well('clock', `this Node knows ${STOCKHOLM}`)
    : ill('clock', `this Node does not know ${STOCKHOLM}`, 'run it with the Node that npm installs here');
}

/** Do the machine and the database agree on what time it is? */
export async function checkDatabaseClock({ kind, pool }: Database<unknown>): Promise<Diagnosis[]> {
  if (kind === 'embedded') return [];
  const before = Temporal.Now.instant().epochMilliseconds;
  const { rows } = await pool.query<{ now: Temporal.Instant }>('SELECT clock_timestamp() AS now');
  const after = Temporal.Now.instant().epochMilliseconds;
  const theirs = rows[0]?.now.epochMilliseconds ?? Number.NaN;
  return [clockVerdict(Math.max(before - theirs, theirs - after, 0))];
}

/** @param apartMs how much the two clocks differ at least */
export function clockVerdict(apartMs: number): Diagnosis {
  const says = `the machine's clock and the database's are ${(apartMs / 1000).toFixed(1)} s apart`;
  return apartMs <= MOST_APART_MS
    ? well('clock', says)
    : ill('clock', says, `let both machines fetch their time from the same source (NTP)`);
}

function offsetAt(at: Temporal.Instant): string | null {
  try {
    return at.toZonedDateTimeISO(STOCKHOLM).offset;
  } catch {
    return null;
  }
}
