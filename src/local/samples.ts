import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { PlatformName } from '../core/platform.ts';
import type { TownPage } from './simulators.ts';

const Sample = z.strictObject({
  on: PlatformName.default('facebook'),
  author: z.string(),
  message: z.string().default(''),
  photo: z.boolean().default(false),
  /** Not for all to read. */
  private: z.boolean().default(false),
});
type Sample = z.infer<typeof Sample>;
const Samples = z.strictObject({ atOnce: z.array(Sample), later: z.array(Sample) });

/** Comments that come by themselves, so that there is something to look at. */
export interface SampleFeed {
  /** Lets the imagined citizens write; resolves when the last one has. Stops early when `signal` says so. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Imagined citizens who write on the town's simulated pages, where it has them: `everyMs` between those who come later.
 * `sent` of them have written in an earlier run.
 */
export function sampleFeed(options: {
  pages: readonly TownPage[];
  everyMs: number;
  sent: number;
  onSent: (count: number) => void;
}): SampleFeed {
  const file = new URL('samples.yaml', import.meta.url);
  const samples = Samples.parse(parse(readFileSync(file, 'utf8')));
  const here = (all: readonly Sample[]) => all.flatMap((sample) => writing(options.pages, sample));
  const [atOnce, later] = [here(samples.atOnce), here(samples.later)];
  return {
    run: async (signal) => {
      for (const [index, write] of [...atOnce, ...later].entries()) {
        if (index < options.sent) continue;
        if (index >= atOnce.length) await wait(options.everyMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        await write();
        options.onSent(index + 1);
      }
    },
  };
}

/** How the sample is written; none where the town has no such page. */
function writing(
  pages: readonly TownPage[],
  { on, private: isPrivate, ...said }: Sample,
): (() => Promise<void>)[] {
  const page = pages.find(({ platform }) => platform === on);
  const write = isPrivate ? page?.writePrivately : page?.write;
  return write ? [() => write(said)] : [];
}
