import { countedBreaches, INDEFINITELY } from '../../actions/block.ts';
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
    ...howLong(view, button, typed['period']),
    condition: blocking?.alsoRequires ? button.say('condition', { quote: blocking.alsoRequires }) : '',
    typedCondition: safeText(typed['condition'] ?? ''),
    words: {
      ...wordsOf(button, ['why', 'whyError', 'period', 'periodError', 'conditionError', 'send']),
      whom: whomOf(view, button),
      rule: button.say('rule', { quote: plainSpaces(rule?.quote ?? ''), rule: rule?.id ?? '' }),
    },
  };
};

/** For how long it can be chosen, in the municipality's order. Counted from the press, so no day stands here. */
function howLong({ policy: { blocking } }: TicketView, button: Button, typed: string | undefined) {
  const months = (blocking?.periods ?? []).map((count) => ({
    title: button.say(count === 1 ? 'month' : 'months', { months: count }),
    value: String(count),
  }));
  const indefinitely = { title: button.say('indefinitely'), value: INDEFINITELY };
  const choices = blocking?.indefinitely ? [...months, indefinitely] : months;
  return { choices, period: choices.find(({ value }) => value === typed)?.value ?? choices[0]?.value ?? '' };
}

/** The author's name where the card itself shows it (invariant 6), else the number of the comment's card. */
function whomOf({ ticket, comment, number }: TicketView, button: Button): string {
  const shown = ticket.state !== 'closed' && ticket.screening.display !== 'secret';
  const name = shown ? shownName(comment.author.name) : null;
  return name !== null ? button.say('whom', { name }) : button.say('whomUnnamed', { number });
}
