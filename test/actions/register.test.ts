import { describe, expect, it } from 'vitest';
import { groundsFor } from '../../src/core/register-policy.ts';
import { ANNA, actor, NOW, policyOf, press, situation } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';

const subject = 'Kommentar på Facebook om badhuset';
const REGISTRAR = actor(ANNA, 'registrar');
/** What Filipstad's ground asks. */
const criteria = 'FIL-15:0,FIL-15:1,FIL-15:2';
const ground = 'none';
const ownDiary = {
  grounds: [],
  askedFor: null,
  everyRemoval: null,
  diary: { series: 'KS' },
  subjects: { comment: 'K', judged: 'J', message: 'M' },
};

describe('Till registrator', () => {
  it('secures the comment, and takes the number that a registrar types later', () => {
    const world = createWorld();
    world.press('register', { subject, ground: 'FIL-15', criteria });
    expect(world.situation.registrations).toMatchObject([
      { reference: 'SM 2026-1', state: 'secured', number: null, subject, ground: 'FIL-15', by: ANNA },
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
    const decision = press(situation(), 'register', { subject, ground, number: 'KS 2026/7' });
    expect(decision.registration).toMatchObject({ number: { given: 'KS 2026/7' } });
  });

  it('takes the next number of the municipality’s own series where this register is its diary', () => {
    const { registration } = press(situation({ policy: { registration: ownDiary } }), 'register', {
      subject,
    });
    expect(registration).toMatchObject({ number: { series: 'KS' } });
  });

  it('changes nothing else: not the ticket’s state, nor its version', () => {
    const on = situation({ ticket: { state: 'removing' } });
    const decision = press(on, 'register', { subject, ground });
    expect(decision.ticket).toBeUndefined();
    expect(decision.effects).toEqual([]);
  });

  it('keeps a secret comment’s entry marked as such', () => {
    const on = situation({ screening: { display: 'secret' } });
    expect(press(on, 'register', { subject, ground }).registration).toMatchObject({
      create: { secret: true },
    });
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
      expect(press(situation(), 'register', { subject: wording, ground }).refusal).toBeUndefined();
    },
  );

  it('an empty number is none', () => {
    const { registration } = press(situation(), 'register', { subject, ground, number: '' });
    expect(registration).toMatchObject({ create: { ground: null }, number: null });
  });

  it('a number typed by anyone is journalled without the number itself being text of a citizen’s', () => {
    const on = situation({ registrations: [{ securedAt: NOW.toString() }] });
    expect(press(on, 'register', { number: 'KS 2026/0412' }).journal).toEqual([
      { kind: 'registered', by: ANNA, data: { registration: on.registrations[0]?.id } },
    ]);
  });
});

describe('a diary number that a person types', () => {
  const pattern = '^KS \\d{4}/\\d+$';
  const numberShape = { pattern, example: 'KS 2026/123' };
  const registered = { state: 'registered', number: 'KS 2026/1' } as const;
  const ways = [
    ['with a new entry', 'register', [], { subject, ground }],
    ['for an entry that waits', 'register', [{}], {}],
    ['in the place of a wrong one', 'correct-number', [registered], {}],
  ] as const;

  it.each(ways)('%s is one of the municipality’s', (_, verb, registrations, inputs) => {
    const on = situation({ registrations, numberShape });
    for (const number of ['2026/412', 'KS 2026/412 b', 'ks 2026/412']) {
      expect(press(on, verb, { ...inputs, number }, REGISTRAR)).toEqual({
        refusal: { code: 'not-a-diary-number', details: { example: 'KS 2026/123' } },
        ...{ journal: [], effects: [] },
      });
    }
    expect(press(on, verb, { ...inputs, number: ' KS 2026/412 ' }, REGISTRAR).refusal).toBeUndefined();
  });

  it.each(ways)('%s is whatever it is where nothing is said of them', (_, verb, registrations, inputs) => {
    const on = situation({ registrations });
    expect(press(on, verb, { ...inputs, number: '412' }, REGISTRAR).refusal).toBeUndefined();
  });

  it('is refused without an example where there is none', () => {
    const on = situation({ registrations: [{}], numberShape: { pattern, example: null } });
    expect(press(on, 'register', { number: '412' }).refusal).toEqual({
      code: 'not-a-diary-number',
      details: {},
    });
  });

  it('has nothing to do with the series of a register that is the diary itself', () => {
    const on = situation({
      policy: { registration: ownDiary },
      numberShape: { pattern: '^BUN', example: null },
    });
    expect(press(on, 'register', { subject }).refusal).toBeUndefined();
  });
});

describe('why it is registered', () => {
  it('is chosen, where the municipality says what is', () => {
    expect(press(situation(), 'register', { subject }).refusal).toEqual({
      code: 'bad-input',
      details: { field: 'ground' },
    });
    expect(press(situation({ municipality: 'eslov' }), 'register', { subject }).refusal).toBeUndefined();
  });

  it.each([
    ['filipstad', 'comment', ['FIL-15']],
    ['ludvika', 'comment', ['LUD-38', 'LUD-39', 'LUD-40', 'LUD-41', 'LUD-42']],
    ['angelholm', 'comment', []],
    ['angelholm', 'message', ['ANG-07']],
  ] as const)('is asked by the rules that speak of it: %s, a %s', (municipality, kind, rules) => {
    expect(groundsFor(policyOf(municipality), kind).map(({ rule }) => rule)).toEqual(rules);
  });

  it('never names a rule on private messages for a public comment', () => {
    const on = situation({ municipality: 'angelholm' });
    expect(press(on, 'register', { subject, ground: 'ANG-07' }).refusal?.details).toEqual({
      field: 'ground',
    });
  });

  it.each(['', 'FIL-15:0,FIL-15:1', 'FIL-15:3'])(
    'holds only where each of its criteria does: "%s"',
    (ticked) => {
      expect(press(situation(), 'register', { subject, ground: 'FIL-15', criteria: ticked }).refusal).toEqual(
        {
          code: 'criteria-not-met',
          details: { rule: 'FIL-15' },
        },
      );
    },
  );
});

describe('what is decided of an entry afterwards', () => {
  const registered = { state: 'registered', number: 'KS 2026/1' } as const;

  it('puts a right number in the place of a wrong one', () => {
    const world = createWorld({ registrations: [registered] });
    expect(world.press('correct-number', { number: 'KS 2026/1' }, REGISTRAR).refusal?.code).toBe('bad-input');
    world.press('correct-number', { number: 'KS 2026/2' }, REGISTRAR);
    expect(world.situation.registrations).toMatchObject([{ state: 'registered', number: 'KS 2026/2' }]);
  });

  it('marks it as secret by a provision that there is, or as open', () => {
    const world = createWorld({ registrations: [{ secrecy: 'possible' }] });
    expect(world.press('secrecy', { provision: '99:9' }, REGISTRAR).refusal).toEqual({
      code: 'bad-input',
      details: { field: 'provision' },
    });
    world.press('secrecy', { provision: '21:1' }, REGISTRAR);
    expect(world.situation.registrations).toMatchObject([{ secrecy: 'confirmed', provision: '21:1' }]);
    world.press('secrecy', { provision: 'none' }, REGISTRAR);
    expect(world.situation.registrations).toMatchObject([{ secrecy: 'none', provision: null }]);
  });

  it('returns what does not belong there, with why, and keeps its reference', () => {
    const world = createWorld({ registrations: [{}] });
    const { reason } = world.press('return-entry', { reason: 'En vanlig fråga.' }, REGISTRAR);
    expect(reason).toMatchObject({ rule: null, text: 'En vanlig fråga.' });
    expect(world.situation.registrations).toMatchObject([{ state: 'returned', reference: 'SM 2026-1' }]);
  });

  it.each([{ secrecy: 'possible' as const }, { ground: 'FIL-15' }, registered])(
    'does not return what the law or the published words say is registered: %o',
    (entry) => {
      const on = situation({ registrations: [entry] });
      expect(press(on, 'return-entry', { reason: 'Nej.' }, REGISTRAR).refusal?.code).toBe('not-now');
    },
  );

  it('keeps the entry of a removal that is undone, and says so', () => {
    const world = createWorld({ municipality: 'ludvika' });
    world.press('remove', { rule: 'LUD-10', reason: 'Personangrepp.' });
    world.press('undo');
    expect(world.situation.registrations).toMatchObject([{ reference: 'SM 2026-1', outcome: 'undone' }]);
  });
});
