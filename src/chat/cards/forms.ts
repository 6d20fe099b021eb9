import { countedBreaches } from '../../actions/block.ts';
import type { Verb } from '../../actions/index.ts';
import { instantOf, localDay, nextWorkingDay } from '../../core/calendar.ts';
import { deletesAtOnce, removalRules, ruleOf } from '../../core/policy.ts';
import { subjectFor } from '../../core/registration.ts';
import { cut } from '../../text/characters.ts';
import { plainSpaces } from './findings.ts';
import { type FormData, wordsOf } from './form-data.ts';
import { dayOf } from './moment.ts';
import { replyForm } from './reply-form.ts';
import { safeText } from './safe-text.ts';

/** So much of a rule's words stands in a list of rules; the findings above it show them whole. */
const QUOTE_LIMIT = 36;

const removalForm: FormData = (_, view, button, typed) => {
  const { policy, ticket, account } = view;
  const choosable = removalRules(policy);
  const found = ticket.screening.findings.find(({ rule }) => choosable.some(({ id }) => id === rule));
  const proposed = found ? found.rule : '';
  const rules = choosable
    .toSorted((a, b) => Number(b.id === proposed) - Number(a.id === proposed))
    .map((rule) => ({
      value: rule.id,
      title: `${rule.removal === 'approval' ? '* ' : ''}${rule.id} ${cut(plainSpaces(rule.quote), QUOTE_LIMIT).text}`,
    }));
  const political = ticket.screening.findings.some(({ rule }) => policy.politics.rules.includes(rule));
  const warnings = [
    political && policy.politics.removal === 'never'
      ? button.say('politics', { municipality: policy.shortName })
      : '',
    political && policy.politics.partyOnly ? button.say('partyOnly') : '',
  ].filter(Boolean);
  const foundRule = ruleOf(policy, proposed);
  const notes = [
    ...(foundRule && deletesAtOnce(policy, foundRule)
      ? []
      : [button.say(account.can.hide ? 'reversible' : 'reversibleNoHide', { minutes: policy.undoMinutes })]),
    button.say('final'),
    ...(choosable.some(({ removal }) => removal === 'approval') ? [button.say('approval')] : []),
  ];
  const reason =
    found && button.has(`reason.${found.category}`) ? button.say(`reason.${found.category}`) : '';
  return {
    rules,
    rule: typed['rule'] ?? proposed,
    reason: typed['reason'] ?? reason,
    warnings: warnings.map((text) => ({ text })),
    notes: notes.map((text) => ({ text })),
    words: wordsOf(button, ['rule', 'ruleError', 'reason', 'reasonError', 'send']),
  };
};

const dismissForm: FormData = (_, { ticket }, button, typed) => ({
  because: typed['because'] ?? (ticket.screening.needsReply ? 'no-reply-needed' : 'within-rules'),
  words: wordsOf(button, [
    'reason',
    'reasonError',
    'within-rules',
    'no-reply-needed',
    'already-answered',
    'bot-was-wrong',
    'send',
  ]),
});

const registerForm: FormData = (_, { policy, comment, ticket, registrations }, button, typed) => {
  const waiting = registrations.some(({ state }) => state === 'secured');
  const grounds = policy.registration.grounds.flatMap((id) => ruleOf(policy, id) ?? []);
  return {
    waiting,
    ownDiary: policy.registration.diary !== null,
    subject: safeText(typed['subject'] ?? subjectFor(policy, comment, ticket.removal?.rule ?? null)),
    number: safeText(typed['number'] ?? ''),
    ground: typed['ground'] ?? grounds[0]?.id ?? 'none',
    grounds: [
      ...grounds.map(({ id, quote }) => ({
        value: id,
        title: `${id} ${cut(plainSpaces(quote), QUOTE_LIMIT).text}`,
      })),
      { value: 'none', title: button.say('groundNone') },
    ],
    words: wordsOf(button, [
      'subject',
      'subjectError',
      'ground',
      'number',
      'numberOnly',
      'numberError',
      'numbered',
      'send',
      'sendNumber',
    ]),
  };
};

const blockForm: FormData = (cards, view, button, typed) => {
  const { policy } = view;
  const blocking = policy.blocking;
  const rule = blocking && ruleOf(policy, blocking.rule);
  const breaches = countedBreaches(view).map((breach) =>
    button.say('breach', { rule: breach.rule, at: dayOf(cards, breach.at) }),
  );
  const facts = [
    ...(blocking?.repeated
      ? [button.say('needed', { needed: blocking.repeated.atLeast, months: blocking.repeated.withinMonths })]
      : []),
    ...(breaches.length === 0 ? [button.say('none')] : breaches),
    button.say('welcome'),
  ];
  return {
    facts: facts.map((text) => ({ text })),
    why: safeText(typed['why'] ?? ''),
    condition: blocking?.alsoRequires ? button.say('condition', { quote: blocking.alsoRequires }) : '',
    typedCondition: safeText(typed['condition'] ?? ''),
    words: {
      ...wordsOf(button, ['why', 'whyError', 'conditionError', 'send']),
      rule: button.say('rule', { quote: plainSpaces(rule?.quote ?? ''), rule: rule?.id ?? '' }),
    },
  };
};

const concludeForm: FormData = (_, __, button) => ({
  words: wordsOf(button, ['reason', 'reasonError', 'answered-elsewhere', 'no-reply-needed', 'send']),
});

/** The morning is proposed unless it comes after the deadline. */
const snoozeForm: FormData = (cards, { ticket, policy, now }, button, typed) => {
  const at = ticket.target?.at ?? ticket.dueAt;
  const morning = nextWorkingDay(localDay(now), policy.clock);
  const inTime = Temporal.Instant.compare(instantOf(morning, policy.clock.opens), at) <= 0;
  return {
    until: typed['until'] ?? (inTime ? 'morning' : 'hour'),
    morningOf: typed['morning-of'] ?? '',
    late: safeText(typed['late'] ?? ''),
    words: {
      ...wordsOf(button, [
        'until',
        'untilError',
        'hour',
        'morning',
        'day',
        'dayLabel',
        'dayError',
        'whyError',
        'send',
      ]),
      why: button.say('why', { at: dayOf(cards, at) }),
    },
  };
};

/** The buttons that ask something; every other button is pressed directly. */
export const forms: Partial<Record<Verb, FormData>> = {
  reply: replyForm,
  remove: removalForm,
  dismiss: dismissForm,
  conclude: concludeForm,
  snooze: snoozeForm,
  register: registerForm,
  block: blockForm,
};
