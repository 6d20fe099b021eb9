import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLearning, type Steps } from '../../src/ask/learning.ts';

function* steps(log: string[], name: string): Steps<string> {
  log.push(`${name}1`);
  yield;
  log.push(`${name}2`);
  return name;
}

describe('learning', () => {
  it('takes one step a turn, what was added first before the rest, and each once', async () => {
    const log: string[] = [];
    const learning = createLearning(nextTurn);
    const a = learning.add(() => steps(log, 'a'));
    const b = learning.add(() => steps(log, 'b'));
    expect(log).toEqual([]);
    // A step for each who waits would hold the event loop as long as all of it at once.
    const waiting = Array.from({ length: 10 }, () => learning.all());
    expect(log).toEqual(['a1']);
    await nextTurn();
    expect(log).toEqual(['a1', 'a2', 'b1']);
    await Promise.all(waiting);
    expect(log).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect([a(), b(), a()]).toEqual(['a', 'b', 'a']);
    expect(log).toHaveLength(4);
  });

  it('learns the rest at once where it is wanted before that', async () => {
    const log: string[] = [];
    const learning = createLearning(nextTurn);
    learning.add(() => steps(log, 'a'));
    const b = learning.add(() => steps(log, 'b'));
    const all = learning.all();
    expect(b()).toBe('b');
    expect(log).toEqual(['a1', 'b1', 'b2']);
    await all;
    expect(log).toEqual(['a1', 'b1', 'b2', 'a2']);
  });
});
