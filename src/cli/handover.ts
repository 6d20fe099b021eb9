import { type Command, Option } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import type { HandoverWay } from '../ports/handovers.ts';
import { inStore } from './in-store.ts';

interface Options {
  readonly municipality: string;
  readonly retry?: string;
  readonly way?: HandoverWay;
}

/**
 * `kv handover`: where each entry of the register stands on its way to whoever keeps the diary, one JSON line each; `--retry`
 * has one tried again that has failed, or whose mail may have come through, and exits 1 when there is no such one.
 */
export function addHandover(program: Command): void {
  program
    .command('handover')
    .description('list what of the register was handed over, and how; --retry tries one again')
    .requiredOption('--municipality <id>', 'whose register')
    .option('--retry <reference>', 'try this entry again, such as "SM 2026-123"')
    .addOption(new Option('--way <way>', 'on this way').choices(['folder', 'mail']))
    .action(async ({ municipality, retry, way }: Options) => {
      if ((retry === undefined) !== (way === undefined))
        throw new Error('--retry: expected together with --way, folder or mail');
      await inStore(async ({ store }) => {
        if (retry !== undefined && way !== undefined) {
          const found = await store.retryHandover(municipality, retry, way, systemClock.now());
          if (!found) {
            process.stderr.write(`${retry}: nothing of it by ${way} has failed or is unknown\n`);
            process.exitCode = 1;
          }
        }
        for (const { municipality: _, ...one } of await store.handovers(municipality))
          process.stdout.write(`${JSON.stringify(one)}\n`);
      });
    });
}
