import { describe, expect, it } from 'vitest';
import { openQuestions } from '../../src/core/internal.ts';
import { ANNA, actor, BO, dataFor, NOW, numbered } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const bo = actor(BO);
const [cilla, doris, eva] = ['c', 'd', 'e'].map((letter) => actor(letter.repeat(8)));
const registrar = actor('registrar', 'registrar');
const asking = (person: { readonly id: string }) => ({ person: person.id, question: 'När öppnar badet?' });

describe('"Fråga kollega"', () => {
  it('takes the comment from nobody, moves no deadline, and makes no card old', () => {
    const world = createWorld();
    world.press('claim', {}, actor(ANNA));
    const before = world.situation.ticket;
    const asked = world.press('ask-colleague', asking(registrar), bo, registrar);
    const { internal, ...rest } = world.situation.ticket;
    expect({ ...rest, internal: [] }).toEqual(before);
    expect(internal).toMatchObject([{ kind: 'question', by: BO, person: registrar.id }]);
    const { decision } = internal[0] ?? {};
    expect(asked.reason).toEqual({
      ...{ verb: 'ask-colleague', rule: null, quote: null },
      text: 'När öppnar badet?',
    });
    expect(asked.journal).toEqual([
      { kind: 'colleague-asked', by: BO, data: { decision, to: registrar.id } },
    ]);
    expect(asked.effects).toEqual([{ kind: 'ask-colleague', params: { person: registrar.id, decision } }]);
  });

  it.each([
    ['who is in no roster', null],
    ['who may do nothing', actor('guest', null)],
    ['who asks', actor(ANNA)],
  ])('asks nobody %s', (_, named) => {
    const world = createWorld();
    const data = dataFor(world.situation, 'ask-colleague', asking(named ?? { id: 'x' }));
    expect(world.pressWith(data, actor(ANNA), named)).toMatchObject({
      refusal: { code: 'not-a-colleague' },
      journal: [],
      effects: [],
    });
  });

  it('asks each once until they have answered, and no more at a time than the card has room for', () => {
    const world = createWorld();
    const ask = (person = cilla) => world.press('ask-colleague', asking(person ?? bo), bo, person);
    ask();
    expect(ask().refusal).toEqual({ code: 'already-asked', details: { by: cilla?.id } });
    ask(doris);
    ask(eva);
    expect(ask(registrar).refusal?.code).toBe('too-many-asked');
    const [first] = openQuestions(world.situation.ticket);
    const data = { about: first?.decision, answer: 'I maj.' };
    // Whoever knows it may answer.
    const answered = world.press('answer-colleague', data, registrar);
    expect(answered.effects).toEqual([{ kind: 'post-line', params: { line: 'answered', person: BO } }]);
    expect(world.press('answer-colleague', data, registrar).refusal?.code).toBe('already-answered');
    expect(world.press('answer-colleague', { ...data, about: numbered(5, 999) }).refusal?.code).toBe(
      'already-answered',
    );
    expect(ask().refusal).toBeUndefined();
  });

  it('tells nobody that they have answered themselves', () => {
    const world = createWorld();
    world.press('ask-colleague', asking(bo), actor(ANNA), bo);
    const [asked] = openQuestions(world.situation.ticket);
    const data = { about: asked?.decision, answer: 'Det var i maj, ser jag.' };
    expect(world.press('answer-colleague', data, actor(ANNA)).effects).toEqual([]);
  });
});

describe('"Ge till …"', () => {
  it('gives the comment, without the reminder that whoever had it put off', () => {
    const world = createWorld();
    world.press('snooze', { until: 'morning' });
    const given = world.press('assign', { person: BO }, actor(ANNA), bo);
    expect(world.situation.ticket).toMatchObject({
      state: 'claimed',
      claim: { by: BO, at: NOW.toString() },
      snooze: null,
    });
    expect(given.journal).toEqual([{ kind: 'ticket-assigned', by: ANNA, data: { to: BO } }]);
    expect(given.effects).toEqual([{ kind: 'tell-assigned', params: { person: BO } }]);
  });

  it.each([
    ['who only registers', registrar],
    ['who may do nothing', actor('guest', null)],
    ['who has it', actor(ANNA)],
  ])('gives it to nobody %s', (_, named) => {
    const world = createWorld();
    world.press('claim', {}, actor(ANNA));
    const refused = world.press('assign', { person: named.id }, actor(ANNA), named);
    expect(refused.refusal?.code).toBe('not-a-colleague');
  });
});
