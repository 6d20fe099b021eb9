import type { Command } from 'commander';
import { readFindQuery } from '../core/find.ts';
import { type HistoryEntry, type HistoryFacts, historyOf } from '../core/history.ts';
import type { Store } from '../ports/store.ts';
import { inStore } from './in-store.ts';

interface Options {
  readonly municipality: string;
  readonly ticket: string;
}

/**
 * `kv history`: all that happened to one ticket, one JSON line each, oldest first: texts, decisions with rule, quote and
 * reason, replies, what effects came to, the register. Exit code 1 when the municipality has no such ticket.
 */
export function addHistory(program: Command): void {
  program
    .command('history')
    .description('tell all that happened to a ticket, oldest first; exit 1 when there is none')
    .requiredOption('--municipality <id>', 'whose ticket')
    .requiredOption('--ticket <ticket>', 'its short number, its id, or its reference in the register')
    .action(async ({ municipality, ticket: named }: Options) => {
      await inStore(async ({ store }) => {
        const ticket = await ticketNamed(store, municipality, named);
        const facts = ticket && (await store.history(municipality, ticket.id));
        if (!ticket || !facts) {
          process.stderr.write(`--ticket: ${municipality} has no ticket ${named}\n`);
          process.exitCode = 1;
          return;
        }
        for (const entry of historyOf(facts))
          process.stdout.write(`${JSON.stringify({ ticket: ticket.number, ...lineOf(facts, entry) })}\n`);
      });
    });
}

/** By what is its own alone: words name no ticket. */
async function ticketNamed(store: Store, municipality: string, named: string) {
  const { found } = await store.find(municipality, { ...readFindQuery(named), words: [] }, 1);
  return found[0]?.ticket ?? null;
}

/** Only what the entry has: an absent field says nothing, one that is null has been disposed of. */
function lineOf(
  { names }: HistoryFacts,
  { at, kind, by, text, reason, reply, effect, registration, data }: HistoryEntry,
) {
  return {
    ...{ at, kind, by, name: by === null ? null : (names.get(by) ?? null) },
    ...(text && { version: text.version, text: text.text, attachments: text.attachments }),
    ...(reason && {
      verb: reason.verb,
      rule: reason.rule,
      quote: reason.quote,
      policy: reason.policy,
      reason: reason.reason,
    }),
    ...(reply && { reply: reply.text }),
    ...(effect && {
      effect: effect.kind,
      state: effect.state,
      how: effect.result?.how ?? null,
      error: effect.error,
    }),
    ...(registration && { registration: { ...registration } }),
    data,
  };
}
