import { countedBreaches } from '../../actions/block.ts';
import { ruleOf } from '../../core/policy.ts';
import type { TicketView } from '../../core/view.ts';
import { type FormData, wordsOf } from './form-data.ts';
import type { Button } from './load-cards.ts';
import { dayOf } from './moment.ts';
import { shownName } from './names.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';

/** Whose account is blocked, under which words, and what was decided before. */
export const blockForm: FormData = (cards, { view, button, typed }) => {
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
    ...breaches,
    button.say('welcome'),
  ];
  return {
    facts: facts.map((text) => ({ text })),
    why: safeText(typed['why'] ?? ''),
    condition: blocking?.alsoRequires ? button.say('condition', { quote: blocking.alsoRequires }) : '',
    typedCondition: safeText(typed['condition'] ?? ''),
    words: {
      ...wordsOf(button, ['why', 'whyError', 'conditionError', 'send']),
      whom: whomOf(view, button),
      rule: button.say('rule', { quote: plainSpaces(rule?.quote ?? ''), rule: rule?.id ?? '' }),
    },
  };
};

/** The author's name where the card itself shows it (invariant 6), else the number of the comment's card. */
function whomOf({ ticket, comment, number }: TicketView, button: Button): string {
  const shown = ticket.state !== 'closed' && ticket.screening.display !== 'secret';
  const name = shown ? shownName(comment.author.name) : null;
  return name !== null ? button.say('whom', { name }) : button.say('whomUnnamed', { number });
}
