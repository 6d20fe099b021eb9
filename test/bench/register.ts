import { openStore } from '../../src/app/open-store.ts';
import type { Decision } from '../../src/core/decision.ts';
import type { DecisionRequest, StoredSituation } from '../../src/ports/ledger.ts';
import type { Store } from '../../src/ports/store.ts';
import { incoming, opened } from '../store/town.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import type { Where } from './surroundings.ts';

const TOWN = 'filipstad';
const ACCOUNT = { platform: 'facebook', account: '1' } as const;
const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');
/** Pairs of transactions in a run, the one and the other in turn, and runs. */
const PAIRS = Number(process.env['KV_BENCH_REGISTER'] ?? 200);
const RUNS = 5;
const BY = 'aaaaaaaa-0000-4000-8000-000000000001';

const REASON = {
  verb: 'remove',
  rule: 'FIL-20',
  quote: 'Vi tar bort påhopp.',
  text: 'Ett påhopp på en granne.',
};
const ORDERED = { kind: 'removal-ordered' as const, by: BY, data: { rule: 'FIL-20' } };

const securing = (): Decision => ({ journal: [ORDERED], effects: [], reason: REASON });
const registering = ({ decisionId }: StoredSituation): Decision => ({
  ...securing(),
  journal: [ORDERED, { kind: 'secured', by: BY, data: { registration: decisionId } }],
  registration: {
    create: { kind: 'comment', subject: 'Kommentar på Facebook', ground: 'FIL-20', secret: false, by: BY },
    number: null,
  },
});

/** What an entry of the register adds to the transaction that secures a removal, its hand-over ordered on two ways. */
export async function measureRegister(where: Where): Promise<Line[]> {
  await using opened = new AsyncDisposableStack();
  const { store } = await openStore(where, opened);
  await store.declareAccounts([{ municipality: TOWN, ...ACCOUNT, name: TOWN, trial: false }]);
  await store.declareHandoverWays([
    { municipality: TOWN, way: 'folder' },
    { municipality: TOWN, way: 'mail' },
  ]);
  const [without, added]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    const tickets = await openTickets(store, run);
    const tookMs = { securing: [] as number[], registering: [] as number[] };
    for (const [index, ticket] of tickets.entries()) {
      const isPlain = index % 2 === 0;
      const startedAt = performance.now();
      await decided(store, `${run} ${index}`, { ticket }, isPlain ? securing : registering);
      tookMs[isPlain ? 'securing' : 'registering'].push(performance.now() - startedAt);
    }
    without.push(quantile(tookMs.securing, 0.5));
    added.push(quantile(tookMs.registering, 0.5) - quantile(tookMs.securing, 0.5));
  }
  return [
    { name: 'A removal secured, p50', unit: 'ms', figure: spreadOf(without) },
    { name: '  later by, when it is registered', unit: 'ms', figure: spreadOf(added), goal: { atMost: 2 } },
  ];
}

/** One decision, which must be taken. @returns its ticket */
async function decided(
  store: Store,
  key: string,
  about: DecisionRequest['about'],
  decide: (situation: StoredSituation) => Decision,
): Promise<string> {
  const [outcome] = await store.decide(TOWN, NOW, [{ key, about, by: BY, policy: '1' }], decide);
  if (outcome?.kind !== 'decided' || outcome.ticket === null) throw new Error(`${key}: not decided`);
  return outcome.ticket;
}

/** Comments of a run, each with a ticket. */
async function openTickets(store: Store, run: number): Promise<string[]> {
  const items = Array.from({ length: 2 * PAIRS }, (_, index) => ({
    key: `comment ${run} ${index}`,
    raw: Buffer.from('{}'),
    comment: incoming({
      ...ACCOUNT,
      externalId: `${run}_${index}`,
      text: `Snöröjningen på Storgatan ${index}`,
    }),
  }));
  await store.archive({ municipality: TOWN, source: 'bench', receivedAt: NOW, sha256: 'none', items });
  const tickets: string[] = [];
  for (const { comment: id } of await store.unscreened(2 * PAIRS, []))
    tickets.push(
      await decided(store, `open ${id}`, { comment: id }, (situation) => ({
        ...{ screenedVersion: 1, ticket: opened(situation), effects: [] },
        journal: [{ kind: 'ticket-opened', by: null, data: {} }],
      })),
    );
  return tickets;
}
