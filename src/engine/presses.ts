import type { TicketView } from '../core/view.ts';
import type { DecisionOutcome } from '../ports/ledger.ts';
import { createBatches } from './batches.ts';
import type { Decider, EngineParts, Happened } from './decider.ts';
import type { Engine } from './engine.ts';

interface HappenedPress extends Happened {
  readonly ticket: string;
}

interface Decided {
  readonly outcome: DecisionOutcome;
  readonly after: TicketView | null;
}

/**
 * Decides presses. Those on different tickets that arrive together share a transaction, and the look at what came of
 * them: a storm of presses waits for few commits.
 */
export function createPresses({ store, wake }: EngineParts, { decideAll, viewOf }: Decider): Engine['press'] {
  const decidePresses = createBatches<HappenedPress, Decided>({
    most: 20,
    identityOf: ({ ticket }) => ticket,
    run: async (municipality, presses) => {
      const outcomes = await decideAll(municipality, presses);
      const tickets = presses.map(({ ticket }) => ticket);
      const after = await store.views(municipality, tickets);
      return outcomes.map((outcome, index) => {
        const stored = after.get(tickets[index] ?? '');
        return { outcome, after: stored ? viewOf(stored) : null };
      });
    },
  });

  return async ({ key, municipality, by, named, data, on }) => {
    const { ticket } = data;
    // The workers wait until the presser's card has been read: they would come before it at the database.
    const { outcome, after } = await decidePresses(municipality, {
      ticket,
      event: { kind: 'button-pressed', key, ticket, by, ...(named !== undefined && { named }), data },
      ...(on && { pressedOn: on }),
    }).finally(wake);
    return after && { view: after, decision: outcome.kind === 'decided' ? outcome.decision : null };
  };
}
