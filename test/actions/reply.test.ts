import { describe, expect, it } from 'vitest';
import { ANNA, MUNICIPALITIES, policyOf, press, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const send = (text: string) => ({ form: 'answer', 'text-answer': text });

describe('Svara', () => {
  it('claims by itself, orders the reply, and closes when the platform has taken it', () => {
    const world = createWorld();
    const decision = world.press('reply', send('  Hej! Det öppnar i maj.  '));
    expect(decision.reply).toEqual({ text: 'Hej! Det öppnar i maj.', kind: 'reply' });
    expect(world.situation.ticket).toMatchObject({ state: 'claimed', claim: { by: ANNA } });
    world.run();
    expect(world.situation.ticket).toMatchObject({ state: 'closed', claim: null, reply: { by: ANNA } });
  });

  it('leaves the ticket with staff when the reply failed, and closes it once someone answered by hand', () => {
    const world = createWorld();
    world.press('reply', send('Hej!'));
    world.run('failed');
    expect(world.situation.ticket.state).toBe('claimed');
    expect(world.situation.effects.map(({ kind, state }) => [kind, state])).toEqual([
      ['reply-to-comment', 'failed'],
      ['remind', 'pending'],
      ['post-line', 'failed'],
    ]);
    world.press('by-hand', { effect: world.situation.effects[0]?.id });
    expect(world.situation.ticket.state).toBe('closed');
  });

  it.each(['{svar}', '{växelns nummer}', '{}', '{{svar}}'])('is refused while %s stands in it', (brace) => {
    const { refusal, effects } = press(situation(), 'reply', send(`Hej! ${brace} Tack.`));
    expect(refusal?.code).toBe('missing-placeholder');
    expect(brace).toContain(refusal?.details['placeholder']);
    expect(effects).toEqual([]);
  });

  it.each(['a } b', 'a { b', 'smile :-} {'])('is not refused for a loose brace: %s', (text) => {
    expect(press(situation(), 'reply', send(text)).refusal).toBeUndefined();
  });

  it.each(MUNICIPALITIES)('%s has no template that could be sent with a brace in it', (municipality) => {
    const on = situation({ municipality });
    for (const { text } of policyOf(municipality).templates) {
      const { refusal } = press(on, 'reply', send(text));
      expect(refusal?.code).toBe(/\{[^{}]*\}/u.test(text) ? 'missing-placeholder' : undefined);
    }
  });

  it('takes only the text of the form that was sent', () => {
    const inputs = { form: 'urgent', 'text-answer': 'Fel ruta', 'text-urgent': 'Rätt ruta' };
    expect(press(situation(), 'reply', inputs).reply?.text).toBe('Rätt ruta');
  });

  it('is refused where it is longer than the platform takes, and says by how much', () => {
    const { can, name, trial } = situation().account;
    const on = situation({ account: { can, name, trial, maxReply: 20 } });
    const inputs = { form: 'answer', 'text-answer': 'x'.repeat(21) };
    expect(press(on, 'reply', inputs).refusal).toEqual({
      code: 'reply-too-long',
      details: { length: 21, most: 20 },
    });
    expect(press(on, 'reply', { ...inputs, 'text-answer': 'x'.repeat(20) }).refusal).toBeUndefined();
  });

  it('is measured in bytes where the platform counts them', () => {
    const { can, name, trial } = situation().account;
    const on = situation({ account: { can, name, trial, maxReply: 20, countedIn: 'bytes' } });
    const answer = (text: string) => press(on, 'reply', { form: 'answer', 'text-answer': text }).refusal;
    expect(answer('å'.repeat(10))).toBeUndefined();
    const details = { length: 22, most: 20 };
    expect(answer('å'.repeat(11))).toEqual({ code: 'reply-too-many-bytes', details });
  });

  it('does not close a ticket whose comment is hidden and still to be judged', () => {
    const world = createWorld({
      comment: { visibility: 'hidden' },
      ticket: { hiddenNow: { by: ANNA, at: '2026-04-02T06:00:00Z', rule: 'FIL-19', decision: 'd' } },
    });
    world.press('reply', send('Hej!'));
    world.run();
    expect(world.situation.ticket).toMatchObject({ state: 'claimed', hiddenNow: { rule: 'FIL-19' } });
  });
});
