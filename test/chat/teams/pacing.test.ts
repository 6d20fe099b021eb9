import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONVERSATION_LIMITS,
  createPacing,
  type Limit,
  TENANT_LIMITS,
} from '../../../src/chat/teams/pacing.ts';

/** The most calls in any stretch of the window, counted the slow way. */
const worst = (times: readonly number[], { windowMs }: Limit) =>
  Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + windowMs).length));

describe('pacing', () => {
  it('never lets more through than any window allows, and its wait is exact', () => {
    const pauses = fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 12 }), (steps, conversations) => {
        let now = 0;
        const pacing = createPacing(() => now);
        const passed = new Map<string, number[]>();
        const all: number[] = [];
        for (const [index, step] of steps.entries()) {
          now += step;
          const conversation = `c${index % conversations}`;
          const waitMs = pacing.take('t', conversation);
          if (waitMs > 0) {
            now += waitMs - 1;
            if (pacing.take('t', conversation) !== 1) return false;
            now += 1;
            if (pacing.take('t', conversation) !== 0) return false;
          }
          passed.set(conversation, [...(passed.get(conversation) ?? []), now]);
          all.push(now);
        }
        const within = (times: readonly number[], limits: readonly Limit[]) =>
          limits.every((limit) => worst(times, limit) <= limit.calls);
        return (
          [...passed.values()].every((times) => within(times, CONVERSATION_LIMITS)) &&
          within(all, TENANT_LIMITS)
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [7, 1_000, 0],
    [8, 2_000, 250],
    [60, 30_000, 400],
    [1_800, 3_600_000, 600],
  ])('allows %i calls in %i ms and not one more', (calls, windowMs, stepMs) => {
    let now = 0;
    const pacing = createPacing(() => now);
    for (let made = 0; made < calls; made += 1) {
      expect(pacing.take('t', 'c')).toBe(0);
      now += stepMs;
    }
    expect(pacing.take('t', 'c')).toBe(windowMs - now);
  });

  it('allows a tenant 50 calls a second over all its conversations', () => {
    const pacing = createPacing(() => 0);
    const waits = Array.from({ length: 51 }, (_, index) => pacing.take('t', `c${index}`));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(50);
    expect(waits[50]).toBe(1_000);
    expect(pacing.take('another', 'c')).toBe(0);
  });

  it('a refused call costs nothing', () => {
    let now = 0;
    const pacing = createPacing(() => now);
    for (let made = 0; made < 100; made += 1) pacing.take('t', 'c');
    now = 1_000;
    expect(pacing.take('t', 'c')).toBe(0);
  });

  it('forgets the conversations that have been quiet the longest', () => {
    const before = process.memoryUsage().heapUsed;
    let now = 0;
    const pacing = createPacing(() => now);
    for (let index = 0; index < 200_000; index += 1) {
      now += 1_000;
      pacing.take('t', `c${index}`);
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(40_000_000);
  });
  it('leaves room for an answer while cards go out as fast as they may', () => {
    let now = 0;
    const pacing = createPacing(() => now);
    let posted = 0;
    for (; now < 20_000; now += 50) if (pacing.take('t', 'c', false) === 0) posted += 1;
    expect(posted).toBe(56);
    expect(pacing.take('t', 'c', false)).toBeGreaterThan(0);
    expect(pacing.take('t', 'c', true)).toBe(0);
  });
});
