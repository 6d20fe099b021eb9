import { describe, expect, it } from 'vitest';
import { saidLine } from '../../src/chat/cards/thread-lines.ts';
import { cards } from '../cards/views.ts';
import { commentScreened } from '../fakes/reacting.ts';
import { ANNA, finding, NOW, policyOf, press, screening, situation } from '../fakes/situations.ts';
import { createWorld, type World } from '../fakes/world.ts';

const removed = { rule: 'FIL-20', reason: 'Personangrepp.' };
const answer = { form: 'answer', 'text-answer': 'Hej! Det öppnar i maj.' };

describe('A comment that was screened', () => {
  it.each([
    ['flag', false, true],
    ['review', false, true],
    ['refer', false, true],
    ['none', true, true],
    ['none', false, false],
  ] as const)('tier %s, needs a reply %s: becomes a ticket %s', (tier, needsReply, opens) => {
    const decision = commentScreened({ ...situation(), ticket: null }, screening({ tier, needsReply }));
    expect(decision.ticket?.state).toBe(opens ? 'open' : undefined);
    expect(decision.screenedVersion).toBe(1);
    expect(decision.journal.map(({ kind }) => kind)).toEqual(
      opens ? ['comment-screened', 'ticket-opened'] : ['comment-screened'],
    );
  });

  it.each([
    ['our own', { own: true }],
    ['gone', { visibility: 'gone' }],
  ] as const)('never becomes a ticket when it is %s', (_, comment) => {
    const decision = commentScreened({ ...situation({ comment }), ticket: null }, screening());
    expect(decision.ticket).toBeUndefined();
  });

  it('has its deadline from the platform’s time of writing, and its promise from the policy', () => {
    const at = Temporal.Instant.from('2026-04-02T20:00:00Z');
    const filipstad = commentScreened(
      { ...situation({ comment: { createdAt: at } }), ticket: null },
      screening(),
    );
    expect(filipstad.ticket).toMatchObject({ dueAt: '2026-04-07T14:00:00Z', promise: 'FIL-06' });
    const eslov = commentScreened({ ...situation({ municipality: 'eslov' }), ticket: null }, screening());
    expect(eslov.ticket?.promise).toBeNull();
  });

  it('orders its pictures fetched where they are not stored yet', () => {
    const on = situation({ comment: { evidenceStored: false } });
    const decision = commentScreened({ ...on, ticket: null }, screening());
    expect(decision.effects).toEqual([{ kind: 'fetch-attachments', params: { commentVersion: 1 } }]);
  });
});

describe('A comment that was edited', () => {
  it('after our reply comes back to staff', () => {
    const world = createWorld();
    world.press('reply', answer);
    world.run();
    world.edit('Badhuset är en skam!');
    expect(world.situation.ticket).toMatchObject({
      state: 'open',
      closedAt: null,
      commentVersion: 2,
      editedAfter: { version: 1, at: NOW.toString() },
    });
    expect(world.view).toMatchObject({
      textBefore: 'När öppnar badhuset igen?',
      text: 'Badhuset är en skam!',
    });
  });

  describe('is told in the thread where it brings a card back', () => {
    const lineOf = ({ situation: { effects }, view }: World) => {
      const effect = effects.find(({ kind }) => kind === 'post-line');
      return effect ? saidLine(cards.sv, view, effect) : null;
    };
    const insult = { findings: [finding(policyOf('filipstad'), 'FIL-20')] };
    const stands = { because: 'within-rules' };

    it.each([
      ['reply', answer, 'Ändrad efter vårt svar 08.30. Kortet är öppet igen. (nr 127)'],
      [
        'dismiss',
        { because: 'already-answered' },
        'Ändrad efter vårt svar 08.30. Kortet är öppet igen. (nr 127)',
      ],
      ['dismiss', stands, 'Ändrad 08.30. Kortet är öppet igen. (nr 127)'],
      [
        'remove',
        removed,
        'Ändrad 08.30, innan den raderades. Borttagningen är stoppad och kortet är öppet igen. (nr 127)',
      ],
    ] as const)('after %s with %j: %s', (verb, inputs, said) => {
      const world = createWorld();
      world.press(verb, inputs);
      world.run();
      world.edit('Ni är idioter allihop!', insult);
      expect(lineOf(world)).toBe(said);
    });

    it('after a removal was proposed', () => {
      const world = createWorld({ municipality: 'vallentuna' });
      world.press('remove', { rule: 'VAL-19', reason: 'Partireklam.' });
      world.edit('Ni är idioter allihop!', insult);
      expect(lineOf(world)).toContain('Förslaget att ta bort gäller inte längre');
    });

    it('once when the deletion that was under way found other words', () => {
      const world = createWorld();
      world.press('remove', removed);
      world.run();
      world.pass(10);
      const deletion = world.start();
      world.edit('Förlåt, jag menade inte så.');
      world.end(deletion?.id ?? '', 'later');
      const lines = world.situation.effects.filter(({ kind }) => kind === 'post-line');
      expect(lines.map(({ params }) => params.line)).toEqual(['edited.not-removed']);
    });

    it('but not when what was let stand needs nobody still, nor while the card is open', () => {
      for (const stood of [true, false]) {
        const world = createWorld();
        if (stood) world.press('dismiss', stands);
        world.edit('En annan text.', { tier: stood ? 'none' : 'flag' });
        expect(lineOf(world)).toBeNull();
      }
    });
  });

  it('after our reply is not closed again by the old reply when its pictures have been fetched', () => {
    const world = createWorld();
    world.press('reply', answer);
    world.run();
    world.edit('Se bilden!', {}, false);
    world.run();
    expect(world.situation).toMatchObject({ ticket: { state: 'open' }, comment: { evidenceStored: true } });
  });

  it('while our reply is on its way is not closed by that reply', () => {
    const world = createWorld();
    world.press('reply', answer);
    world.edit('Nu frågar jag något annat.', { needsReply: true });
    world.run();
    expect(world.situation.ticket.state).toBe('claimed');
  });

  it('while it is being removed cancels the deletion, stays hidden and comes back to staff', () => {
    const world = createWorld();
    world.press('remove', removed);
    world.run();
    world.edit('Förlåt, jag menade inte så.');
    expect(world.situation).toMatchObject({
      comment: { visibility: 'hidden' },
      ticket: { state: 'open', removal: null, hiddenNow: { by: ANNA, rule: 'FIL-20' } },
      breaches: [],
    });
    world.pass(60);
    world.run();
    expect(world.situation.comment.visibility).toBe('hidden');
  });

  it('is not deleted before its new text has been screened', () => {
    const world = createWorld();
    world.press('remove', removed);
    world.run();
    world.arrive('Förlåt, jag menade inte så.');
    world.pass(60);
    world.run();
    expect(world.situation.comment.visibility).toBe('hidden');
  });

  it('is deleted all the same where a statute demands it', () => {
    const world = createWorld();
    world.press('remove', { rule: 'BBS-5-1A', reason: 'Uppenbart hot.' });
    world.edit('En annan text.');
    world.run();
    expect(world.situation).toMatchObject({ ticket: { state: 'closed' }, comment: { visibility: 'gone' } });
  });

  it('while its deletion is under way comes back to staff when the read-back stops the deletion', () => {
    const world = createWorld();
    world.press('remove', removed);
    world.run();
    world.pass(10);
    const deletion = world.start();
    world.edit('Förlåt, jag menade inte så.');
    world.end(deletion?.id ?? '', 'later');
    expect(world.situation.ticket).toMatchObject({ state: 'open', hiddenNow: { rule: 'FIL-20' } });
    expect(world.situation.effects.find(({ id }) => id === deletion?.id)?.state).toBe('cancelled');
  });

  it('after a deletion failed comes back to staff', () => {
    const world = createWorld();
    world.press('remove', removed);
    world.run();
    world.pass(10);
    world.run('failed');
    world.edit('Förlåt, jag menade inte så.');
    expect(world.situation.ticket).toMatchObject({ state: 'open', removal: null });
  });

  it.each([
    [{ tier: 'flag' }, 'open'],
    [{ tier: 'none', needsReply: true }, 'open'],
    [{ tier: 'none' }, 'closed'],
  ] as const)('after "Låt stå" with %j is %s', (found, state) => {
    const world = createWorld();
    world.press('dismiss', { because: 'within-rules' });
    world.edit('En annan text.', found);
    expect(world.situation.ticket).toMatchObject({ state, commentVersion: 2 });
  });

  it('after it is gone changes nothing for staff', () => {
    const world = createWorld();
    world.platform('removed');
    world.edit('En annan text.');
    expect(world.situation.ticket.state).toBe('closed');
  });

  it('counts the ticket on, so that a card with the old text is stale', () => {
    const world = createWorld();
    const { version } = world.situation.ticket;
    world.edit('En annan text.');
    expect(world.situation.ticket.version).toBe(version + 1);
  });

  it('brings back what was let stand but not yet closed: the old judgement was of another text', () => {
    const world = createWorld({ effects: [{ id: 'b', kind: 'block-author', state: 'failed' }] });
    world.press('dismiss', { because: 'within-rules' });
    world.edit('En annan text.');
    world.press('by-hand', { effect: 'b' });
    expect(world.situation.ticket).toMatchObject({ state: 'open', dismissal: null });
  });

  it('keeps what was secret before the edit out of the channel', () => {
    const policy = policyOf('filipstad');
    const world = createWorld({
      screening: { display: 'secret', findings: [finding(policy, 'FIL-19', { hard: true })] },
    });
    world.edit('Jag har tagit bort numret.', { display: 'open' });
    expect(world.situation.ticket.screening.display).toBe('secret');
  });

  it('that comes twice, or late, is decided once', () => {
    const on = situation({ ticket: { commentVersion: 1 } });
    expect(commentScreened(on, screening())).toEqual({ journal: [], effects: [], screenedVersion: 1 });
    expect(press(on, 'claim').refusal).toBeUndefined();
  });
});
