import { countedBreaches } from '../../actions/block.ts';
import type { Verb } from '../../actions/index.ts';
import { deletesAtOnce, type ReplyTemplate, removalRules, ruleOf } from '../../core/policy.ts';
import { subjectFor } from '../../core/registration.ts';
import type { TicketView } from '../../core/view.ts';
import { plainSpaces } from './findings.ts';
import type { Button, Cards } from './load-cards.ts';
import { dayOf } from './moment.ts';
import { cut, safeText } from './safe-text.ts';

type Typed = Readonly<Record<string, string>>;

/** Data for the button's form, prefilled so that the ordinary case takes two presses; what was typed comes back. */
export type FormData = (cards: Cards, view: TicketView, button: Button, typed: Typed) => object;

/** So much of a rule's words stands in a list of rules; the findings above it show them whole. */
const QUOTE_LIMIT = 45;

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

/** The templates that fit what was found, best first; the first of all when none does. */
function fittingTemplates({ policy, ticket }: TicketView): ReplyTemplate[] {
  const { findings, urgent, needsReply } = ticket.screening;
  const wanted = [
    ...(urgent ? ['urgent'] : []),
    ...findings.map(({ category }) => category),
    ...(needsReply ? ['question'] : []),
  ];
  const rank = (template: ReplyTemplate) => {
    const place = wanted.findIndex((one) => template.for.includes(one));
    return place === -1 ? wanted.length : place;
  };
  return policy.templates.toSorted((a, b) => rank(a) - rank(b));
}

/** The municipality's own contacts are filled in; every other brace is left for the sender. */
const filled = (text: string, contacts: Readonly<Record<string, string>>): string =>
  text.replace(/\{([^{}]+)\}/gu, (brace, name: string) => contacts[name] ?? brace);

/** Beside the best template a form offers these many more; a card may not hold more than six buttons in a row. */
const MORE_TEMPLATES = 2;

const replyForm: FormData = (cards, view, button, typed) => {
  const { policy } = view;
  const words = {
    ...wordsOf(button, ['text', 'textError', 'send']),
    sentAs: button.say('sentAs', { municipality: policy.name }),
  };
  // What was typed stands first, even when another template fits better by now.
  const [best, ...others] = fittingTemplates(view)
    .toSorted((a, b) => Number(b.id === typed['form']) - Number(a.id === typed['form']))
    .slice(0, MORE_TEMPLATES + 1);
  const sub = (template: ReplyTemplate) => ({
    words,
    form: template.id,
    label: `${button.say('text')} (${template.title})`,
    text: safeText(typed[`text-${template.id}`] ?? filled(template.text, policy.contacts)),
    others: [] as object[],
  });
  if (!best) throw new Error(`${policy.municipality} has no reply template`);
  const common = { verb: 'reply', ticket: view.ticket.id, version: view.ticket.version, lang: cards.locale };
  return {
    ...sub(best),
    others: others.map((template) =>
      cards.expand('action-form', {
        title: template.title,
        mode: 'primary',
        style: 'default',
        form: button.form?.({ ...sub(template), ...common }),
      }),
    ),
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

const wordsOf = (button: Button, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, button.say(key)]));

/** The buttons that ask something; every other button is pressed directly. */
export const forms: Partial<Record<Verb, FormData>> = {
  reply: replyForm,
  remove: removalForm,
  dismiss: dismissForm,
  register: registerForm,
  block: blockForm,
};
