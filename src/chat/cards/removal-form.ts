import { type Rule, removalRules } from '../../core/policy.ts';
import { consequenceOf, removalChoices } from '../../core/removal-choices.ts';
import { cutAtWord } from '../../text/characters.ts';
import { type FormData, wordsOf } from './form-data.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';

/**
 * The rules that a removal may rest on, each with what happens under it, since a form cannot change its words with the
 * choice; before the quote, so that it can be read of the chosen one where the list is narrow. The first proposed rule
 * stands chosen; where none was found the person chooses.
 */
export const removalForm: FormData = (_, { view, button, typed, room }) => {
  const { policy, ticket } = view;
  const { findings } = ticket.screening;
  const { proposed, others } = removalChoices(view);
  const choice = (key: 'choice' | 'choice.proposed') => (rule: Rule) => ({
    value: rule.id,
    title: button.say(key, {
      rule: rule.id,
      quote: cutAtWord(plainSpaces(rule.quote), room.quote),
      outcome: button.say(`outcome.${consequenceOf(view, rule)}`, { minutes: policy.undoMinutes }),
    }),
  });
  const political = findings.some(({ rule }) => policy.politics.rules.includes(rule));
  const warnings = [
    political && policy.politics.removal === 'never'
      ? button.say('politics', { municipality: policy.shortName })
      : '',
    political && policy.politics.partyOnly ? button.say('partyOnly') : '',
  ].filter(Boolean);
  const needsColleague = removalRules(policy).some(({ removal }) => removal === 'approval');
  const notes = [button.say('undo'), ...(needsColleague ? [button.say('approval')] : [])];
  const [best] = proposed;
  const found = findings.find(({ rule }) => rule === best?.id);
  const reason =
    found && button.has(`reason.${found.category}`) ? button.say(`reason.${found.category}`) : '';
  return {
    rules: [...proposed.map(choice('choice.proposed')), ...others.map(choice('choice'))],
    rule: typed['rule'] ?? best?.id ?? '',
    reason: safeText(typed['reason'] ?? reason),
    warnings: warnings.map((text) => ({ text })),
    notes: notes.map((text) => ({ text })),
    words: wordsOf(button, ['rule', 'rulePick', 'ruleError', 'reason', 'reasonError', 'send']),
  };
};
