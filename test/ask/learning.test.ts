import { describe, expect, it } from 'vitest';
import { createLearning, type Steps } from '../../src/ask/learning.ts';

function* steps(log: string[], name: string): Steps<string> {
  log.push(`${name}1`);
  yield;
  log.push(`${name}2`);
  return name;
}

describe('learning', () => {
  it('takes one step at a time, what was added first before the rest, and each once', () => {
    const log: string[] = [];
    const learning = createLearning();
    const a = learning.add(() => steps(log, 'a'));
    const b = learning.add(() => steps(log, 'b'));
    expect(log).toEqual([]);
    expect(learning.more()).toBe(true);
    expect(log).toEqual(['a1']);
    while (learning.more());
    expect(log).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect([a(), b(), a()]).toEqual(['a', 'b', 'a']);
    expect(log).toHaveLength(4);
  });

  it('learns the rest at once where it is wanted before that', () => {
    const log: string[] = [];
    const learning = createLearning();
    learning.add(() => steps(log, 'a'));
    const b = learning.add(() => steps(log, 'b'));
    learning.more();
    expect(b()).toBe('b');
    expect(log).toEqual(['a1', 'b1', 'b2']);
  });
});
