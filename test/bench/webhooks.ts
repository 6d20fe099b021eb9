import type { Child } from './child.ts';
import { webhookOf } from './comments.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import { type Surroundings, sendWebhook } from './surroundings.ts';

const RUNS = 3;
const AT_ONCE = 8;
const COUNT = { 1: 100, [AT_ONCE]: 320 } as const;

interface Run {
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
}

/**
 * Webhooks of one comment each, one after another and from eight senders at once, against bare inserts and commits; and
 * what a server that only verifies and keeps them reaches, which is the floor.
 */
export async function measureWebhooks(around: Surroundings, bare: Child, keptAlone: Child): Promise<Line[]> {
  await runOf(1, 20, () => around.webhook(webhookOf(pageOf(around, 0), 1)));
  const lines: Line[] = [];
  for (const clients of [1, AT_ONCE] as const) {
    const runs: Run[] = [];
    const bareRuns: Run[] = [];
    const floorRuns: Run[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const count = COUNT[clients];
      const startedAt = performance.now();
      const tookMs = await bare.ask<number[]>('insert', { clients, count });
      bareRuns.push(summary(tookMs, performance.now() - startedAt));
      const measured = (send: (body: Buffer) => Promise<number>) => {
        const bodies = Array.from({ length: count }, (_, index) => webhookOf(pageOf(around, index), 1));
        return runOf(clients, count, () => send(bodies.pop() ?? webhookOf(pageOf(around, 0), 1)));
      };
      runs.push(await measured(around.webhook));
      floorRuns.push(await measured((body) => sendWebhook(String(keptAlone.ready), body)));
    }
    lines.push(...linesOf(clients, runs, bareRuns, floorRuns));
  }
  return lines;
}

const pageOf = ({ pages }: Surroundings, index: number): string => pages[index % pages.length]?.id ?? '';

async function runOf(clients: number, count: number, act: () => Promise<number>): Promise<Run> {
  const tookMs: number[] = [];
  let left = count;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      tookMs.push(await act());
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return summary(tookMs, performance.now() - startedAt);
}

const summary = (tookMs: readonly number[], allMs: number): Run => ({
  p50: quantile(tookMs, 0.5),
  p95: quantile(tookMs, 0.95),
  perSecond: (tookMs.length / allMs) * 1000,
});

function linesOf(
  clients: number,
  runs: readonly Run[],
  bareRuns: readonly Run[],
  floorRuns: readonly Run[],
): Line[] {
  const who = clients === 1 ? 'Webhook, one sender' : `Webhook, ${clients} senders at once`;
  const spread = (of: readonly Run[], key: keyof Run) => spreadOf(of.map((run) => run[key]));
  const sharesOf = (of: readonly Run[]) =>
    spreadOf(of.map(({ perSecond }, run) => (perSecond / (bareRuns[run]?.perSecond ?? Number.NaN)) * 100));
  return [
    {
      name: `${who}: answered, p50`,
      unit: 'ms',
      figure: spread(runs, 'p50'),
      baseline: { name: 'bare insert, p50', figure: spread(bareRuns, 'p50') },
    },
    {
      name: `${who}: answered, p95`,
      unit: 'ms',
      figure: spread(runs, 'p95'),
      baseline: { name: 'bare insert, p95', figure: spread(bareRuns, 'p95') },
      goal: { atMost: 50 },
    },
    {
      name: `${who}: rate`,
      unit: '/s',
      figure: spread(runs, 'perSecond'),
      baseline: { name: 'bare inserts', figure: spread(bareRuns, 'perSecond') },
    },
    {
      name: `${who}: share of the bare rate`,
      unit: '%',
      figure: sharesOf(runs),
      baseline: { name: 'verified and kept alone', figure: sharesOf(floorRuns) },
      goal: { atLeast: 40 },
    },
  ];
}
