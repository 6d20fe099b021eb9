import { deletesAtOnce, removalRules, ruleOf } from '../../core/policy.ts';
import { cut } from '../../text/characters.ts';
import { plainSpaces } from './findings.ts';
import { type FormData, wordsOf } from './form-data.ts';
import { safeText } from './safe-text.ts';

/** So much of a rule's words stands in a list of rules; the findings above it show them whole. */
export const QUOTE_LIMIT = 36;

/** The rules that a removal may rest on, and what is proposed. */
export const removalForm: FormData = (_, { view, button, typed }) => {
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
    reason: safeText(typed['reason'] ?? reason),
    warnings: warnings.map((text) => ({ text })),
    notes: notes.map((text) => ({ text })),
    words: wordsOf(button, ['rule', 'ruleError', 'reason', 'reasonError', 'send']),
  };
};
