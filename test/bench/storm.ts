import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FakePerson } from '../fakes/teams-activities.ts';
import type { Child } from './child.ts';
import { webhookOf } from './comments.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import { staff } from './presses.ts';
import type { Pressable, Surroundings } from './surroundings.ts';

const RUNS = 3;
const COMMENTS = 1000;
const PRESS_EVERY_MS = 50;
const CALM_MS = 2000;
/** What only a storm's card says. */
const STORM = 'Många kommentarer på ett inlägg';
const CARD_WITHIN_MS = 30_000;
const MINUTE_MS = 60_000;

/** A ticket that its own person claims and releases in turn. */
export interface Pressing {
  readonly card: Pressable;
  readonly by: FakePerson;
  readonly verb: 'claim' | 'release';
}

/**
 * A webhook of 1,000 comments while staff go on pressing. All are screened when the bot fetches the photo of a comment
 * that came after them: comments are screened in the order in which they came.
 */
export async function measureStorm(
  around: Surroundings,
  bare: Child,
  tickets: readonly Pressable[],
): Promise<Line[]> {
  const photos = await startPhotos();
  const free = tickets.map((card, index): Pressing => ({ card, by: staff(100 + index), verb: 'claim' }));
  const runs: Record<
    'durable' | 'bare' | 'screened' | 'calmP95' | 'stormP95' | 'delayP95' | 'delayMax' | 'card' | 'posts',
    number
  >[] = [];
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const { id: page = '', municipality = '' } = around.pages[run % around.pages.length] ?? {};
      const body = webhookOf(page, COMMENTS);
      if (body.length > 1024 * 1024)
        throw new Error(`The webhook has ${body.length} bytes: more than the bot takes`);
      const bareMs = await bare.ask<number>('insertMany', { rows: COMMENTS });
      const calm = startPressing(around, free);
      await pause(CALM_MS);
      const calmP95 = quantile(await calm.stop(), 0.95);
      const pressing = startPressing(around, free);
      const startedAt = performance.now();
      const durable = await around.webhook(body);
      const fetched = photos.next();
      await around.webhook(webhookOf(page, 1, photos.url));
      const screened = (await fetched) - startedAt;
      const during = await pressing.stop();
      const stormP95 = quantile(during, 0.95);
      const delayMax = Math.max(...during) - calmP95;
      const posted = () => around.posted(municipality).filter(({ atMs }) => atMs >= startedAt);
      const card = () => posted().find(({ json }) => json.includes(STORM));
      // Of the last one the whole minute is waited for: the others are followed by the next.
      const until = startedAt + (run === RUNS - 1 ? MINUTE_MS : CARD_WITHIN_MS);
      while (performance.now() < until && (run === RUNS - 1 || !card())) await pause(50);
      runs.push({
        card: (card()?.atMs ?? Number.NaN) - startedAt,
        posts: posted().length,
        durable,
        bare: bareMs,
        screened,
        calmP95,
        stormP95,
        delayP95: stormP95 - calmP95,
        delayMax,
      });
    }
  } finally {
    photos.close();
  }
  const spread = (key: keyof (typeof runs)[number]) => spreadOf(runs.map((run) => run[key]));
  const calm = { name: 'before it, p95', figure: spread('calmP95') };
  return [
    {
      name: '1,000 comments: durable',
      unit: 'ms',
      figure: spread('durable'),
      baseline: { name: '1,000 bare rows in one insert', figure: spread('bare') },
      goal: { atMost: 60 },
    },
    { name: '1,000 comments: all screened', unit: 'ms', figure: spread('screened'), goal: { atMost: 2000 } },
    { name: '… its one card stands', unit: 'ms', figure: spread('card'), goal: { atMost: 10_000 } },
    { name: '… messages posted to its channel', unit: '', figure: spread('posts'), goal: { atMost: 40 } },
    {
      ...{ name: 'Press during it: answered, p95', unit: 'ms', figure: spread('stormP95'), baseline: calm },
      goal: { atMost: 150 },
    },
    { name: 'Press during it: later by, p95', unit: 'ms', figure: spread('delayP95') },
    {
      name: 'Press during it: later by, largest',
      unit: 'ms',
      figure: spread('delayMax'),
      goal: { atMost: 100 },
    },
  ];
}

/**
 * A claim or a release every 50 ms, whether or not the last has been answered; a time counts from when the press was due. Each
 * ticket has its own person. A ticket whose answer is still awaited is passed over.
 */
export function startPressing(around: Pick<Surroundings, 'press'>, free: Pressing[]) {
  const tookMs: number[] = [];
  const underWay: Promise<void>[] = [];
  const failures: unknown[] = [];
  let stopped = false;
  const pressNext = async (dueAt: number) => {
    let next = free.shift();
    while (!next) {
      await pause(1);
      next = free.shift();
    }
    const { card, by, verb } = next;
    const pressed = await around.press(card, verb, by);
    tookMs.push(performance.now() - dueAt);
    free.push({ card: pressed.card, by, verb: verb === 'claim' ? 'release' : 'claim' });
  };
  const going = (async () => {
    for (let dueAt = performance.now(); !stopped; dueAt += PRESS_EVERY_MS) {
      await pause(Math.max(0, dueAt - performance.now()));
      underWay.push(pressNext(dueAt).catch((error: unknown) => void failures.push(error)));
    }
  })();
  return {
    /** @returns how long each press took, in milliseconds; `free` holds the tickets as they are then. */
    stop: async () => {
      stopped = true;
      await going;
      await Promise.all(underWay);
      if (failures.length > 0) throw failures[0];
      return tookMs;
    },
  };
}

/** Serves a photo and tells when it was asked for. */
async function startPhotos() {
  let asked: (atMs: number) => void = () => undefined;
  const server = createServer((_, response) => {
    asked(performance.now());
    // Not chained: restify, which the bench has loaded too, has writeHead return nothing.
    response.writeHead(200, { 'content-type': 'image/jpeg' });
    response.end('a photo');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/photo.jpg`,
    next: () => new Promise<number>((resolve) => (asked = resolve)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
