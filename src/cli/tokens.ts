import type { Command } from 'commander';
import { inStore } from './in-store.ts';

/**
 * `kv tokens`: of which accounts a token is stored that its platform gave anew, one JSON line each; never the token.
 * `--forget` takes them all away, for one who has lost TOKEN_KEY: then those in the environment are used again.
 */
export function addTokens(program: Command): void {
  program
    .command('tokens')
    .description('list the accounts whose refreshed token is stored; --forget takes the tokens away')
    .option('--forget', 'take them away: TOKEN_KEY is lost')
    .action(async ({ forget }: { readonly forget?: true }) => {
      await inStore(async ({ store }) => {
        for (const { municipality, platform, account } of await store.sealedTokens()) {
          process.stdout.write(`${JSON.stringify({ municipality, platform, account })}\n`);
        }
        if (forget) await store.forgetTokens();
      });
    });
}
