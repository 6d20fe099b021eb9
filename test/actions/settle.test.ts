import { describe, expect, it } from 'vitest';
import { ANNA, actor, NOW, press, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

describe('Försök igen and Gjort för hand', () => {
  it.each(['failed', 'unknown'] as const)('an effect that is %s can be tried once more', (state) => {
    const on = situation({ effects: [{ id: 'e', kind: 'hide-comment', state }] });
    expect(press(on, 'retry', { effect: 'e' })).toEqual({
      settle: [{ id: 'e', to: 'pending', dueAt: NOW, error: on.effects[0]?.error }],
      journal: [{ kind: 'effect-retried', by: ANNA, data: { effect: 'e', kind: 'hide-comment' } }],
      effects: [],
    });
  });

  it.each([
    ['hide-comment', 'hidden'],
    ['unhide-comment', 'visible'],
    ['delete-comment', 'gone'],
    ['reply-to-comment', undefined],
    ['block-author', undefined],
  ] as const)('%s done by hand makes the comment %s', (kind, visibility) => {
    const on = situation({ effects: [{ id: 'e', kind, state: 'failed' }] });
    const decision = press(on, 'by-hand', { effect: 'e' });
    expect(decision.settle).toEqual([
      { id: 'e', to: 'done', result: { at: NOW.toString(), how: 'by-hand' } },
    ]);
    expect(decision.visibility).toBe(visibility);
  });

  it('a comment that is gone does not come back by anyone’s word', () => {
    const on = situation({
      comment: { visibility: 'gone' },
      effects: [{ id: 'e', kind: 'hide-comment', state: 'unknown' }],
    });
    expect(press(on, 'by-hand', { effect: 'e' }).visibility).toBeUndefined();
  });

  it.each(['retry', 'by-hand'] as const)('%s of another effect than the failed one is refused', (verb) => {
    const on = situation({
      effects: [
        { id: 'failed', kind: 'block-author', state: 'failed' },
        { id: 'done', kind: 'hide-comment', state: 'done' },
      ],
    });
    for (const effect of ['done', 'nothing'])
      expect(press(on, verb, { effect }).refusal?.code).toBe('not-now');
    expect(press(on, verb, {}).refusal?.code).toBe('bad-input');
  });

  it('only moderators may say that something was done by hand', () => {
    const on = situation({ effects: [{ id: 'e', kind: 'hide-comment', state: 'failed' }] });
    expect(press(on, 'by-hand', { effect: 'e' }, actor(ANNA, 'registrar')).refusal?.code).toBe(
      'no-permission',
    );
  });

  it('a removal is done when its deletion was done by hand', () => {
    const world = createWorld();
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.run();
    world.pass(10);
    world.run('failed');
    expect(world.situation.ticket.state).toBe('removing');
    const failed = world.situation.effects.find(({ kind }) => kind === 'delete-comment');
    world.press('by-hand', { effect: failed?.id });
    expect(world.situation).toMatchObject({ ticket: { state: 'closed' }, comment: { visibility: 'gone' } });
  });

  it('a deletion is not tried again once its comment was edited: it comes back to be judged', () => {
    const world = createWorld();
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.run();
    world.pass(10);
    const deletion = world.start();
    world.edit('En annan text nu.');
    world.end(deletion?.id ?? '', 'unknown');
    world.press('retry', { effect: deletion?.id });
    expect(world.situation.ticket).toMatchObject({
      state: 'open',
      removal: null,
      hiddenNow: { rule: 'FIL-20' },
    });
    expect(world.situation.breaches).toEqual([]);
  });
});
