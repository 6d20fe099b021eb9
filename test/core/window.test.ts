import { describe, expect, it } from 'vitest';
import { Ticket } from '../../src/core/ticket.ts';
import { abilitiesAt, isShut, needsTag, windowFrom } from '../../src/core/window.ts';
import { able } from '../fakes/able.ts';
import { NOW, situation } from '../fakes/situations.ts';

const openedIn = (taggedHours: number | null) => windowFrom(NOW, { hours: 24, taggedHours });

describe('the window of a private message', () => {
  it.each([
    ['a day', null, 23.9, false, false],
    ['no longer than a day', null, 24, true, true],
    ['a week as a human agent, which must be said after a day', 168, 24, false, true],
    ['a week', 168, 167.9, false, true],
    ['no longer than a week', 168, 168, true, true],
  ] as const)('is open for %s', (_, taggedHours, hours, shut, tagged) => {
    const window = openedIn(taggedHours);
    const now = NOW.add({ minutes: Math.round(hours * 60) });
    expect(isShut({ window }, now)).toBe(shut);
    expect(needsTag({ window }, now)).toBe(tagged);
  });

  it('is none where the platform sets none', () => {
    expect(windowFrom(NOW, null)).toBeNull();
    expect(isShut({ window: null }, NOW.add({ hours: 9999 }))).toBe(false);
  });

  it('leaves the answer to a person once it has shut, and where another app has the conversation', () => {
    const ticket = Ticket.parse({ ...situation().ticket, window: openedIn(null) });
    const at = (hours: number, inboxOnly: 'standby' | 'unsupported' | null = null) =>
      abilitiesAt({ can: able() }, { ticket, comment: { inboxOnly, createdAt: NOW } }, NOW.add({ hours }))
        .reply;
    expect([at(1), at(1, 'unsupported'), at(1, 'standby'), at(25)]).toEqual([
      ...['api', 'api', 'by-hand', 'by-hand'],
    ]);
    const never = { ...able(), reply: 'never' as const };
    const comment = { inboxOnly: 'standby' as const, createdAt: NOW };
    expect(abilitiesAt({ can: never }, { ticket, comment }, NOW).reply).toBe('never');
  });

  it('lets nobody be told in private of a comment that is older than its platform says', () => {
    const can = { ...able(), 'reply-privately': 'api' as const };
    const on = { ticket: null, comment: { inboxOnly: null, createdAt: NOW } };
    const privateReply = { maxReply: 2000, hours: 168 };
    const at = (hours: number) =>
      abilitiesAt({ can, privateReply }, on, NOW.add({ hours }))['reply-privately'];
    expect([at(0), at(167), at(168)]).toEqual(['api', 'api', 'never']);
  });
});
