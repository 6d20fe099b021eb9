import { describe, expect, it } from 'vitest';
import { platformChanged } from '../fakes/reacting.ts';
import { effect, NOW, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

/** After everything that the situations below hold. */
const LATER = NOW.add({ hours: 1 });

describe('What a platform tells of a comment', () => {
  it('before our own latest hiding or showing, and arrives after it, is no longer so', () => {
    const at = NOW.toString();
    const shown = effect({ kind: 'unhide-comment', state: 'done', result: { at, how: 'verified' } });
    const on = situation({ effects: [shown] });
    const early = NOW.subtract({ seconds: 30 });
    expect(platformChanged(on, 'hidden', early)).toEqual({ journal: [], effects: [] });
    expect(platformChanged(on, 'hidden', LATER).visibility).toBe('hidden');
    expect(platformChanged(on, 'removed', early).visibility).toBe('gone');
  });

  it.each([
    ['removed', 'gone', 'comment-gone'],
    ['removed-with-post', 'gone', 'comment-gone'],
    ['hidden', 'hidden', 'comment-hidden-elsewhere'],
  ] as const)('%s makes it %s, and no one is blamed', (change, visibility, kind) => {
    const decision = platformChanged(situation(), change, LATER);
    expect(decision.visibility).toBe(visibility);
    expect(decision.journal[0]).toMatchObject({ kind, by: null });
  });

  it('unhidden makes it visible', () => {
    const on = situation({ comment: { visibility: 'hidden' } });
    expect(platformChanged(on, 'unhidden', LATER).visibility).toBe('visible');
  });

  it('gone closes the ticket, and "Dölj nu" is no longer waiting', () => {
    const world = createWorld();
    world.platform('removed');
    expect(world.situation).toMatchObject({
      ticket: { state: 'closed', hiddenNow: null, version: 2 },
      comment: { visibility: 'gone' },
    });
  });

  it('gone is final', () => {
    const gone = situation({ comment: { visibility: 'gone' } });
    for (const change of ['hidden', 'unhidden', 'removed'] as const)
      expect(platformChanged(gone, change, LATER)).toEqual({ journal: [], effects: [] });
  });

  it('what is known already is no news', () => {
    expect(platformChanged(situation(), 'unhidden', LATER)).toEqual({ journal: [], effects: [] });
  });

  it('a comment of no ticket is only marked', () => {
    const decision = platformChanged({ ...situation(), ticket: null }, 'removed', LATER);
    expect(decision).toMatchObject({ visibility: 'gone', effects: [] });
    expect(decision.ticket).toBeUndefined();
  });

  it.each(['delete-comment', 'hide-comment', 'reply-to-comment'] as const)(
    'gone while our %s is under way leaves the closing to the effect',
    (kind) => {
      const on = situation({ effects: [{ kind, state: 'started' }] });
      expect(platformChanged(on, 'removed', LATER).ticket?.state ?? 'open').toBe('open');
    },
  );

  it('gone does not close over something that failed and nobody has settled', () => {
    const on = situation({ effects: [{ kind: 'block-author', state: 'failed' }] });
    expect(platformChanged(on, 'removed', LATER)).toMatchObject({
      visibility: 'gone',
      ticket: { state: 'open' },
    });
  });

  it('gone in the undo window: the deletion finds nothing there and the ticket closes', () => {
    const world = createWorld();
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.run();
    world.platform('removed');
    expect(world.situation.ticket.state).toBe('removing');
    world.pass(10);
    world.run('already-so');
    expect(world.situation).toMatchObject({ ticket: { state: 'closed' }, comment: { visibility: 'gone' } });
  });

  it('a removed post closes the ticket and is told of in its thread, once', () => {
    const decision = platformChanged(situation(), 'removed-with-post', LATER);
    expect(decision).toMatchObject({ visibility: 'gone', ticket: { state: 'closed' } });
    expect(decision.effects).toEqual([{ kind: 'post-line', params: { line: 'post-removed' } }]);
    const closed = situation({ ticket: { state: 'closed' } });
    expect(platformChanged(closed, 'removed-with-post', LATER).effects).toEqual([]);
  });

  it('a removed post leaves the closing to an act that is under way, and tells of it all the same', () => {
    const on = situation({ effects: [{ kind: 'hide-comment', state: 'started' }] });
    const decision = platformChanged(on, 'removed-with-post', LATER);
    expect(decision.ticket).toBeUndefined();
    expect(decision.effects).toHaveLength(1);
    const deleting = situation({ effects: [{ kind: 'delete-comment', state: 'started' }] });
    expect(platformChanged(deleting, 'removed-with-post', LATER)).toEqual({ journal: [], effects: [] });
  });
});
