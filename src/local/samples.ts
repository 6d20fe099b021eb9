import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const Sample = z.strictObject({
  author: z.string(),
  message: z.string().default(''),
  photo: z.boolean().default(false),
});
const Samples = z.strictObject({ atOnce: z.array(Sample), later: z.array(Sample) });

/** Comments that come by themselves, so that there is something to look at. */
export interface SampleFeed {
  /** Lets the imagined citizens write; resolves when the last one has. Stops early when `signal` says so. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Imagined citizens who write on one page of the simulated Facebook: `everyMs` between those who come later.
 * `sent` of them have written in an earlier run.
 */
export function sampleFeed(options: {
  graphUrl: string;
  page: string;
  everyMs: number;
  sent: number;
  onSent: (count: number) => void;
}): SampleFeed {
  const file = new URL('samples.yaml', import.meta.url);
  const { atOnce, later } = Samples.parse(parse(readFileSync(file, 'utf8')));
  return {
    run: async (signal) => {
      for (const [index, sample] of [...atOnce, ...later].entries()) {
        if (index < options.sent) continue;
        if (index >= atOnce.length) await wait(options.everyMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        await write(options.graphUrl, options.page, sample);
        options.onSent(index + 1);
      }
    },
  };
}

async function write(graphUrl: string, page: string, sample: z.infer<typeof Sample>): Promise<void> {
  const response = await fetch(`${graphUrl}/_sim/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ op: 'add', page, ...sample }),
  });
  if (!response.ok)
    throw new Error(`The simulated Facebook refused a sample comment: ${await response.text()}`);
}
