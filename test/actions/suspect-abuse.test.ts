import { describe, expect, it } from 'vitest';
import { isOffered } from '../../src/actions/decide-press.ts';
import { actions, type Verb } from '../../src/actions/index.ts';
import { isNeutralSubject } from '../../src/core/registration.ts';
import { able } from '../fakes/able.ts';
import { ANNA, actor, BO, type Given, NOW, policyOf, press, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const PHOTO = {
  attachments: [{ type: 'photo', url: 'https://example.org/hemlig.jpg' }],
  evidenceStored: false,
};
const copied = { kind: 'fetch-attachments', state: 'done' } as const;
const on = (given: Given = {}) =>
  situation({ staff: { lead: BO, duty: ANNA, rota: [] }, ...given, comment: { ...PHOTO, ...given.comment } });
const suspect = (given: Given = {}) => press(on(given), 'suspect-abuse', {}, actor(ANNA, 'registrar'));
const kinds = (given: Given = {}) => suspect(given).effects.map(({ kind }) => kind);
const erasing = { policy: { pictures: { suspected: 'erase-now' } } } as const;
const never = { account: { can: { ...able(), remove: 'never' } } } as const;

describe('"Misstänkt övergreppsbild"', () => {
  it('waits for no copy: the deletion is ordered at once, for good, and whatever the text says by then', () => {
    const { effects, ticket, reason } = suspect();
    expect(effects[0]).toEqual({
      kind: 'delete-comment',
      params: { commentVersion: 1, evenIfChanged: true },
    });
    expect(ticket).toMatchObject({ state: 'removing', removal: { rule: 'BBS-5-1E', undoUntil: null } });
    expect(reason).toMatchObject({ rule: 'BBS-5-1E', quote: expect.stringContaining('16 kap. 10 a §') });
  });

  it('fetches nothing more, and lets nothing that waits or failed stand before the deletion', () => {
    const { cancel, settle } = suspect({
      effects: [
        { id: 'fetch', kind: 'fetch-attachments' },
        { id: 'reply', kind: 'reply-to-comment', state: 'unknown' },
        { id: 'hide', kind: 'hide-comment', state: 'failed' },
        { id: 'delete', kind: 'delete-comment' },
        { id: 'done', kind: 'unhide-comment', state: 'done' },
        { id: 'block', kind: 'block-author' },
      ],
    });
    expect(cancel).toEqual(['fetch', 'delete']);
    expect(settle?.map(({ id, to }) => [id, to])).toEqual([
      ['reply', 'cancelled'],
      ['hide', 'cancelled'],
    ]);
  });

  it.each<[string, Given, readonly string[]]>([
    ['nothing is copied', {}, []],
    ['a copy lies here', { effects: [copied] }, ['seal-pictures']],
    ['a copy is being fetched', { effects: [{ ...copied, state: 'started' }] }, ['seal-pictures']],
    ['a copy lies here, and the town erases', { ...erasing, effects: [copied] }, ['erase-pictures']],
  ])('when %s', (_, given, expected) => {
    expect(kinds(given).filter((kind) => kind.endsWith('-pictures'))).toEqual(expected);
    const [note] = suspect(given).journal;
    expect(note).toMatchObject({
      kind: 'pictures-suspected',
      data: { pictures: 'policy' in given ? 'erase' : 'keep' },
    });
  });

  it('tells lead and duty at once, each once, and the thread where there is neither', () => {
    const alerted = (staff: Given['staff']) =>
      suspect({ staff: staff ?? { lead: null, duty: null, rota: [] } })
        .effects.filter(({ kind }) => kind === 'alert-suspicion')
        .map(({ params }) => params.person);
    expect(alerted({ lead: BO, duty: ANNA, rota: [] })).toEqual([BO, ANNA]);
    expect(alerted({ lead: BO, duty: BO, rota: [] })).toEqual([BO]);
    expect(kinds({ staff: { lead: null, duty: null, rota: [] } })).toContain('post-line');
  });

  it('registers as secret under a subject that tells nothing; not twice, and nothing that is only tried', () => {
    const { registration } = suspect();
    expect(registration).toMatchObject({ create: { ground: null, secret: true, by: ANNA } });
    const subject = registration && 'create' in registration ? registration.create.subject : '';
    expect(isNeutralSubject(subject, on().comment)).toBe(true);
    expect(subject).not.toMatch(/BBS|bild|övergrepp/iu);
    expect(suspect({ registrations: [{ secrecy: 'possible' }] }).registration).toBeUndefined();
    expect(suspect({ registrations: [{ secrecy: 'none' }] }).registration).toBeDefined();
    expect(suspect({ account: { trial: true } }).registration).toBeUndefined();
  });

  it('holds ids alone in the journal', () => {
    const told = JSON.stringify(suspect({ effects: [copied] }).journal);
    for (const secret of ['hemlig.jpg', 'Kim Testsson', 'badhuset']) expect(told).not.toContain(secret);
  });

  it('stays open where nobody can remove it, until somebody has said what came of it', () => {
    const { ticket, effects, reason } = suspect(never);
    expect(ticket).toMatchObject({ state: 'open', removal: null, suspected: { by: ANNA, outcome: null } });
    expect(effects.map(({ kind }) => kind)).not.toContain('delete-comment');
    expect(reason).toBeUndefined();
    const world = createWorld({ ...never, comment: PHOTO });
    world.press('suspect-abuse');
    world.run();
    expect(world.situation.ticket.state).toBe('open');
    world.press('suspicion-outcome', { what: 'reported' });
    expect(world.situation.ticket.state).toBe('closed');
  });

  it('closes when the comment is gone, though it asked something, and is only marked where it had gone before', () => {
    const world = createWorld({ comment: PHOTO, screening: { needsReply: true }, effects: [copied] });
    world.press('suspect-abuse');
    world.run();
    expect(world.situation.ticket).toMatchObject({ state: 'closed', target: null });
    expect(world.situation.comment.visibility).toBe('gone');
    const gone = suspect({ comment: { visibility: 'gone' }, ticket: { state: 'closed' } });
    expect(gone.ticket).toMatchObject({ state: 'closed', suspected: { by: ANNA } });
    expect(gone.effects.map(({ kind }) => kind)).toEqual(['alert-suspicion', 'alert-suspicion']);
  });

  it('leaves a person who has been asked to delete it to do so', () => {
    const asked = suspect({ effects: [{ id: 'asked', kind: 'delete-comment', state: 'asked' }] });
    expect(asked.effects.map(({ kind }) => kind)).not.toContain('delete-comment');
    expect(asked.settle).toEqual([]);
    expect(asked.ticket?.state).toBe('removing');
  });

  it('leaves no other button than those that settle it', () => {
    const given = on({
      ticket: { suspected: { by: ANNA, at: NOW.toString(), outcome: null } },
      screening: { display: 'secret' },
      effects: [{ id: 'failed', kind: 'delete-comment', state: 'failed' }],
    });
    const left = (Object.keys(actions) as Verb[]).filter((verb) => isOffered(verb, given));
    expect(left.toSorted()).toEqual(['by-hand', 'register', 'retry', 'suspicion-outcome']);
    expect(press(given, 'show').refusal?.code).toBe('not-now');
  });

  it('fetches no picture of an edited text either, and stays what it is', () => {
    const world = createWorld({ comment: PHOTO });
    world.press('suspect-abuse');
    const { effects, ticket } = world.edit('Ny text', { display: 'open' }, false);
    expect(effects.map(({ kind }) => kind)).not.toContain('fetch-attachments');
    expect(ticket).toMatchObject({ suspected: { by: ANNA }, screening: { display: 'secret' } });
  });
});

describe('"Vad sa polisen?"', () => {
  const suspected = { ticket: { suspected: { by: BO, at: NOW.toString(), outcome: null } } } as const;
  it.each([
    ['reported', []],
    ['keep', []],
    ['cleared', []],
    ['erase', ['erase-pictures']],
  ] as const)('%s: what becomes of the copies is %j, and who said so is kept', (what, expected) => {
    const { effects, ticket, journal } = press(on({ ...suspected, effects: [copied] }), 'suspicion-outcome', {
      what,
    });
    expect(effects.map(({ kind }) => kind)).toEqual(expected);
    expect(ticket?.suspected).toMatchObject({ by: BO, outcome: { by: ANNA, what } });
    expect(journal[0]).toEqual({
      kind: 'suspicion-followed',
      by: ANNA,
      data: { what, pictures: what === 'erase' ? 'erase' : 'keep' },
    });
  });
});

it('The law that is in force has the rule that the removal rests on, in every municipality', () => {
  for (const town of ['filipstad', 'eslov'])
    expect(policyOf(town).law.find(({ id }) => id === 'BBS-5-1E')?.removal).toBe('allowed');
});
