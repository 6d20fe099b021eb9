import { describe, expect, it } from 'vitest';
import { ANNA, actor, BO, dataFor, NOW, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const anna = actor(ANNA);
const bo = actor(BO);
const replied = { form: 'answer', 'text-answer': 'Hej! Det öppnar i maj.' };

describe('Two people at one card', () => {
  it('"Jag tar den" gives the comment to one person, "Släpp" gives it back', () => {
    const world = createWorld();
    expect(world.press('claim', {}, anna).journal).toEqual([{ kind: 'ticket-claimed', by: ANNA, data: {} }]);
    expect(world.situation.ticket).toMatchObject({ state: 'claimed', claim: { by: ANNA }, version: 2 });
    world.press('release', {}, anna);
    expect(world.situation.ticket).toMatchObject({ state: 'open', claim: null, version: 3 });
  });

  it.each(['reply', 'remove', 'dismiss', 'hide-now', 'block', 'release'] as const)(
    'a colleague’s live claim refuses %s and tells who has it',
    (verb) => {
      const world = createWorld();
      world.press('claim', {}, anna);
      const { refusal } = world.press(verb, {}, bo);
      expect(refusal).toEqual({
        code: 'colleague-first',
        details: { by: ANNA, at: NOW.toString(), verb: 'claim' },
      });
    },
  );

  it('a claim lapses after the policy’s minutes, and a colleague may go on', () => {
    const world = createWorld();
    world.press('claim', {}, anna);
    world.pass(29);
    expect(world.press('reply', replied, bo).refusal?.code).toBe('colleague-first');
    world.pass(1);
    expect(world.press('reply', replied, bo).refusal).toBeUndefined();
    expect(world.situation.ticket.claim?.by).toBe(BO);
  });

  it('the second of two replies is told who was first, and gets the draft back in the chat', () => {
    const world = createWorld();
    const stale = dataFor(world.situation, 'reply', replied);
    world.press('reply', { form: 'answer', 'text-answer': 'Anna svarar.' }, anna);
    const { decisionId } = world.situation;
    const late = world.pressWith(stale, bo);
    expect(late).toEqual({
      refusal: { code: 'colleague-first', details: { by: ANNA, at: NOW.toString(), verb: 'reply' } },
      journal: [],
      reply: { text: 'Hej! Det öppnar i maj.', kind: 'draft' },
      effects: [{ kind: 'return-draft', params: { person: BO, decision: decisionId } }],
    });
    expect(world.situation.effects.filter(({ kind }) => kind === 'reply-to-comment')).toHaveLength(1);
  });

  it.each([
    ['remove', { rule: 'FIL-20', reason: 'Ett personangrepp på en granne.' }],
    ['block', { period: '1', why: 'Kontot fortsätter trots borttagningar.' }],
  ] as const)('the text typed for %s comes back too', (verb, inputs) => {
    const world = createWorld();
    const stale = dataFor(world.situation, verb, inputs);
    world.press('reply', replied, anna);
    expect(world.pressWith(stale, bo).reply).toEqual({ text: Object.values(inputs).at(-1), kind: 'draft' });
  });

  it('a press without text that comes second gets no draft', () => {
    const world = createWorld();
    const stale = dataFor(world.situation, 'dismiss', { because: 'within-rules' });
    world.press('claim', {}, anna);
    expect(world.pressWith(stale, bo)).toMatchObject({ refusal: { code: 'colleague-first' }, effects: [] });
  });

  it('one’s own second press on an old card is stale, and does nothing again', () => {
    const world = createWorld();
    const old = dataFor(world.situation, 'remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    world.pressWith(old, anna);
    const again = world.pressWith(old, anna);
    expect(again).toEqual({ refusal: { code: 'stale-card', details: {} }, journal: [], effects: [] });
    expect(world.situation.effects.filter(({ kind }) => kind === 'delete-comment')).toHaveLength(1);
  });

  it('a card with an older text is stale', () => {
    const world = createWorld();
    const old = dataFor(world.situation, 'dismiss', { because: 'within-rules' });
    world.edit('Nu står det något annat.');
    expect(world.pressWith(old, anna).refusal?.code).toBe('stale-card');
  });

  it('a card from the future is stale', () => {
    const world = createWorld();
    const data = { ...dataFor(world.situation, 'claim'), version: 7 };
    expect(world.pressWith(data, anna).refusal?.code).toBe('stale-card');
  });

  it('who may not press is told so before anything about colleagues or the ticket', () => {
    const world = createWorld();
    world.press('claim', {}, anna);
    const stale = { ...dataFor(world.situation, 'reply', replied), version: 1 };
    const refused = world.pressWith(stale, actor(BO, null));
    expect(refused).toEqual({ refusal: { code: 'no-permission', details: {} }, journal: [], effects: [] });
  });

  it('who acted is never read from the card', () => {
    const world = createWorld();
    world.press('claim', { by: BO, role: 'lead', actor: BO }, anna);
    expect(world.situation.ticket.claim?.by).toBe(ANNA);
    expect(situation().ticket.claim).toBeNull();
  });
});
