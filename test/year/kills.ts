import { createRandom } from '../chaos/random.ts';
import { auditYear } from './audit.ts';
import { dueAt } from './due.ts';
import type { Findings } from './material.ts';
import { startProcesses } from './processes.ts';
import { playYear } from './year.ts';

export interface KillsOptions {
  readonly databaseUrl: string;
  readonly seed: number;
  readonly comments: number;
  readonly kills: number;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

export interface KillsResult extends Findings {
  readonly seconds: number;
  /** What the bots wrote to stderr. */
  readonly said: readonly string[];
}

/** Plays the span with two real bots on one PostgreSQL and kills them with -9 while they say what is due. */
export async function playWithKills(options: KillsOptions): Promise<KillsResult> {
  const { seed, kills, from, until } = options;
  const began = performance.now();
  const town = await startProcesses(options.databaseUrl, from.epochMilliseconds - 1);
  try {
    const random = createRandom(seed + 7);
    const spanMs = until.epochMilliseconds - from.epochMilliseconds;
    const at = Array.from(
      { length: kills },
      (_, count) => from.epochMilliseconds + (spanMs * (count + random.next())) / (kills + 1),
    );
    const counts = { kills: 0, 'bots killed': 0, 'killed while posting': 0 };
    const disturb = async (nowMs: number): Promise<void> => {
      if ((at[0] ?? Number.POSITIVE_INFINITY) > nowMs) return;
      const due = await dueAt(town.kysely, nowMs);
      if (due.effect + due.digest === 0) return;
      const done = await town.killWhileSaying(random);
      if (done === null) return;
      const { killed, whilePosting } = done;
      at.shift();
      counts.kills += 1;
      counts['bots killed'] += killed;
      counts['killed while posting'] += whilePosting ? 1 : 0;
    };
    const played = await playYear(town, { ...options, outages: [], disturb });
    const { figures, violations } = await auditYear(town, played);
    const seconds = (performance.now() - began) / 1000;
    return { figures: { ...counts, ...figures }, violations, seconds, said: town.said() };
  } finally {
    await town.close();
  }
}
