import { createRandom, type Random } from '../../chaos/random.ts';
import type { FuzzedBot } from './fuzzed-bot.ts';
import { oddActivity } from './odd-activities.ts';
import { rawRequest } from './raw-requests.ts';
import { sendRaw, statusesIn } from './send-raw.ts';

/** What must not be: an answer that says that the bot failed, with the input that got it. */
interface Finding {
  readonly status: number;
  readonly input: string;
}

/** What came of it. `statuses`: how many answers of each, to see that the bot was reached at all. */
export interface Fuzzed {
  readonly findings: readonly Finding[];
  readonly statuses: Readonly<Record<number, number>>;
  /** The longest that the bot held its event loop. */
  readonly heldMs: number;
}

const SENDERS = 16;
/** An activity that is not answered by then counts as a failure. */
const ANSWER_WITHIN_MS = 20_000;

/** Sends `count` odd requests, byte by byte as they are. @throws Error when the bot's process ends */
export async function fuzzRequests(bot: FuzzedBot, seed: number, count: number): Promise<Fuzzed> {
  return fuzz(bot, seed, count, async (random) => {
    const raw = rawRequest(random);
    const heard = await sendRaw(bot.url, raw);
    return { statuses: statusesIn(heard), input: () => Buffer.concat(raw.pieces).toString('latin1') };
  });
}

/** Posts `count` odd activities. @throws Error when the bot's process ends */
export async function fuzzActivities(bot: FuzzedBot, seed: number, count: number): Promise<Fuzzed> {
  const where = { serviceUrl: bot.connector.url, appId: bot.connector.appId, tickets: bot.tickets };
  const headers = await bot.headers();
  return fuzz(bot, seed, count, async (random) => {
    const body = JSON.stringify(oddActivity(random, where));
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(`${bot.url}/api/messages`, { method: 'POST', body, headers, signal });
    const answer = await response.text();
    // A press is answered 200, and says inside what came of it.
    const inside = /^\{"statusCode":(\d{3})/u.exec(answer)?.[1];
    return { statuses: [response.status, ...(inside ? [Number(inside)] : [])], input: () => body };
  });
}

async function fuzz(
  bot: FuzzedBot,
  seed: number,
  count: number,
  one: (random: Random) => Promise<{ statuses: readonly number[]; input: () => string }>,
): Promise<Fuzzed> {
  const findings: Finding[] = [];
  const counts: Record<number, number> = {};
  let next = 0;
  const sender = async () => {
    while (next < count) {
      // Each input has a seed of its own, so that one can be sent again alone.
      next += 1;
      const { statuses, input } = await one(createRandom(seed + next * 7919));
      for (const status of statuses) {
        counts[status] = (counts[status] ?? 0) + 1;
        if (isFailure(status)) findings.push({ status, input: input().slice(0, 2_000) });
      }
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return { findings, statuses: counts, heldMs: await bot.heldMs() };
}

/** 501: an invoke that we do not know. 503: not now, said on purpose. */
const isFailure = (status: number): boolean => status >= 500 && status !== 501 && status !== 503;
