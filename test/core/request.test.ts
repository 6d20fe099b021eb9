import { describe, expect, it } from 'vitest';
import { delegationFor } from '../../src/core/disclosure-end.ts';
import { isHeld } from '../../src/core/request.ts';

const NOW = Temporal.Instant.from('2026-12-03T09:00:00Z');

describe('what a request holds from disposal', () => {
  it.each([
    [null, null, false],
    ['h', null, true],
    ['h', NOW.add({ seconds: 1 }), true],
    ['h', NOW, false],
  ])('by the hold %s until %s: %s', (hold, holdUntil, held) => {
    expect(isHeld({ hold, holdUntil }, NOW)).toBe(held);
  });
});

describe('the number of a delegation', () => {
  const policy = (delegation: string | null) => ({ disclosure: { fees: [], court: null, delegation } });
  it('is the one that is named, or the one of the municipality’s rules', () => {
    expect(delegationFor(policy('4.2'), '5.1')).toBe('5.1');
    expect(delegationFor(policy('4.2'), undefined)).toBe('4.2');
    expect(delegationFor(policy('4.2'), ' ')).toBe(' ');
    expect(delegationFor(policy(null), undefined)).toBe('');
  });
});
