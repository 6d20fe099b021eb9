import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fuzzed, fuzzActivities, fuzzRequests } from './fuzz.ts';
import { type FuzzedBot, startFuzzedBot } from './fuzzed-bot.ts';

/** How much is sent to each of the two bots. The same seed sends the same. */
interface Extent {
  readonly seed: number;
  readonly requests: number;
  readonly activities: number;
  readonly timeoutMs: number;
}

/** Longer, and somebody's press waits for it. */
const MAY_HOLD_MS = 250;

/** Sends both kinds to a bot that checks who speaks, and to one as `npm run local` runs it. */
export function describeFuzz({ seed, requests, activities, timeoutMs }: Extent): void {
  describe.each([
    ['with an app id', true],
    ['as npm run local runs it', false],
  ])(`the bot %s, seed ${seed}`, { timeout: timeoutMs }, (_, signed) => {
    let bot: FuzzedBot;
    beforeAll(async () => {
      bot = await startFuzzedBot(signed);
    }, 90_000);
    afterAll(() => bot.stop());

    const expectSound = ({ findings, heldMs }: Fuzzed) => {
      expect(findings).toEqual([]);
      console.log(`the event loop was held ${Math.round(heldMs)} ms at most`);
      expect(heldMs).toBeLessThan(MAY_HOLD_MS);
    };

    it(`outlives ${requests} odd requests, and never answers that it failed`, async () => {
      const fuzzed = await fuzzRequests(bot, seed, requests);
      expectSound(fuzzed);
      // Some got through to a handler, and most were turned away.
      expect(fuzzed.statuses[200]).toBeGreaterThan(requests / 50);
      expect(fuzzed.statuses[400]).toBeGreaterThan(requests / 10);
    });

    it(`outlives ${activities} odd activities, and never answers that it failed`, async () => {
      const fuzzed = await fuzzActivities(bot, seed, activities);
      expectSound(fuzzed);
      expect(fuzzed.statuses[200]).toBeGreaterThan(activities / 5);
      expect(fuzzed.statuses[400]).toBeGreaterThan(activities / 10);
    });
  });
}
