import { describe, expect, it } from 'vitest';
import { agesAt } from '../../src/core/aging.ts';
import { ANNA, NOW, situation, viewOf } from '../fakes/situations.ts';

const ages = (given: Parameters<typeof situation>[0]) => agesAt(viewOf(situation(given)))?.toString() ?? null;
const question = { tier: 'none', needsReply: true } as const;

describe('A card’s words have aged', () => {
  it.each([
    ['in the evening of its deadline', {}, '2026-04-07T18:00:00Z'],
    [
      'in the evening after a claim has lapsed',
      { claim: { by: ANNA, at: NOW.toString() } },
      '2026-04-02T18:00:00Z',
    ],
    [
      'not while someone still has it in the evening',
      { claim: { by: ANNA, at: '2026-04-02T17:50:00Z' } },
      '2026-04-02T18:20:00Z',
    ],
    ['never when it is closed', { state: 'closed', target: null }, null],
  ] as const)('%s', (_, ticket, expected) => {
    const now = 'claim' in ticket ? Temporal.Instant.from(ticket.claim.at) : NOW;
    expect(ages({ screening: question, ticket, now })).toBe(expected);
  });

  it('never again once the deadline has passed', () => {
    expect(ages({ screening: question, now: NOW.add({ hours: 24 * 6 }) })).toBeNull();
  });
});
