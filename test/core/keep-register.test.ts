import { describe, expect, it } from 'vitest';
import { keepRegister } from '../../src/core/keep-register.ts';
import { commentScreened } from '../../src/reactions/comment-screened.ts';
import { press, screening, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const secret = { display: 'secret' } as const;
const entry = { kind: 'comment', ground: null, secret: true };

describe('what may be secret', () => {
  it('is registered when it is left standing', () => {
    const decision = press(situation({ screening: secret }), 'dismiss', { because: 'within-rules' });
    expect(decision.registration).toMatchObject({ create: entry });
    expect(decision.journal).toContainEqual(expect.objectContaining({ kind: 'secured', by: 'bot' }));
  });

  it('is not when a person says that the bot was wrong', () => {
    const decision = press(situation({ screening: secret }), 'dismiss', { because: 'bot-was-wrong' });
    expect(decision.registration).toBeUndefined();
  });

  it('is registered when its author takes it away', () => {
    expect(createWorld({ screening: secret }).platform('removed').registration).toMatchObject({
      create: entry,
    });
  });

  it('is registered once', () => {
    const world = createWorld({ screening: secret, registrations: [{}] });
    expect(world.platform('removed').registration).toBeUndefined();
  });

  it('is registered in trial mode too, since it has come in; what is only tried is not', () => {
    const trial = { account: { trial: true }, municipality: 'ludvika' };
    const remove = { rule: 'LUD-10', reason: 'Personangrepp.' };
    expect(press(situation(trial), 'remove', remove).registration).toBeUndefined();
    expect(press(situation({ ...trial, screening: secret }), 'remove', remove).registration).toMatchObject({
      create: { ...entry, subject: 'Kommentar på Facebook' },
    });
  });

  it('an open comment is not registered when it is dealt with', () => {
    expect(press(situation(), 'dismiss', { because: 'within-rules' }).registration).toBeUndefined();
  });
});

describe('what the municipality has asked for', () => {
  const screened = (given: Parameters<typeof situation>[0]) => {
    const on = { ...situation(given), ticket: null };
    return keepRegister(on, commentScreened(on, { version: 1, screening: screening({ tier: 'none' }) }));
  };
  const postText = 'Vi efterfrågar synpunkter på den nya skolvägen!';

  it('is registered when it comes, though it needs nobody (LUD-39)', () => {
    const decision = screened({ municipality: 'ludvika', postText });
    expect(decision.ticket).toBeUndefined();
    expect(decision.registration).toMatchObject({ create: { ground: 'LUD-39', secret: false } });
  });

  it.each([
    [{ municipality: 'ludvika', postText: 'I dag öppnar badhuset.' }],
    [{ municipality: 'ludvika', postText: null }],
    [{ municipality: 'ludvika', postText, comment: { own: true } }],
    [{ municipality: 'filipstad', postText }],
  ])('is not what it has not asked for, or says nothing of: %o', (given) => {
    expect(screened(given).registration).toBeUndefined();
  });
});
