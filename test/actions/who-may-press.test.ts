import { describe, expect, it } from 'vitest';
import { isOffered } from '../../src/actions/decide-press.ts';
import { actions, type Verb } from '../../src/actions/index.ts';
import type { Role } from '../../src/core/decision.ts';
import { TicketState } from '../../src/core/ticket.ts';
import { able } from '../fakes/able.ts';
import {
  ANNA,
  actor,
  BO,
  finding,
  type Given,
  NOW,
  numbered,
  policyOf,
  press,
  situation,
} from '../fakes/situations.ts';

const EVERYONE = ['communicator', 'lead', 'registrar'] as const;
const MODERATORS = ['communicator', 'lead'] as const;

interface Row {
  readonly states: readonly TicketState[];
  readonly roles: readonly Role[];
  /** What else must be so for this button to stand on the card. */
  readonly given?: Given;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

const filipstad = policyOf('filipstad');
const act = { by: BO, at: NOW.toString() };
const decided = { ...act, rule: 'FIL-20', decision: 'd' };

const question = {
  ...act,
  kind: 'question' as const,
  decision: numbered(5, 9),
  person: ANNA,
  question: null,
};

const removalBy = (by: string) => ({
  ...decided,
  by,
  commentVersion: 1,
  undoUntil: NOW.add({ minutes: 10 }).toString(),
  approvedBy: null,
});

/** A block that has been carried out, and that ends by itself. */
const lastingBlock = (account: Given['account'] = {}, state: 'pending' | 'started' = 'pending'): Given => ({
  account,
  ticket: { block: { ...decided, untilOn: '2026-05-02' } },
  effects: [
    { kind: 'block-author', state: 'done' },
    { kind: 'unblock-author', state, params: { untilOn: '2026-05-02' } },
  ],
});

/** Written by hand, on purpose beside the code's own table: a change of either must be made twice. */
const EXPECTED: Record<Verb, Row> = {
  report: {
    states: ['open', 'claimed', 'closed'],
    roles: MODERATORS,
    given: { comment: { kind: 'message' } },
  },
  reply: {
    states: ['open', 'claimed'],
    roles: MODERATORS,
    inputs: { form: 'answer', 'text-answer': 'Hej! Det öppnar i maj.' },
  },
  remove: {
    states: ['open', 'claimed', 'closed'],
    roles: MODERATORS,
    inputs: { rule: 'FIL-20', reason: 'Personangrepp.' },
  },
  dismiss: {
    states: ['open', 'claimed', 'awaiting-approval'],
    roles: MODERATORS,
    inputs: { because: 'within-rules' },
  },
  conclude: {
    states: ['open', 'claimed'],
    roles: MODERATORS,
    given: {
      screening: { needsReply: true },
      comment: { visibility: 'gone' },
      ticket: { removal: { ...decided, commentVersion: 1, undoUntil: null, approvedBy: null } },
    },
    inputs: { because: 'no-reply-needed' },
  },
  snooze: {
    states: ['open', 'claimed'],
    roles: MODERATORS,
    given: { ticket: { target: { kind: 'assess', at: '2026-04-07T14:00:00Z' } } },
    inputs: { until: 'hour' },
  },
  'author-record': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: MODERATORS,
    given: { breaches: [{ ticket: 'another', rule: 'FIL-20', at: NOW }] },
  },
  'confirm-alert': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: EVERYONE,
    given: {
      effects: [{ kind: 'alert-duty', state: 'done', params: { person: ANNA } }],
    },
  },
  'own-act': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: MODERATORS,
    given: {
      comment: { visibility: 'gone' },
      ticket: { elsewhere: { change: 'removed', at: NOW.toString(), word: null } },
    },
    inputs: { rule: 'FIL-20', reason: 'Personangrepp.' },
  },
  'not-our-act': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: MODERATORS,
    given: {
      comment: { visibility: 'hidden' },
      ticket: { elsewhere: { change: 'hidden', at: NOW.toString(), word: null } },
    },
  },
  request: {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: EVERYONE,
    given: { ticket: { request: true } },
  },
  claim: { states: ['open'], roles: MODERATORS },
  assign: { states: ['open', 'claimed'], roles: MODERATORS },
  'ask-colleague': { states: ['open', 'claimed', 'awaiting-approval'], roles: MODERATORS },
  'answer-colleague': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing'],
    roles: EVERYONE,
    given: { ticket: { internal: [question] } },
    inputs: { about: question.decision, answer: 'På måndag.' },
  },
  note: { states: ['open', 'claimed', 'awaiting-approval', 'removing'], roles: MODERATORS },
  release: { states: ['claimed'], roles: MODERATORS },
  register: {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: EVERYONE,
    inputs: { subject: 'Kommentar på Facebook', ground: 'none' },
  },
  'correct-number': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: ['lead', 'registrar'],
    given: { registrations: [{ state: 'registered', number: 'KS 2026/1' }] },
    inputs: { number: 'KS 2026/2' },
  },
  secrecy: {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: ['lead', 'registrar'],
    given: { registrations: [{}] },
    inputs: { provision: '21:1' },
  },
  'return-entry': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: ['lead', 'registrar'],
    given: { registrations: [{}] },
    inputs: { reason: 'Det är en vanlig fråga, som hålls ordnad.' },
  },
  police: {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: MODERATORS,
    given: { ticket: { hiddenNow: { by: 'x', at: NOW.toString(), rule: 'FIL-20', decision: 'd' } } },
    inputs: { offence: '4-5', secrecy: 'no', heading: 'Polisanmälan om en kommentar' },
  },
  block: {
    states: ['open', 'claimed', 'removing', 'closed'],
    roles: MODERATORS,
    given: {
      breaches: [
        { ticket: 'a', rule: 'FIL-20', at: NOW },
        { ticket: 'b', rule: 'FIL-20', at: NOW },
      ],
    },
    inputs: { why: 'Kontot fortsätter trots två borttagningar.', period: '1' },
  },
  unblock: {
    states: ['open', 'claimed', 'removing', 'closed'],
    roles: MODERATORS,
    given: { ticket: { block: { ...decided, untilOn: null } } },
  },
  review: { states: ['awaiting-approval'], roles: MODERATORS },
  approve: { states: ['awaiting-approval'], roles: MODERATORS },
  decline: {
    states: ['awaiting-approval'],
    roles: MODERATORS,
    inputs: { reason: 'Det är en åsikt om beslutet.' },
  },
  'take-over': { states: ['awaiting-approval'], roles: MODERATORS },
  undo: {
    states: ['awaiting-approval', 'removing', 'closed'],
    roles: MODERATORS,
    given: {
      ticket: { dismissal: { ...act, reason: 'within-rules' }, removal: removalBy(ANNA) },
      effects: [{ kind: 'delete-comment' }],
    },
  },
  'hide-now': {
    states: ['open', 'claimed', 'awaiting-approval'],
    roles: MODERATORS,
    given: { screening: { findings: [finding(filipstad, 'FIL-19', { hard: true })] } },
  },
  show: {
    states: ['open', 'claimed', 'awaiting-approval', 'removing'],
    roles: EVERYONE,
    given: { screening: { display: 'secret' } },
  },
  retry: {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: MODERATORS,
    given: { effects: [{ id: 'failed', kind: 'block-author', state: 'failed' }] },
    inputs: { effect: 'failed' },
  },
  'drop-notice': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: MODERATORS,
    given: { effects: [{ id: 'failed', kind: 'reply-privately', state: 'failed' }] },
    inputs: { effect: 'failed' },
  },
  'suspect-abuse': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: EVERYONE,
    given: { comment: { attachments: [{ type: 'photo', url: 'https://example.org/1.jpg' }] } },
  },
  'suspicion-outcome': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: EVERYONE,
    given: { ticket: { suspected: { ...act, outcome: null } } },
    inputs: { what: 'reported' },
  },
  'by-hand': {
    states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
    roles: MODERATORS,
    given: { effects: [{ id: 'failed', kind: 'block-author', state: 'failed' }] },
    inputs: { effect: 'failed' },
  },
  explain: {
    states: ['open', 'claimed'],
    roles: MODERATORS,
    given: { earlierRemovals: [{ ticket: 'a', rule: 'FIL-20', at: NOW }] },
  },
  history: { states: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'], roles: EVERYONE },
};

/** A ticket in the given state with what the state brings. */
function inState(state: TicketState, { ticket, ...given }: Given = {}) {
  const removal = removalBy(BO);
  return situation({
    ...given,
    ticket: {
      state,
      claim: state === 'claimed' ? { by: ANNA, at: NOW.toString() } : null,
      removal: state === 'removing' || state === 'awaiting-approval' ? removal : null,
      closedAt: state === 'closed' ? NOW.toString() : null,
      ...ticket,
    },
  });
}

const verbs = Object.keys(EXPECTED) as Verb[];
const cases = verbs.flatMap((verb) => TicketState.options.map((state) => [verb, state] as const));

describe('Who may press what', () => {
  it('names every button of the verb table and no other', () => {
    expect(verbs.toSorted()).toEqual(Object.keys(actions).toSorted());
  });

  it.each(cases)('%s on a ticket that is %s', (verb, state) => {
    const { states, roles, given, inputs } = EXPECTED[verb];
    const on = inState(state, given);
    expect(isOffered(verb, on), 'drawn').toBe(states.includes(state));
    for (const role of [...EVERYONE, null]) {
      const { refusal, ticket } = press(on, verb, inputs, actor(ANNA, role));
      const expected =
        role === null || !roles.includes(role)
          ? 'no-permission'
          : states.includes(state)
            ? undefined
            : 'not-now';
      expect(refusal?.code, `pressed by ${role}`).toBe(expected);
      if (refusal) expect(ticket).toBeUndefined();
    }
  });

  it.each([
    ['reply', 'the comment is gone', { comment: { visibility: 'gone' } }],
    ['reply', 'a reply is on its way', { effects: [{ kind: 'reply-to-comment', state: 'started' }] }],
    ['reply', 'a reply may have come out', { effects: [{ kind: 'reply-to-comment', state: 'unknown' }] }],
    ['remove', 'the comment is gone', { comment: { visibility: 'gone' } }],
    ['remove', 'a reply is on its way', { effects: [{ kind: 'reply-to-comment' }] }],
    ['dismiss', 'a reply is on its way', { effects: [{ kind: 'reply-to-comment' }] }],
    ['hide-now', 'the platform cannot hide', { account: { can: able({ hide: false, block: true }) } }],
    ['hide-now', 'the comment is hidden already', { comment: { visibility: 'hidden' } }],
    ['hide-now', 'a hiding is on its way', { effects: [{ kind: 'hide-comment' }] }],
    ['hide-now', 'it was pressed before', { ticket: { hiddenNow: decided } }],
    ['hide-now', 'no evidence is hard', { screening: { findings: [finding(filipstad, 'FIL-19')] } }],
    [
      'hide-now',
      'the hard evidence is for a rule that cannot remove',
      { screening: { findings: [finding(filipstad, 'FIL-11', { hard: true })] } },
    ],
    ['show', 'the text stands openly', { screening: { display: 'open' } }],
    ['show', 'the text stands behind "Visa"', { screening: { display: 'offensive' } }],
    ['block', 'the author is unknown', { comment: { author: { id: null, name: 'Kim' } } }],
    ['block', 'the comment is our own', { comment: { own: true } }],
    ['block', 'the account is blocked already', { ticket: { block: { ...decided, untilOn: null } } }],
    ['block', 'the platform cannot block', { account: { can: able({ hide: true, block: false }) } }],
    ['block', 'a block is on its way', { effects: [{ kind: 'block-author' }] }],
    ['unblock', 'a real block cannot be lifted in trial mode', lastingBlock({ trial: true })],
    ['unblock', 'the block is being lifted by itself', lastingBlock({}, 'started')],
    ['unblock', 'nobody is blocked', { ticket: { block: null } }],
    ['unblock', 'an unblock is on its way', { effects: [{ kind: 'unblock-author' }] }],
    ['request', 'nobody asks for documents', { ticket: { request: false } }],
    ['request', 'it has been registered', { registrations: [{ kind: 'request' }] }],
    ['register', 'it has its number', { registrations: [{ state: 'registered', number: 'KS 2026/1' }] }],
    ['suspect-abuse', 'it shows nothing', { comment: { attachments: [] } }],
    ['suspect-abuse', 'somebody has said so', { ticket: { suspected: { ...act, outcome: null } } }],
    ['suspicion-outcome', 'nobody suspects anything', { ticket: { suspected: null } }],
    ['retry', 'nothing failed', { effects: [{ kind: 'hide-comment', state: 'done' }] }],
    ['by-hand', 'nothing failed', { effects: [] }],
    [
      'drop-notice',
      'something else failed',
      { effects: [{ id: 'failed', kind: 'hide-comment', state: 'failed' }] },
    ],
  ] as const satisfies readonly (readonly [Verb, string, Given])[])(
    '%s is neither drawn nor accepted when %s',
    (verb, _, given) => {
      const on = situation({ ...EXPECTED[verb].given, ...(given as Given) });
      expect(isOffered(verb, on)).toBe(false);
      expect(press(on, verb, EXPECTED[verb].inputs).refusal?.code).toBe('not-now');
    },
  );

  it('cannot undo a deletion that was to be at once, nor what was only closed by a reply', () => {
    const atOnce = inState('removing', {
      ticket: {
        removal: { ...decided, commentVersion: 1, undoUntil: null, approvedBy: null },
      },
      effects: [{ kind: 'delete-comment' }],
    });
    expect(isOffered('undo', atOnce)).toBe(false);
    expect(isOffered('undo', inState('closed'))).toBe(false);
  });

  it.each(['approve', 'decline', 'take-over'] as const)(
    'nobody may %s a proposal of their own, a lead neither, but any other moderator',
    (verb) => {
      const on = inState('awaiting-approval');
      const { inputs } = EXPECTED[verb];
      expect(isOffered(verb, on, BO)).toBe(false);
      for (const role of MODERATORS)
        expect(press(on, verb, inputs, actor(BO, role)).refusal).toEqual({
          code: 'second-person',
          details: { by: BO },
        });
      expect(isOffered(verb, on, ANNA)).toBe(true);
    },
  );

  it('only the proposer takes a proposal back; a colleague says why, or takes over', () => {
    const on = inState('awaiting-approval');
    expect(isOffered('undo', on, BO)).toBe(true);
    expect(isOffered('undo', on, ANNA)).toBe(false);
    expect(press(on, 'undo', {}, actor(BO)).refusal).toBeUndefined();
    expect(press(on, 'undo', {}, actor(ANNA, 'lead')).refusal).toEqual({
      code: 'not-the-proposer',
      details: { by: BO },
    });
  });

  it.each([
    ['an unknown button', { verb: 'explode' }],
    ["a button of every object's", { verb: 'toString' }],
    ['the prototype', { verb: '__proto__' }],
  ])('refuses %s', (_, { verb }) => {
    expect(press(situation(), verb as Verb).refusal).toEqual({
      code: 'bad-input',
      details: { field: 'verb' },
    });
  });

  it.each([
    ['reply', {}, 'form'],
    ['reply', { form: 'answer' }, 'text'],
    ['reply', { form: 'answer', 'text-answer': '   ' }, 'text'],
    ['reply', { form: 'answer', 'text-answer': 'x'.repeat(10_001) }, 'text'],
    ['remove', { reason: 'Ja.' }, 'rule'],
    ['remove', { rule: 'FIL-20', reason: ' ' }, 'reason'],
    ['remove', { rule: 'FIL-20', reason: 'x'.repeat(501) }, 'reason'],
    ['remove', { rule: 'VAL-12', reason: 'En annan kommuns regel.' }, 'rule'],
    ['remove', { rule: 'FIL-99', reason: 'Finns inte.' }, 'rule'],
    ['dismiss', { because: 'no' }, 'because'],
    ['register', {}, 'subject'],
    ['register', { subject: 'Kort' }, 'subject'],
    ['register', { subject: 'Kommentar på Facebook', ground: 'LUD-41' }, 'ground'],
    ['register', { subject: 'Kommentar på Facebook', number: 'x'.repeat(41) }, 'number'],
    ['block', { why: 'Kort', period: '1' }, 'why'],
    ['block', { why: 'Kontot fortsätter trots två borttagningar.' }, 'period'],
    ['block', { why: 'Kontot fortsätter trots två borttagningar.', period: '2' }, 'period'],
    ['block', { why: 'Kontot fortsätter trots två borttagningar.', period: 'indefinitely' }, 'period'],
    ['reply', { form: 'answer', 'text-answer': 'Hej!', 'return-answer': 'i morgon' }, 'returnOn'],
    ['snooze', { until: 'never' }, 'until'],
    ['conclude', { because: 'within-rules' }, 'because'],
    ['suspicion-outcome', { what: 'bilden visar' }, 'what'],
  ] as const)('%s with %j is refused and names the field "%s"', (verb, inputs, field) => {
    const on = situation({ ...EXPECTED[verb].given });
    expect(press(on, verb, inputs).refusal).toEqual({ code: 'bad-input', details: { field } });
  });

  describe('needs something that can be seen', () => {
    const BLANKS = [
      ['nothing', ''],
      ['spaces', ' \u00A0\u2003\n'],
      ['zero-width spaces', '\u200B\u200B'],
      ['Hangul fillers', '\u3164\u3164\u115F\u3164\u3164\u3164\u3164\u3164\u3164\u3164\u3164\u3164'],
      ['Braille blanks', '\u2800'.repeat(12)],
      ['soft hyphens', '\u00AD'.repeat(12)],
      ['tags', '\u{E0067}'.repeat(12)],
      ['marks without a letter', '\u0301'.repeat(12)],
      ['joiners and bidi marks', '\u200D\u202E\u2066\uFE0F'.repeat(3)],
    ] as const;
    const FIELDS = [
      ['reply', { form: 'answer' }, 'text-answer', { code: 'bad-input', details: { field: 'text' } }],
      ['remove', { rule: 'FIL-20' }, 'reason', { code: 'bad-input', details: { field: 'reason' } }],
      ['block', { period: '1' }, 'why', { code: 'bad-input', details: { field: 'why' } }],
      ['register', {}, 'subject', { code: 'bad-input', details: { field: 'subject' } }],
      [
        'snooze',
        { until: 'day', 'morning-of': '2026-04-09' },
        'late',
        { code: 'past-deadline', details: { at: '2026-04-07T14:00:00Z' } },
      ],
    ] as const satisfies readonly (readonly [Verb, object, string, object])[];

    it.each(
      FIELDS.flatMap(([verb, others, field, refusal]) =>
        BLANKS.map(([what, typed]) => [verb, field, what, { ...others, [field]: typed }, refusal] as const),
      ),
    )('%s: "%s" of %s is refused', (verb, _, __, inputs, refusal) => {
      expect(press(situation({ ...EXPECTED[verb].given }), verb, inputs).refusal).toEqual(refusal);
    });

    it.each(BLANKS)('a diary number of %s is none', (_, number) => {
      const waiting = situation({ registrations: [{ state: 'secured' }] });
      expect(press(waiting, 'register', { number }).refusal?.details).toEqual({ field: 'number' });
      const inputs = { subject: 'Kommentar på Facebook', ground: 'none', number };
      const { registration } = press(situation(), 'register', inputs);
      expect(registration).toMatchObject({ number: null });
    });

    it.each(BLANKS)('Ludvika’s further condition of %s is not met', (_, condition) => {
      const on = situation({ ...EXPECTED.block.given, municipality: 'ludvika' });
      const why = 'Kontot fortsätter trots två borttagningar.';
      expect(press(on, 'block', { why, period: '1', condition }).refusal?.details).toEqual({
        field: 'condition',
      });
    });

    it.each([
      ['block', { period: '1', why: `${'a\u0301'.repeat(9)}` }, 'why'],
      ['block', { period: '1', why: `nio bok${'\u200B'.repeat(20)}` }, 'why'],
      ['register', { subject: 'fyra\u3164\u3164' }, 'subject'],
    ] as const)('%s counts what is seen: %j is too short', (verb, inputs, field) => {
      expect(press(situation({ ...EXPECTED[verb].given }), verb, inputs).refusal).toEqual({
        code: 'bad-input',
        details: { field },
      });
    });

    it('and keeps the text without the blanks around it', () => {
      const { reason } = press(situation(), 'remove', {
        rule: 'FIL-20',
        reason: '\u200B Hotar en granne ❤\uFE0F\u3164\n',
      });
      expect(reason?.text).toBe('Hotar en granne ❤\uFE0F');
    });
  });
});
