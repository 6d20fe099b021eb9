import fc from 'fast-check';
import { actions, type Verb } from '../../src/actions/index.ts';
import type { TicketSituation } from '../../src/core/decision.ts';
import type { EventOf } from '../../src/core/event.ts';
import { removalRules } from '../../src/core/policy.ts';
import { Tell } from '../../src/core/tell-author.ts';
import { DismissReason, SuspicionOutcome } from '../../src/core/ticket.ts';
import { able } from './able.ts';
import { ANNA, actor, BO, finding, type Given, MUNICIPALITIES, NOW, policyOf } from './situations.ts';
import type { EndsAs } from './world.ts';

/** Words that no journal may hold; whatever is typed or written carries one of them. */
export const PLANTED = 'Hemligtord';

/** Something that may happen to a comment. `pick` and `who` choose among what there is when it happens. */
export type Move =
  | {
      readonly do: 'press';
      readonly verb: Verb;
      readonly who: number;
      readonly pick: number;
      readonly age: number;
    }
  | { readonly do: 'start' }
  | { readonly do: 'screen' }
  | { readonly do: 'end'; readonly as: EndsAs; readonly pick: number }
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'arrive'; readonly stored: boolean }
  | { readonly do: 'platform'; readonly change: 'removed' | 'hidden' | 'unhidden' };

const people = [
  actor(ANNA),
  actor(BO, 'lead'),
  actor('0c0c0c0c-0000-4000-8000-000000000003', 'registrar'),
  actor('0d0d0d0d-0000-4000-8000-000000000004', null),
];

const ends: readonly EndsAs[] = ['done', 'already-so', 'failed', 'unknown', 'later'];

const press: fc.Arbitrary<Move> = fc.record({
  do: fc.constant('press' as const),
  verb: fc.constantFrom(...(Object.keys(actions) as Verb[])),
  who: fc.nat(7),
  pick: fc.nat(200),
  age: fc.nat(9),
});

/** Any of them, presses and their effects most often. */
export const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 10, arbitrary: press },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('end' as const), as: fc.constantFrom(...ends), pick: fc.nat(3) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 9, 10, 31) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('arrive' as const), stored: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('screen' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('platform' as const),
      change: fc.constantFrom('removed' as const, 'hidden' as const, 'unhidden' as const),
    }),
  },
);

/** What a day begins with, in any municipality. */
export const anyStart: fc.Arbitrary<Given> = fc
  .record({
    municipality: fc.constantFrom(...MUNICIPALITIES),
    rule: fc.nat(100),
    hard: fc.boolean(),
    display: fc.constantFrom('open' as const, 'offensive' as const, 'secret' as const),
    undoMinutes: fc.constantFrom(0, 10),
    diary: fc.boolean(),
    known: fc.boolean(),
    stored: fc.boolean(),
    trial: fc.boolean(),
    hide: fc.boolean(),
    breaches: fc.nat(3),
  })
  .map((wanted) => {
    const policy = policyOf(wanted.municipality);
    const rule = policy.rules[wanted.rule % policy.rules.length]?.id ?? '';
    return {
      municipality: wanted.municipality,
      policy: {
        undoMinutes: wanted.undoMinutes,
        registration: { ...policy.registration, diary: wanted.diary ? { series: 'KS' } : null },
      },
      comment: {
        text: `${PLANTED} i kommentaren, 19121212-1212`,
        author: { id: wanted.known ? '7000' : null, name: `Kim ${PLANTED}` },
        evidenceStored: wanted.stored,
      },
      screening: { display: wanted.display, findings: [finding(policy, rule, { hard: wanted.hard })] },
      account: {
        ...{ trial: wanted.trial, can: able({ hide: wanted.hide, privately: true }) },
        privateReply: { maxReply: 2000, hours: 168 },
      },
      breaches: Array.from({ length: wanted.breaches }, (_, index) => ({
        ticket: `t${index}`,
        rule: 'FIL-20',
        at: NOW.subtract({ hours: 24 }),
      })),
    };
  });

/** What a person fills in: something that fits more often than not. */
function inputsFor(
  { ticket, policy, effects }: TicketSituation,
  verb: Verb,
  pick: number,
): Record<string, unknown> {
  const choosable = removalRules(policy);
  const counted = choosable.filter(({ strike }) => pick % 2 === 0 && strike);
  const fitting = counted.length > 0 ? counted : choosable;
  const rules = pick % 4 === 0 ? [...policy.rules, ...policyOf('ludvika').rules] : fitting;
  const text = `${PLANTED} skrevs i formuläret`;
  const problems = effects.filter(({ state }) => state === 'failed' || state === 'unknown');
  switch (verb) {
    case 'reply':
      return {
        form: 'answer',
        'text-answer': pick % 5 === 0 ? `${text} {svar}` : text,
        'return-answer': pick % 3 === 0 ? '2026-04-09' : '',
      };
    case 'snooze':
      return { until: pick % 2 ? 'hour' : 'morning', late: pick % 3 ? text : '' };
    case 'assign':
      return { person: people[pick % people.length]?.id };
    case 'ask-colleague':
      return { person: people[pick % people.length]?.id, question: pick % 7 ? text : '' };
    case 'answer-colleague': {
      const questions = ticket.internal.filter(({ kind }) => kind === 'question');
      return { about: questions[pick % Math.max(questions.length, 1)]?.decision, answer: text };
    }
    case 'note':
      return { note: text, after: pick % 5 };
    case 'conclude':
      return { because: 'no-reply-needed' };
    case 'suspicion-outcome':
      return { what: SuspicionOutcome.options[pick % SuspicionOutcome.options.length] };
    case 'remove':
      return {
        ...{ rule: rules[pick % rules.length]?.id, reason: pick % 7 === 0 ? '  ' : text },
        ...{ tell: Tell.options[pick % Tell.options.length], reply: `${text} {regel}` },
      };
    case 'own-act':
      return { rule: rules[pick % rules.length]?.id, reason: pick % 7 === 0 ? '  ' : text };
    case 'dismiss':
      return { because: DismissReason.options[pick % DismissReason.options.length] };
    case 'register':
      // Now and then with characters that no database keeps.
      return {
        subject: `Kommentar${pick % 5 ? '' : '\u0000\ud800'} att registrera`,
        ground: pick % 4 ? 'none' : 'FIL-15',
        criteria: pick % 8 ? 'FIL-15:0' : 'FIL-15:0,FIL-15:1,FIL-15:2',
        number: pick % 2 ? `KS ${pick}` : '',
      };
    case 'correct-number':
      return { number: `KS ${pick}` };
    case 'secrecy':
      return { provision: pick % 3 ? '21:1' : pick % 2 ? 'none' : '99:9' };
    case 'return-entry':
    case 'decline':
      return { reason: text };
    case 'block':
      return { why: text, period: pick % 11 ? '1' : 'indefinitely', condition: pick % 3 ? text : '' };
    default:
      return { effect: problems[pick % Math.max(problems.length, 1)]?.id ?? 'none' };
  }
}

/** What the press sends: now and then from an old card, or by somebody who may not. */
export function pressOf(
  situation: TicketSituation,
  { verb, who, pick, age }: Extract<Move, { do: 'press' }>,
): Pick<EventOf<'button-pressed'>, 'data' | 'by' | 'named'> {
  const { ticket } = situation;
  const version = age === 0 ? Math.max(1, ticket.version - 1) : ticket.version;
  const data = { ...inputsFor(situation, verb, pick), verb, ticket: ticket.id, version };
  const named = 'person' in data && { named: people.find(({ id }) => id === data['person']) ?? null };
  return { data, by: people[who] ?? actor(who % 2 === 0 ? ANNA : BO), ...named };
}

/** The started effect that is to end; undefined when nothing is under way. */
export function endingOf({ effects }: TicketSituation, { pick }: { readonly pick: number }) {
  const started = effects.filter(({ state }) => state === 'started');
  return started[pick % Math.max(started.length, 1)];
}
