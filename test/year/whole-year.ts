import { rmSync } from 'node:fs';
import type { OpenOptions } from '../../src/store/open.ts';
import { auditYear } from './audit.ts';
import { startInProcess } from './in-process.ts';
import type { Findings } from './material.ts';
import { makeYearRules } from './rules.ts';
import { playYear } from './year.ts';

const FROM = Temporal.Instant.from('2026-01-01T00:00+01:00');
const UNTIL = Temporal.Instant.from('2027-01-01T00:00+01:00');

/** Ends in the night before a working day, in a weekend, in the middle of a day and after closing. */
const OUTAGES = (
  [
    ['2026-02-11T07:00+01:00', '2026-02-12T02:13+01:00'],
    ['2026-03-27T07:00+01:00', '2026-03-28T23:30+01:00'],
    ['2026-05-21T07:10+02:00', '2026-05-21T11:47+02:00'],
    ['2026-09-16T07:10+02:00', '2026-09-16T18:05+02:00'],
    ['2026-10-24T12:00+02:00', '2026-10-28T13:00+01:00'],
  ] as const
).map(([from, until]) => ({
  fromMs: Temporal.Instant.from(from).epochMilliseconds,
  untilMs: Temporal.Instant.from(until).epochMilliseconds,
}));

/** Who plays what: `seed` is the chance that it is played with. */
interface Playing {
  readonly seed: number;
  readonly replicas: number;
  readonly comments: number;
  readonly open: OpenOptions;
}

/** Plays 2026 with the bot's parts in this process: five municipalities, five outages. */
export const playWholeYear = (played: Playing) => playInProcess({ ...played, from: FROM, until: UNTIL });

/** The same for a part of it, with the outages that fall within. */
export async function playInProcess({
  seed,
  from,
  until,
  comments,
  ...where
}: Playing & {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}): Promise<Findings & { readonly told: string }> {
  const rulesDir = makeYearRules();
  const town = await startInProcess({ ...where, rulesDir, beginMs: from.epochMilliseconds - 1 });
  const outages = OUTAGES.filter(
    ({ fromMs, untilMs }) => fromMs >= from.epochMilliseconds && untilMs <= until.epochMilliseconds,
  );
  try {
    const found = await auditYear(town, await playYear(town, { seed, comments, from, until, outages }));
    const told = `seed ${seed}, ${found.violations.length} broken promises, ${JSON.stringify(found.figures)}`;
    return { ...found, told };
  } finally {
    await town.close();
    rmSync(rulesDir, { recursive: true });
  }
}
