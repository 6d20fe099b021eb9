import { join } from 'node:path';
import type { Command } from 'commander';
import { proposedExample } from '../core/proposed-example.ts';
import { loadPolicies } from '../rules/load-policies.ts';
import { judgements } from '../store/judgements.ts';
import { questionChoices } from '../store/lessons.ts';
import { inStore } from './in-store.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

/**
 * `kv examples`: what staff judged otherwise than screening, and what they meant with questions that could be understood in several
 * ways, one JSON line each, for someone to read and add to `rules/examples/` and `rules/questions/`. The lines hold people's
 * words: they are personal data.
 */
export function addExamples(program: Command): void {
  program
    .command('examples')
    .description(
      'comments that staff judged otherwise than screening did, and questions with the rule that was meant; holds their texts',
    )
    .action(async () => {
      const policies = loadPolicies(RULES);
      await inStore(async ({ database }) => {
        for await (const { ticket, text } of judgements(database.kysely)) {
          const policy = policies.get(ticket.municipality);
          const example = policy && proposedExample(ticket, policy);
          if (!example) continue;
          const { urgent } = ticket.screening;
          const reply = ticket.screening.needsReply || (ticket.takenUp !== null && ticket.reply !== null);
          const line = { municipality: ticket.municipality, text, ...example, reply, urgent };
          process.stdout.write(`${JSON.stringify(line)}\n`);
        }
        for (const choice of await questionChoices(database.kysely))
          process.stdout.write(`${JSON.stringify(choice)}\n`);
      });
    });
}
