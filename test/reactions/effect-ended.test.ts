import { describe, expect, it } from 'vitest';
import type { EffectKind } from '../../src/core/effect.ts';
import { decide } from '../../src/reactions/index.ts';
import { effectEnded } from '../fakes/reacting.ts';
import { NOW, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const started = (kind: EffectKind, comment = {}) =>
  situation({ comment, effects: [{ id: 'e', kind, state: 'started' }] });

const done = (how: 'verified' | 'already-so' | 'trial') =>
  ({ id: 'e', to: 'done', result: { at: NOW.toString(), how } }) as const;

describe('An effect that ended', () => {
  it.each([
    ['hide-comment', 'verified', 'hidden'],
    ['unhide-comment', 'verified', 'visible'],
    ['delete-comment', 'verified', 'gone'],
    ['hide-comment', 'already-so', 'gone'],
    ['unhide-comment', 'already-so', 'gone'],
    ['delete-comment', 'already-so', 'gone'],
    ['hide-comment', 'trial', undefined],
    ['delete-comment', 'trial', undefined],
    ['reply-to-comment', 'verified', undefined],
    ['block-author', 'already-so', undefined],
  ] as const)('%s, %s: the comment is %s', (kind, how, visibility) => {
    expect(effectEnded(started(kind), done(how)).visibility).toBe(visibility);
  });

  it('never brings back a comment that is gone', () => {
    const on = started('hide-comment', { visibility: 'gone' });
    expect(effectEnded(on, done('verified')).visibility).toBeUndefined();
  });

  it.each(['failed', 'unknown'] as const)('%s is journalled and said in the thread', (to) => {
    const decision = effectEnded(started('hide-comment'), { id: 'e', to, error: 'no-answer' });
    expect(decision.journal).toEqual([
      { kind: `effect-${to}`, by: null, data: { effect: 'e', kind: 'hide-comment', error: 'no-answer' } },
    ]);
    expect(decision.effects).toEqual([{ kind: 'post-line', params: { line: `effect-${to}`, about: 'e' } }]);
  });

  it.each(['post-line', 'return-draft'] as const)('%s that failed says nothing of itself', (kind) => {
    const decision = effectEnded(started(kind), { id: 'e', to: 'failed', error: 'chat-refused' });
    expect(decision.effects).toEqual([]);
  });

  it('a line in the thread draws no card anew: somebody may be writing in it', () => {
    expect(effectEnded(started('post-line'), done('verified')).quiet).toBe(true);
    expect(effectEnded(started('post-line'), { id: 'e', to: 'failed', error: 'chat-refused' }).quiet).toBe(
      true,
    );
    expect(effectEnded(started('hide-comment'), done('verified')).quiet).toBeUndefined();
  });

  it.each(['post-line', 'return-draft'] as const)(
    '%s that failed neither opens a ticket nor keeps it open',
    (kind) => {
      const world = createWorld({ effects: [{ id: 'e', kind, state: 'failed' }] });
      world.press('dismiss', { because: 'within-rules' });
      expect(world.situation.ticket.state).toBe('closed');
      const closed = situation({
        ticket: { state: 'closed', closedAt: NOW.toString() },
        effects: [{ id: 'e', kind, state: 'started' }],
      });
      expect(effectEnded(closed, { id: 'e', to: 'failed', error: 'chat-refused' }).ticket).toBeUndefined();
    },
  );

  it.each(['failed', 'unknown'] as const)('%s opens a ticket that was closed', (to) => {
    const on = situation({
      ticket: { state: 'closed', closedAt: NOW.toString(), version: 4 },
      effects: [{ id: 'e', kind: 'unhide-comment', state: 'started' }],
    });
    const outcome = { id: 'e', to, error: 'no-answer' } as const;
    const { ticket } = decide(on, { kind: 'effect-ended', key: 'e:1', ticket: on.ticket.id, outcome });
    expect(ticket).toMatchObject({ state: 'open', closedAt: null, version: 5 });
  });

  it.each(['pending', 'done', 'failed', 'unknown', 'cancelled'] as const)(
    'that is told of while it is %s, not started, changes nothing',
    (state) => {
      const on = situation({ effects: [{ id: 'e', kind: 'hide-comment', state }] });
      expect(effectEnded(on, done('verified'))).toEqual({ journal: [], effects: [] });
      expect(effectEnded(on, { ...done('verified'), id: 'nobody’s' })).toEqual({ journal: [], effects: [] });
    },
  );

  it('is tried again later without a word', () => {
    const again = { id: 'e', to: 'pending', dueAt: NOW.add({ seconds: 4 }), error: 'transient' } as const;
    expect(effectEnded(started('hide-comment'), again)).toEqual({
      settle: [again],
      journal: [],
      effects: [],
    });
  });

  it('in trial mode ends everything as if it were done, and the comment stands as it was', () => {
    const world = createWorld({ account: { trial: true } });
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.pass(10);
    world.run();
    expect(world.situation).toMatchObject({
      ticket: { state: 'closed' },
      comment: { visibility: 'visible' },
    });
    expect(world.situation.effects.map(({ result }) => result?.how)).toEqual(['trial', 'trial']);
  });

  it('holds what stands behind it: a deletion waits for a hiding that nobody knows of', () => {
    const world = createWorld();
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.run('unknown');
    world.pass(60);
    world.run();
    expect(world.situation.effects.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'hide-comment unknown',
      'delete-comment pending',
      'post-line unknown',
    ]);
  });
});
