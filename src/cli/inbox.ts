import type { Command } from 'commander';
import { inStore } from './in-store.ts';

interface Options {
  readonly municipality?: string;
  readonly retry?: true;
}

/**
 * `kv inbox`: what platforms have delivered and nobody understood yet, one JSON line each, without what it says;
 * `--retry` hands it to a running bot, or to the next that starts, to be read again.
 */
export function addInbox(program: Command): void {
  program
    .command('inbox')
    .description('list what was delivered and nobody understood yet; --retry has it read again by the bot')
    .option('--municipality <id>', 'only what names an account of this municipality')
    .option('--retry', 'have it read again')
    .action(async ({ municipality, retry }: Options) => {
      await inStore(async ({ store }) => {
        const rows = await store.unreadRows(municipality ?? null);
        if (retry) await store.retryUnread(municipality ?? null);
        for (const { id, source, account, receivedAt, why } of rows) {
          process.stdout.write(`${JSON.stringify({ id, source, account, receivedAt, why })}\n`);
        }
      });
    });
}
