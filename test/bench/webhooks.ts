import type { Child } from './child.ts';
import { webhookOf } from './comments.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import type { Surroundings } from './surroundings.ts';

const RUNS = 3;
const AT_ONCE = 8;
const COUNT = { 1: 100, [AT_ONCE]: 320 } as const;

interface Run {
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
}

/** Webhooks of one comment each, one after another and from eight senders at once, against bare inserts and commits. */
export async function measureWebhooks(around: Surroundings, bare: Child): Promise<Line[]> {
  await runOf(1, 20, () => around.webhook(webhookOf(pageOf(around, 0), 1)));
  const lines: Line[] = [];
  for (const clients of [1, AT_ONCE] as const) {
    const runs: Run[] = [];
    const bareRuns: Run[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const count = COUNT[clients];
      const startedAt = performance.now();
      const tookMs = await bare.ask<number[]>('insert', { clients, count });
      bareRuns.push(summary(tookMs, performance.now() - startedAt));
      const bodies = Array.from({ length: count }, (_, index) => webhookOf(pageOf(around, index), 1));
      runs.push(
        await runOf(clients, count, () => around.webhook(bodies.pop() ?? webhookOf(pageOf(around, 0), 1))),
      );
    }
    lines.push(...linesOf(clients, runs, bareRuns));
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

function linesOf(clients: number, runs: readonly Run[], bareRuns: readonly Run[]): Line[] {
  const who = clients === 1 ? 'Webhook, one sender' : `Webhook, ${clients} senders at once`;
  const spread = (of: readonly Run[], key: keyof Run) => spreadOf(of.map((run) => run[key]));
  const shares = runs.map(
    ({ perSecond }, run) => (perSecond / (bareRuns[run]?.perSecond ?? Number.NaN)) * 100,
  );
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
    { name: `${who}: share of the bare rate`, unit: '%', figure: spreadOf(shares), goal: { atLeast: 40 } },
  ];
}
