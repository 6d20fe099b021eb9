import type { WorkLoops } from '../outbox/work-loop.ts';
import type { Foundation } from './foundation.ts';
import type { JobName, Jobs } from './jobs.ts';

/** How many workers perform effects and show cards side by side: a slow platform holds one, not all. */
const WORKERS: Partial<Record<JobName, number>> = { effect: 4, card: 3 };

/**
 * Starts a loop for each job, and resolves when the last of them has started. Comments wait for the model; should it not
 * come, detectors and lexicon are better than waiting for ever.
 */
export async function startLoops(
  loops: WorkLoops,
  { screening: screen, ...jobs }: Jobs,
  { screening, log }: Pick<Foundation, 'screening' | 'log'>,
): Promise<void> {
  for (const name of Object.keys(jobs) as (keyof typeof jobs)[]) loops.start(name, jobs[name], WORKERS[name]);
  try {
    await screening.ready;
  } catch (error) {
    if (!loops.stopped) log.failed('training the model')(error);
  }
  loops.start('screening', screen);
}
