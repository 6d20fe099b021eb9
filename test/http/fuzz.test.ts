import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzzRequests } from './fuzz/fuzz.ts';
import { type FuzzedBot, startFuzzedBot } from './fuzz/fuzzed-bot.ts';

/** Longer, and somebody's press waits for it. */
const MAY_HOLD_MS = 250;
/** FUZZ_SEED sends what an earlier run sent. */
const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe.each([
  ['with an app id', true],
  ['as npm run local runs it', false],
])(`the bot %s (FUZZ_SEED=${seed})`, (_, signed) => {
  let bot: FuzzedBot;
  beforeAll(async () => {
    bot = await startFuzzedBot(signed);
  });
  afterAll(() => bot.stop());

  it('outlives any bytes whatever, and never answers that it failed', async () => {
    const fuzzed = await fuzzRequests(bot, seed, 1_000);
    expect(fuzzed.findings).toEqual([]);
    expect(fuzzed.heldMs).toBeLessThan(MAY_HOLD_MS);
    expect(fuzzed.statuses[200]).toBeGreaterThan(20);
    expect(fuzzed.statuses[400]).toBeGreaterThan(100);
  });
});
