import { describe, expect, it } from 'vitest';
import { deletesAtOnce, removalRules, ruleOf } from '../../src/core/policy.ts';
import { consequenceOf } from '../../src/core/removal-choices.ts';
import { able } from '../fakes/able.ts';
import {
  ANNA,
  actor,
  BO,
  dataFor,
  finding,
  MUNICIPALITIES,
  NOW,
  policyOf,
  press,
  situation,
} from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const remove = (rule: string, reason = 'Personangrepp på en granne.') => ({ rule, reason });
const kinds = (effects: readonly { kind: string }[]) => effects.map(({ kind }) => kind);
const every = MUNICIPALITIES.flatMap((municipality) => {
  const policy = policyOf(municipality);
  return [...policy.rules, ...policy.law].map((rule) => [municipality, rule.id] as const);
});

describe('Ta bort', () => {
  it('hides now and deletes when the undo window ends', () => {
    const world = createWorld();
    const { effects, reason, journal } = world.press('remove', remove('FIL-20'));
    expect(effects).toEqual([
      { kind: 'hide-comment', params: { commentVersion: 1 } },
      { kind: 'delete-comment', params: { commentVersion: 1 }, dueAt: NOW.add({ minutes: 10 }) },
    ]);
    expect(reason).toEqual({
      verb: 'remove',
      rule: 'FIL-20',
      quote: ruleOf(world.situation.policy, 'FIL-20')?.quote,
      text: 'Personangrepp på en granne.',
    });
    expect(journal.map(({ kind }) => kind)).toEqual(['removal-ordered']);
    world.run();
    expect(world.situation).toMatchObject({
      ticket: { state: 'removing' },
      comment: { visibility: 'hidden' },
    });
    world.pass(10);
    world.run();
    expect(world.situation).toMatchObject({ ticket: { state: 'closed' }, comment: { visibility: 'gone' } });
  });

  it('waits as long as the policy says before it deletes', () => {
    const on = situation({ policy: { undoMinutes: 45 } });
    expect(press(on, 'remove', remove('FIL-20')).effects.at(-1)?.dueAt).toEqual(NOW.add({ minutes: 45 }));
  });

  it('asks at once for a deletion that only a person can do, and can be undone until it is done', () => {
    const can = { ...able({ hide: false }), remove: 'by-hand' as const };
    const on = situation({ account: { can } });
    const [deletion, ...others] = press(on, 'remove', remove('FIL-20')).effects;
    expect(deletion).toEqual({ kind: 'delete-comment', params: { commentVersion: 1 } });
    expect(others).toEqual([]);
    const rule = ruleOf(on.policy, 'FIL-20');
    expect(rule && consequenceOf(on, rule)).toBe('by-hand');
  });

  it('orders no hiding where the platform has none, or where the comment is hidden already', () => {
    const cannot = situation({ account: { can: able({ hide: false, block: false }) } });
    const hidden = situation({ comment: { visibility: 'hidden' } });
    for (const on of [cannot, hidden])
      expect(kinds(press(on, 'remove', remove('FIL-20')).effects)).toEqual(['delete-comment']);
  });

  it.each([
    ['filipstad', 'FIL-18', 'secrecy'],
    ['ludvika', 'LUD-12', 'secrecy'],
    ['vallentuna', 'VAL-11', 'statute, carried by the rule'],
    ['eslov', 'ESL-11', 'statute'],
    ['angelholm', 'ANG-15', 'statute'],
    ['filipstad', 'BBS-5-1A', 'the overlay for all'],
  ])('%s %s (%s) is registered and deleted at once', (municipality, rule) => {
    const on = situation({ municipality, screening: { display: 'secret' } });
    const { effects, registration, journal, ticket } = press(on, 'remove', remove(rule));
    expect(effects).toEqual([{ kind: 'delete-comment', params: { commentVersion: 1, evenIfChanged: true } }]);
    expect(registration).toMatchObject({ create: { secret: true, by: ANNA }, number: null });
    expect(journal.map(({ kind }) => kind)).toEqual(['removal-ordered', 'secured']);
    expect(ticket?.removal?.undoUntil).toBeNull();
  });

  it('deletes what may be secret at once, whatever rule is named: hidden, its author’s friends would see it', () => {
    const on = situation({ screening: { display: 'secret' } });
    expect(press(on, 'remove', remove('FIL-20')).effects).toEqual([
      { kind: 'delete-comment', params: { commentVersion: 1, evenIfChanged: true } },
    ]);
  });

  it.each(['LUD-10', 'LUD-13', 'LUD-04'])('Ludvika registers every removal, %s too (LUD-41)', (rule) => {
    const { registration } = press(situation({ municipality: 'ludvika' }), 'remove', remove(rule));
    expect(registration).toMatchObject({ create: { ground: 'LUD-41', secret: false } });
  });

  it.each([
    ['filipstad', 'FIL-20'],
    ['vallentuna', 'VAL-16'],
    ['eslov', 'ESL-10'],
    ['angelholm', 'ANG-10'],
  ])('%s registers no ordinary removal (%s)', (municipality, rule) => {
    const decision = press(situation({ municipality }), 'remove', remove(rule));
    expect(decision.effects.length).toBeGreaterThan(0);
    expect(decision.registration).toBeUndefined();
  });

  it('takes the number of its own series where the register is appointed as the diary', () => {
    const { policy } = situation({ municipality: 'ludvika' });
    const diary = { series: 'KS' };
    const on = situation({
      municipality: 'ludvika',
      policy: { registration: { ...policy.registration, diary } },
    });
    expect(press(on, 'remove', remove('LUD-10')).registration).toMatchObject({ number: diary });
  });

  it.each(every)('%s %s removes as its policy says, and no more', (municipality, id) => {
    const on = situation({ municipality });
    const rule = ruleOf(on.policy, id);
    const { refusal, effects, ticket } = press(on, 'remove', remove(id));
    if (rule?.removal === 'never') {
      expect(refusal?.code).toMatch(/^(rule|politics)-cannot-remove$/);
      expect(effects).toEqual([]);
    } else if (rule?.removal === 'approval') {
      expect([ticket?.state, effects]).toEqual(['awaiting-approval', []]);
    } else {
      expect(ticket?.state).toBe('removing');
      expect(kinds(effects)).toContain('delete-comment');
    }
  });

  it.each(MUNICIPALITIES)('%s has nothing to choose that the press would refuse', (municipality) => {
    const on = situation({ municipality });
    for (const { id } of removalRules(on.policy))
      expect(press(on, 'remove', remove(id)).refusal).toBeUndefined();
  });

  it('is refused until every picture is stored as evidence', () => {
    const on = situation({ comment: { evidenceStored: false } });
    expect(press(on, 'remove', remove('FIL-20'))).toEqual({
      refusal: { code: 'evidence-missing', details: {} },
      journal: [],
      effects: [],
    });
  });

  it('takes the place of an earlier hiding that failed, so that nothing holds the deletion up', () => {
    const world = createWorld({
      screening: { findings: [finding(policyOf('filipstad'), 'FIL-19', { hard: true })] },
    });
    world.press('hide-now');
    world.run('failed');
    world.press('remove', remove('BBS-5-1A'));
    world.run();
    expect(world.situation).toMatchObject({ ticket: { state: 'closed' }, comment: { visibility: 'gone' } });
  });
});

describe('Politics', () => {
  it.each([
    ['filipstad', 'FIL-11'],
    ['ludvika', 'LUD-17'],
    ['ludvika', 'LUD-26'],
  ])('%s cannot remove on %s', (municipality, rule) => {
    const { refusal } = press(situation({ municipality }), 'remove', remove(rule));
    expect(refusal).toEqual({ code: 'politics-cannot-remove', details: { rule } });
  });

  it('Eslöv has no rule on politics, and none that could be taken for one', () => {
    const { policy } = situation({ municipality: 'eslov' });
    expect(policy.politics).toMatchObject({ rules: [], removal: 'never' });
    const political = policy.rules.filter(({ categories }) => categories.includes('political-discussion'));
    expect(political.filter(({ removal }) => removal !== 'never')).toEqual([]);
  });

  it.each([
    ['vallentuna', 'VAL-19'],
    ['angelholm', 'ANG-18'],
  ])('%s needs a second person (%s), who may not be the first', (municipality, rule) => {
    const world = createWorld({ municipality });
    const proposed = world.press('remove', remove(rule));
    expect(proposed).toMatchObject({ effects: [], reason: { rule }, ticket: { state: 'awaiting-approval' } });
    expect(world.press('approve').refusal).toEqual({ code: 'second-person', details: { by: ANNA } });
    const approved = world.press('approve', {}, actor(BO));
    expect(kinds(approved.effects)).toEqual(['hide-comment', 'delete-comment']);
    expect(approved.breach).toBeUndefined();
    expect(world.situation.ticket.removal).toMatchObject({ by: ANNA, approvedBy: BO, rule });
  });

  describe('while a proposal waits for the second person', () => {
    const WIDE = [
      ['ludvika', 'LUD-07'],
      ['ludvika', 'LUD-34'],
      ['vallentuna', 'VAL-09'],
      ['eslov', 'ESL-16'],
      ['angelholm', 'ANG-19'],
    ] as const;
    const POLITICS = [
      ['vallentuna', 'VAL-19'],
      ['angelholm', 'ANG-18'],
    ] as const;

    it.each(WIDE)(
      '%s %s: the comment can be hidden, and the proposal goes on waiting',
      (municipality, rule) => {
        const world = createWorld({ municipality });
        world.press('remove', remove(rule));
        const hidden = world.press('hide-now', {}, actor(BO));
        expect(kinds(hidden.effects)).toEqual(['hide-comment']);
        expect(hidden.reason).toMatchObject({ verb: 'hide-now', rule });
        expect(world.situation.ticket).toMatchObject({
          state: 'awaiting-approval',
          claim: null,
          removal: { by: ANNA, rule },
          hiddenNow: { by: BO, rule },
        });
        world.run();
        const approved = world.press('approve', {}, actor(BO));
        expect(kinds(approved.effects)).toEqual(['delete-comment']);
        world.pass(10);
        world.run();
        expect(world.situation).toMatchObject({
          ticket: { state: 'closed' },
          comment: { visibility: 'gone' },
        });
      },
    );

    it.each(POLITICS)('%s %s: nobody hides an opinion alone', (municipality, rule) => {
      const world = createWorld({ municipality });
      world.press('remove', remove(rule));
      expect(world.press('hide-now', {}, actor(BO)).refusal?.code).toBe('not-now');
    });

    it('a political comment with hard evidence of something else can be hidden for that', () => {
      const policy = policyOf('vallentuna');
      const world = createWorld({
        municipality: 'vallentuna',
        screening: { findings: [finding(policy, 'VAL-21', { hard: true })] },
      });
      world.press('remove', remove('VAL-19'));
      expect(world.press('hide-now').reason).toMatchObject({ rule: 'VAL-21' });
    });

    it('it is not hidden before the evidence is stored, nor where the platform cannot', () => {
      const waiting = createWorld({ municipality: 'eslov' });
      waiting.press('remove', remove('ESL-16'));
      const { situation: on } = waiting;
      const unstored = { ...on, comment: { ...on.comment, evidenceStored: false } };
      expect(press(unstored, 'hide-now').refusal?.code).toBe('evidence-missing');
      const cannot = { ...on, account: { ...on.account, can: able({ hide: false, block: false }) } };
      expect(press(cannot, 'hide-now').refusal?.code).toBe('not-now');
    });

    it.each([
      ['undo', {}, ANNA],
      ['dismiss', { because: 'within-rules' }, BO],
      ['decline', { reason: 'Det är inte olämpligt.' }, BO],
      ['take-over', {}, BO],
    ] as const)('what was hidden is shown again when %s ends the proposal', (verb, inputs, by) => {
      const world = createWorld({ municipality: 'eslov' });
      world.press('remove', remove('ESL-16'));
      world.press('hide-now', {}, actor(BO));
      world.run();
      world.press(verb, inputs, actor(by));
      world.run();
      expect(world.situation.comment.visibility).toBe('visible');
      expect(world.situation.ticket).toMatchObject({ removal: null, hiddenNow: null });
    });
  });

  describe('"Dölj nu" is registered first, where a removal would be', () => {
    const hard = (municipality: string, rule: string) => ({
      municipality,
      screening: { findings: [finding(policyOf(municipality), rule, { hard: true })] },
    });
    it.each([
      ['ludvika', 'LUD-11', true],
      ['filipstad', 'FIL-18', true],
      ['filipstad', 'FIL-19', false],
      ['angelholm', 'ANG-09', false],
    ] as const)('%s %s: %s', (municipality, rule, registered) => {
      const world = createWorld(hard(municipality, rule));
      const { registration, journal } = world.press('hide-now');
      expect(registration !== undefined).toBe(registered);
      expect(journal.map(({ kind }) => kind)).toEqual(
        registered ? ['hiding-ordered', 'secured'] : ['hiding-ordered'],
      );
      world.run();
      world.press('remove', remove(rule));
      expect(world.situation.registrations).toHaveLength(registered ? 1 : 0);
    });

    it('and anew when the text that stands there has been edited since', () => {
      const world = createWorld(hard('ludvika', 'LUD-11'));
      world.press('hide-now');
      world.pass(5);
      world.edit('En annan text med ett annat nummer.', hard('ludvika', 'LUD-11').screening);
      world.press('remove', remove('LUD-11'));
      expect(world.situation.registrations).toHaveLength(2);
    });
  });

  it.each([
    ['undo', {}, ANNA, 'removal-withdrawn', null],
    ['dismiss', { because: 'within-rules' }, ANNA, 'removal-withdrawn', null],
    ['dismiss', { because: 'within-rules' }, BO, 'removal-declined', 'proposal.let-stand'],
    ['decline', { reason: 'En åsikt om skolan.' }, BO, 'removal-declined', 'proposal.declined'],
    ['take-over', {}, BO, 'removal-taken-over', 'proposal.taken-over'],
  ] as const)(
    'a proposal ends by %s %j, nothing has been done, and its proposer hears of a colleague’s act',
    (verb, inputs, by, kind, line) => {
      const world = createWorld({ municipality: 'vallentuna' });
      world.press('remove', remove('VAL-19'));
      const proposal = world.situation.ticket.removal?.decision;
      const { journal } = world.press(verb, inputs, actor(by));
      expect(journal[0]).toMatchObject({ kind, by, data: { rule: 'VAL-19', proposal } });
      expect(world.situation.ticket.removal).toBeNull();
      const told = world.situation.effects.filter((one) => one.kind !== 'remind');
      expect(told.map(({ kind, params }) => [kind, params])).toEqual(
        line === null ? [] : [['post-line', { person: ANNA, line }]],
      );
    },
  );

  it('a refusal that comes second is told so, and its reason comes back', () => {
    const world = createWorld({ municipality: 'vallentuna' });
    world.press('remove', remove('VAL-19'));
    const late = dataFor(world.situation, 'decline', { reason: 'En åsikt om skolan.' });
    world.press('approve', {}, actor(BO));
    const { refusal, reply } = world.pressWith(late, actor('0c0c0c0c-0000-4000-8000-000000000003'));
    expect(refusal).toMatchObject({ code: 'colleague-first', details: { by: BO, verb: 'approve' } });
    expect(reply).toEqual({ text: 'En åsikt om skolan.', kind: 'draft' });
  });

  it('what was seen of a proposal that has fallen since approves no later one', () => {
    const world = createWorld({ municipality: 'vallentuna' });
    world.press('remove', remove('VAL-19'));
    const old = dataFor(world.situation, 'approve');
    world.press('decline', { reason: 'En åsikt om skolan.' }, actor(BO));
    world.press('remove', remove('VAL-19'));
    expect(world.pressWith(old, actor(BO)).refusal?.code).toBe('colleague-first');
    expect(world.situation.ticket.state).toBe('awaiting-approval');
  });

  it('a refused proposal is told of until the words are others', () => {
    const world = createWorld({ municipality: 'vallentuna' });
    world.press('remove', remove('VAL-19'));
    world.press('decline', { reason: 'En åsikt om skolan.' }, actor(BO));
    expect(world.situation.ticket.declined).toMatchObject({ by: BO, rule: 'VAL-19' });
    world.press('remove', remove('VAL-19'));
    expect(world.situation.ticket.declined).not.toBeNull();
    world.edit('Något annat.');
    expect(world.situation.ticket.declined).toBeNull();
  });

  it('a proposal whose text was edited cannot be approved any more', () => {
    const world = createWorld({ municipality: 'vallentuna' });
    world.press('remove', remove('VAL-19'));
    world.edit('Jag menade något annat.', { needsReply: true });
    expect(world.situation.ticket).toMatchObject({ state: 'open', removal: null });
    expect(world.press('approve', {}, actor(BO)).refusal?.code).toBe('not-now');
  });

  it('an approval needs the evidence too', () => {
    const on = situation({
      municipality: 'vallentuna',
      comment: { evidenceStored: false },
      ticket: {
        state: 'awaiting-approval',
        removal: {
          by: ANNA,
          at: NOW.toString(),
          rule: 'VAL-19',
          decision: 'd',
          commentVersion: 1,
          undoUntil: null,
          approvedBy: null,
        },
      },
    });
    expect(press(on, 'approve', {}, actor(BO)).refusal?.code).toBe('evidence-missing');
  });
});

describe('What counts against an account', () => {
  it.each(every)('%s %s', (municipality, id) => {
    const on = situation({ municipality });
    const rule = ruleOf(on.policy, id);
    if (!rule || rule.removal === 'never') return;
    const { breach } = press(on, 'remove', remove(id));
    const nearOpinion = rule.categories.some(
      (category) => on.policy.categories.get(category)?.expressionRisk === 'high',
    );
    expect(breach).toEqual(rule.strike ? { rule: id } : undefined);
    if (nearOpinion || rule.removal === 'approval') expect(breach).toBeUndefined();
  });

  it('is nothing when the author is unknown', () => {
    const on = situation({ comment: { author: { id: null, name: 'Kim' } } });
    expect(press(on, 'remove', remove('FIL-20')).breach).toBeUndefined();
  });

  it('is taken back when the removal is undone', () => {
    const world = createWorld();
    world.press('remove', remove('FIL-20'));
    expect(world.situation.breaches).toHaveLength(1);
    world.press('undo');
    expect(world.situation.breaches).toEqual([]);
  });

  it('is never made by what deletes at once under the overlay', () => {
    for (const municipality of MUNICIPALITIES) {
      const { policy } = situation({ municipality });
      expect(policy.law.filter(({ strike }) => strike)).toEqual([]);
      expect(policy.law.some((rule) => deletesAtOnce(policy, rule))).toBe(true);
    }
  });
});
