import { expect } from 'vitest';
import type { GraphSimulator } from '../../src/local/graph/server.ts';
import type { Delivery } from './cells.ts';
import { SECRET } from './town.ts';

const MODES: Readonly<Record<Delivery, object>> = {
  duplicate: { copies: 2 },
  reordered: { order: 'reversed' },
  batch: { batch: 1000 },
};

/** Graph tells everything that has happened, in that way, and then holds back what comes. `url`: the webhook's address. */
export async function tellByGraph(graph: GraphSimulator, how: Delivery, url: string): Promise<void> {
  await deliver(graph, { hold: true });
  await graph.subscribe({ url, secret: SECRET, verifyToken: SECRET });
  await deliver(graph, MODES[how]);
  await expect.poll(() => graph.state.pending.length, { timeout: 10_000 }).toBe(0);
  await deliver(graph, { hold: true });
}

const deliver = ({ url }: GraphSimulator, mode: object): Promise<Response> =>
  fetch(`${url}/_sim/webhooks`, { method: 'POST', body: JSON.stringify(mode) });
