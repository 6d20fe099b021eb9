import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { decide, REACTIONS, type Reaction } from '../../src/reactions/index.ts';
import { actor, dataFor, situation } from '../fakes/situations.ts';

type Table = { readonly [Kind in Event['kind']]: Reaction<Kind> };

describe('the table of reactions', () => {
  it('does not compile without a row for every kind of event, or with the row of another kind', () => {
    const { 'effect-ended': ended, ...others } = REACTIONS;
    // @ts-expect-error A kind of event has no reaction.
    others satisfies Table;
    // @ts-expect-error The reaction to a press reads who pressed, which the end of an effect does not tell.
    ({ ...REACTIONS, 'effect-ended': REACTIONS['button-pressed'] }) satisfies Table;
    expect(ended).toBeTypeOf('function');
  });

  it('decides nothing about a ticket that is not there', () => {
    const event = { kind: 'own-reply-seen', key: 'k', ticket: 't' } as const;
    expect(() => decide({ ...situation(), ticket: null }, event)).toThrow('has no ticket');
  });

  it('counts a press, and not what only the clock has moved', () => {
    const on = situation({ ticket: { version: 7 } });
    const ticket = on.ticket.id;
    const pressed = {
      kind: 'button-pressed',
      key: 'k',
      ticket,
      by: actor(),
      data: dataFor(on, 'claim'),
    } as const;
    expect(decide(on, pressed).ticket?.version).toBe(8);
    const other = { ...on, ticket: { ...on.ticket, clock: 'another' } };
    expect(decide(other, { kind: 'clock-changed', key: 'k', ticket }).ticket?.version).toBe(7);
  });
});
