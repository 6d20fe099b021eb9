import type { Command } from 'commander';
import { type Found, readFindQuery } from '../core/find.ts';
import { inStore } from './in-store.ts';

/** More than anybody reads: who wants more narrows the search. */
const MOST = 1000;

/**
 * `kv find`: comments of one municipality, whatever became of them, by words or author, link, short number, reference or
 * diary number; one JSON line each, the newest first. Exit code 1 when nothing is found.
 */
export function addFind(program: Command): void {
  program
    .command('find')
    .description('find comments by words, author, link, number or reference; exit 1 when there is none')
    .requiredOption('--municipality <id>', 'whose comments')
    .argument('<words...>', 'what is looked for: all words, or one link or reference')
    .action(async (words: string[], { municipality }: { municipality: string }) => {
      await inStore(async ({ store }) => {
        const query = readFindQuery(words.join(' '));
        const { total, found } = await store.find(municipality, query, MOST);
        for (const one of found) process.stdout.write(`${JSON.stringify(lineOf(one))}\n`);
        if (total > found.length) process.stderr.write(`the newest ${found.length} of ${total}\n`);
        if (total === 0) process.exitCode = 1;
      });
    });
}

const lineOf = ({
  ticket,
  comment,
  platform,
  account,
  at,
  rule,
  reason,
  decidedAt,
  registration,
}: Found) => ({
  ticket: ticket?.number ?? null,
  ...{ comment, platform, account, at },
  state: ticket?.state ?? null,
  ...{ rule, reason, decidedAt, registration },
});
