import { join } from 'node:path';
import type { Command } from 'commander';
import type { Screening } from '../core/finding.ts';
import { loadPolicies } from '../rules/load-policies.ts';
import { screenerOf } from '../screening/screen.ts';
import { type ArchivedText, archivedTexts } from '../store/archived-texts.ts';
import { inStore } from './in-store.ts';
import { openedScreening } from './opened-screening.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

/**
 * `kv backtest --rules DIR`: screens every archived comment under the rules in force and under those of the folder, and
 * prints where they differ, one JSON line a comment, without its text. A dry run: nothing is changed. The first run with
 * other examples trains a model of them.
 */
export function addBacktest(program: Command): void {
  program
    .command('backtest')
    .description('what changed rules would make of the archived comments: a dry run')
    .requiredOption('--rules <folder>', 'the changed rules: a copy of rules/')
    .action(async ({ rules }: { rules: string }) => {
      const [before, after] = [await screeningUnder(RULES), await screeningUnder(rules)];
      await inStore(async ({ database }) => {
        let [looked, changed] = [0, 0];
        for await (const archived of archivedTexts(database.kysely)) {
          const [was, is] = [before(archived), after(archived)];
          looked += 1;
          if (JSON.stringify(was) === JSON.stringify(is)) continue;
          changed += 1;
          const { municipality, comment } = archived;
          process.stdout.write(`${JSON.stringify({ municipality, comment, before: was, after: is })}\n`);
        }
        process.stderr.write(`${changed} of ${looked} comments would be screened otherwise\n`);
      });
    });
}

/** What of a screening staff would notice; null where the rules do not know the municipality. */
type Noticed = Pick<Screening, 'tier' | 'needsReply' | 'urgent' | 'display'> & {
  readonly rules: readonly string[];
};

async function screeningUnder(rulesDir: string): Promise<(archived: ArchivedText) => Noticed | null> {
  const policies = loadPolicies(rulesDir);
  const screen = screenerOf((await openedScreening(rulesDir)).assess);
  return ({ municipality, text, hasAttachments }) => {
    const policy = policies.get(municipality);
    if (!policy) return null;
    const { tier, needsReply, urgent, display, findings } = screen(text, policy, { hasAttachments });
    return { tier, needsReply, urgent, display, rules: findings.map(({ rule }) => rule) };
  };
}
