import type { Command } from 'commander';
import type { BlockInForce } from '../core/block.ts';
import { inStore } from './in-store.ts';

/**
 * `kv blocks`: the blocks in force of one municipality, one JSON line each, the latest first, with rule and reason. Whose account
 * it is stands in the ticket's history. Exit code 1 when there is none.
 */
export function addBlocks(program: Command): void {
  program
    .command('blocks')
    .description('list the blocks in force with rule, reason and end; exit 1 when there is none')
    .requiredOption('--municipality <id>', 'whose blocks')
    .action(async ({ municipality }: { municipality: string }) => {
      await inStore(async ({ store }) => {
        const blocks = await store.blocks(municipality);
        for (const one of blocks) process.stdout.write(`${JSON.stringify(lineOf(one))}\n`);
        if (blocks.length === 0) process.exitCode = 1;
      });
    });
}

/** `untilOn` null: until further notice. `lifting`: how far the act that ends it has come; null where none is ordered. */
const lineOf = ({
  ticket,
  platform,
  account,
  since,
  untilOn,
  rule,
  reason,
  by,
  name,
  lifting,
}: BlockInForce) => ({
  ...{ ticket: ticket.number, platform, account, since, untilOn, rule, reason, by, name, lifting },
});
