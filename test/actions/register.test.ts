import { describe, expect, it } from 'vitest';
import { ANNA, actor, NOW, press, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const subject = 'Kommentar på Facebook om badhuset';
const ownDiary = {
  grounds: [],
  everyRemoval: null,
  diary: { series: 'KS' },
  subjects: { comment: 'K', judged: 'J', message: 'M' },
};

describe('Till registrator', () => {
  it('secures the comment, and takes the number that a registrar types later', () => {
    const world = createWorld();
    world.press('register', { subject, ground: 'FIL-15' });
    expect(world.situation.registrations).toMatchObject([
      { state: 'secured', number: null, subject, ground: 'FIL-15', secret: false, by: ANNA },
    ]);
    expect(world.press('register', { subject }).refusal).toEqual({
      code: 'bad-input',
      details: { field: 'number' },
    });
    world.press('register', { number: 'KS 2026/0412' }, actor(ANNA, 'registrar'));
    expect(world.situation.registrations).toMatchObject([{ state: 'registered', number: 'KS 2026/0412' }]);
    expect(world.press('register', { number: 'KS 2026/0413' }).refusal?.code).toBe('not-now');
  });

  it('takes a number given at once', () => {
    const decision = press(situation(), 'register', { subject, number: 'KS 2026/7' });
    expect(decision.registration).toMatchObject({ number: { given: 'KS 2026/7' } });
  });

  it('takes the next number of the municipality’s own series where this register is its diary', () => {
    const { registration } = press(situation({ policy: { registration: ownDiary } }), 'register', {
      subject,
    });
    expect(registration).toMatchObject({ number: { series: 'KS' } });
  });

  it('changes nothing else: not the ticket’s state, nor its version', () => {
    const decision = press(situation({ ticket: { state: 'removing' } }), 'register', { subject });
    expect(decision.ticket).toBeUndefined();
    expect(decision.effects).toEqual([]);
  });

  it('keeps a secret comment’s entry marked as such', () => {
    const on = situation({ screening: { display: 'secret' } });
    expect(press(on, 'register', { subject }).registration).toMatchObject({ create: { secret: true } });
  });

  it.each([
    ['the author’s surname', 'Klagomål från Testsson'],
    ['the author’s first name, in capitals', 'Klagomål från KIM'],
    ['four words of the comment in a row', 'Fråga: när öppnar badhuset igen'],
    ['the comment’s words with other signs between', 'När, öppnar – badhuset / IGEN!'],
    ['a personnummer', 'Kommentar om 19121212-1212'],
    ['a personnummer with spaces', 'Kommentar om 1912 1212 1212'],
    ['a telephone number', 'Ring 070-123 45 67'],
    ['an e-mail address', 'Från kim@example.se'],
    ['the author’s name with a zero-width space in it', 'Klagomål från Test\u200Bsson'],
    ['the author’s name with a soft hyphen in it', 'Klagomål från Ki\u00ADm'],
    ['a number with zero-width spaces in it', 'Om 1212\u200B12'],
    ['the comment’s words, spelt with loose dots', 'Na\u0308r o\u0308ppnar badhuset igen'],
  ])('refuses a subject with %s, since the register is public', (_, wording) => {
    expect(press(situation(), 'register', { subject: wording }).refusal?.code).toBe('subject-not-neutral');
  });

  it.each([subject, 'Kommentar på Facebook, prövad mot regel FIL-20', 'Fråga om badhuset 2026'])(
    'takes the neutral subject "%s"',
    (wording) => {
      expect(press(situation(), 'register', { subject: wording }).refusal).toBeUndefined();
    },
  );

  it('an empty choice and an empty number are none', () => {
    const { registration } = press(situation(), 'register', { subject, ground: '', number: '' });
    expect(registration).toMatchObject({ create: { ground: null }, number: null });
  });

  it('a number typed by anyone is journalled without the number itself being text of a citizen’s', () => {
    const on = situation({ registrations: [{ securedAt: NOW.toString() }] });
    expect(press(on, 'register', { number: 'KS 2026/0412' }).journal).toEqual([
      { kind: 'registered', by: ANNA, data: { registration: on.registrations[0]?.id, numbered: true } },
    ]);
  });
});
