import { describe, expect, it } from 'vitest';
import type { EffectState } from '../../src/core/effect.ts';
import { ANNA, finding, NOW, policyOf, press, situation } from '../fakes/situations.ts';
import { createWorld, type World } from '../fakes/world.ts';

const removed = { rule: 'FIL-20', reason: 'Personangrepp.' };
const hard = { findings: [finding(policyOf('filipstad'), 'FIL-19', { hard: true })] };

/** A removal whose hiding and deletion have come so far. */
const removing = (hide: EffectState | null, deletion: EffectState) =>
  situation({
    ticket: {
      state: 'removing',
      removal: {
        by: ANNA,
        at: NOW.toString(),
        rule: 'FIL-20',
        decision: 'd',
        commentVersion: 1,
        undoUntil: NOW.add({ minutes: 10 }).toString(),
        approvedBy: null,
      },
    },
    effects: [
      ...(hide ? [{ id: 'hide', kind: 'hide-comment', state: hide } as const] : []),
      { id: 'delete', kind: 'delete-comment', state: deletion },
    ],
  });

/** How the card reads: is the comment to be seen on the platform, once everything that waits is done? */
function finallyVisible(world: World): boolean {
  world.pass(60);
  world.run();
  return world.situation.comment.visibility === 'visible';
}

describe('Ångra', () => {
  it.each([
    [null, [], ['delete'], []],
    ['pending', [], ['delete', 'hide'], []],
    ['started', ['unhide-comment'], ['delete'], []],
    ['done', ['unhide-comment'], ['delete'], []],
    ['unknown', ['unhide-comment'], ['delete'], []],
    ['failed', [], ['delete'], [{ id: 'hide', to: 'cancelled' }]],
  ] as const)('with the hiding %s orders %j, cancels %j', (hide, ordered, cancelled, settled) => {
    const decision = press(removing(hide, 'pending'), 'undo');
    expect(decision.effects.map(({ kind }) => kind)).toEqual(ordered);
    expect(decision.cancel).toEqual(cancelled);
    expect(decision.settle).toEqual(settled);
    expect(decision).toMatchObject({
      voidBreach: true,
      ticket: { state: 'open', removal: null, version: 2 },
    });
  });

  it.each(['started', 'done', 'unknown'] as const)(
    'is refused when the deletion is %s, and says so',
    (state) => {
      expect(press(removing('done', state), 'undo')).toEqual({
        refusal: { code: 'too-late-to-undo', details: {} },
        journal: [],
        effects: [],
      });
    },
  );

  it('takes back a deletion that failed: nothing has been taken away', () => {
    const decision = press(removing('done', 'failed'), 'undo');
    expect(decision.settle).toEqual([{ id: 'delete', to: 'cancelled' }]);
    expect(decision.effects).toEqual([{ kind: 'unhide-comment', params: {} }]);
  });

  it('brings the comment back in time', () => {
    const world = createWorld();
    world.press('remove', removed);
    world.run();
    expect(world.situation.comment.visibility).toBe('hidden');
    world.pass(9);
    world.press('undo');
    expect(finallyVisible(world)).toBe(true);
    expect(world.situation.ticket.state).toBe('open');
  });

  it.each([
    ['the hiding had not begun', () => {}],
    ['it was hidden', (world: World) => world.run()],
  ])('then "Ta bort" again hides at once, where %s', (_, meanwhile) => {
    const world = createWorld();
    world.press('remove', removed);
    meanwhile(world);
    world.press('undo');
    world.press('remove', removed);
    world.run();
    expect(world.situation.comment.visibility).toBe('hidden');
    world.pass(10);
    world.run();
    expect(world.situation.comment.visibility).toBe('gone');
  });

  it('twice in a row leaves the comment visible', () => {
    const world = createWorld();
    for (const _ of [1, 2]) {
      world.press('remove', removed);
      world.press('undo');
    }
    expect(finallyVisible(world)).toBe(true);
  });

  it('does not show a comment that someone else had hidden before', () => {
    const world = createWorld({ comment: { visibility: 'hidden' } });
    world.press('remove', removed);
    expect(world.press('undo').effects).toEqual([]);
    expect(finallyVisible(world)).toBe(false);
  });

  it('removes again even though showing it failed', () => {
    const world = createWorld();
    world.press('remove', removed);
    world.run();
    world.press('undo');
    world.run('failed');
    world.press('remove', removed);
    world.pass(10);
    world.run();
    expect(world.situation.comment.visibility).toBe('gone');
  });

  it('hides again when nobody knows whether it was shown', () => {
    const world = createWorld();
    world.press('remove', removed);
    world.run();
    world.press('undo');
    const shown = world.start();
    world.end(shown?.id ?? '', 'unknown');
    expect(world.press('remove', removed).effects.map(({ kind }) => kind)).toContain('hide-comment');
  });

  it('hides again what a colleague has shown by hand', () => {
    const world = createWorld();
    world.press('remove', removed);
    world.run();
    world.press('undo');
    const shown = world.start();
    world.end(shown?.id ?? '', 'failed');
    world.press('by-hand', { effect: shown?.id });
    world.press('remove', removed);
    world.run();
    expect(world.situation.comment.visibility).toBe('hidden');
  });

  it('opens what was let stand', () => {
    const world = createWorld();
    world.press('dismiss', { because: 'within-rules' });
    expect(world.situation.ticket.state).toBe('closed');
    world.press('undo');
    expect(world.situation.ticket).toMatchObject({ state: 'open', dismissal: null, closedAt: null });
  });
});

describe('Dölj nu', () => {
  it('hides with one press, keeps the rule and waits for a judgement', () => {
    const world = createWorld({ screening: hard });
    const { effects, reason } = world.press('hide-now');
    expect(effects).toEqual([{ kind: 'hide-comment', params: { commentVersion: 1 } }]);
    expect(reason).toMatchObject({ rule: 'FIL-19', text: 'awaiting-assessment' });
    world.run();
    expect(world.situation).toMatchObject({
      comment: { visibility: 'hidden' },
      ticket: { state: 'claimed', hiddenNow: { rule: 'FIL-19' } },
    });
  });

  it('is refused until the evidence is stored', () => {
    const on = situation({ screening: hard, comment: { evidenceStored: false } });
    expect(press(on, 'hide-now').refusal?.code).toBe('evidence-missing');
  });

  it('then "Låt stå" shows the comment again', () => {
    const world = createWorld({ screening: hard });
    world.press('hide-now');
    world.run();
    world.press('dismiss', { because: 'bot-was-wrong' });
    expect(world.situation.ticket).toMatchObject({ state: 'closed', hiddenNow: null });
    expect(finallyVisible(world)).toBe(true);
  });

  it.each([
    ['had not begun', () => {}],
    ['failed', (world: World) => world.run('failed')],
  ])('then "Låt stå" drops a hiding that %s, and nothing is left to settle', (_, meanwhile) => {
    const world = createWorld({ screening: hard });
    world.press('hide-now');
    meanwhile(world);
    expect(world.press('dismiss', { because: 'bot-was-wrong' }).effects).toEqual([]);
    expect(world.situation.ticket.state).toBe('closed');
    expect(finallyVisible(world)).toBe(true);
  });

  it('then "Ta bort" deletes without hiding twice', () => {
    const world = createWorld({ screening: hard });
    world.press('hide-now');
    expect(world.press('remove', removed).effects.map(({ kind }) => kind)).toEqual(['delete-comment']);
    expect(world.situation.ticket.hiddenNow).toBeNull();
  });

  it('then a proposed removal that is taken back leaves it hidden, still to be judged', () => {
    const policy = policyOf('vallentuna');
    const world = createWorld({
      municipality: 'vallentuna',
      screening: { findings: [finding(policy, 'VAL-21', { hard: true })] },
    });
    world.press('hide-now');
    world.run();
    world.press('remove', { rule: 'VAL-19', reason: 'Partipolitik.' });
    world.press('undo');
    expect(world.situation.ticket.hiddenNow).toMatchObject({ rule: 'VAL-21' });
    world.press('dismiss', { because: 'within-rules' });
    expect(finallyVisible(world)).toBe(true);
  });
});
