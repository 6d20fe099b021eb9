import { Fault as GraphFault } from '../../src/local/graph/faults.ts';
import type { GraphSimulator } from '../../src/local/graph/server.ts';
import { type Fault, LIMITED_MS, SLOW_MS } from './wire.ts';

const KINDS: Readonly<Record<Fault, object>> = {
  'rate-limited': { kind: 'rate-limit', minutes: LIMITED_MS / 60_000 },
  'token-expired': { kind: 'token-expired' },
  permission: { kind: 'permission' },
  gone: { kind: 'gone' },
  transient: { kind: 'transient' },
  slow: { kind: 'slow', delayMs: SLOW_MS },
  'lost-answer': { kind: 'lost-answer' },
  'half-body': { kind: 'half-body' },
  garbled: { kind: 'garbled' },
  'other-page': { kind: 'other-page' },
};

/** The next call to that path meets the fault, as Graph has it. */
export const meetOnGraph =
  (graph: Pick<GraphSimulator, 'fault'>) =>
  (fault: Fault, path: string): void =>
    graph.fault(GraphFault.parse({ ...KINDS[fault], match: { path: path.replace(/^\/v[\d.]+\//u, '') } }));
