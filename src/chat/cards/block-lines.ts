import { countedBreaches } from '../../actions/block.ts';
import { isOffered } from '../../actions/decide-press.ts';
import { ruleOf } from '../../core/policy.ts';
import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { farDateOf } from './moment.ts';
import { plainSpaces } from './says.ts';

/** Who decided to block the account, and until when; empty where nobody has. */
export function blockDecision(
  cards: Cards,
  { ticket: { block }, now }: TicketView,
  who: { readonly name: string; readonly at: string },
): string[] {
  if (block === null) return [];
  const fill = { ...who, rule: block.rule };
  return block.untilOn === null
    ? [cards.say('did.block', fill)]
    : [cards.say('did.block.until', { ...fill, until: farDateOf(cards, block.untilOn, now) })];
}

/** What whoever has the card before them is to know of blocking: that it has been done, or that it can be tried. */
export const blockingLines = (cards: Cards, view: TicketView): string[] => [
  ...otherBlockLine(cards, view),
  ...hintLine(cards, view),
];

/** A secret comment's card tells nothing that leads to its author. */
function otherBlockLine(cards: Cards, { ticket, otherBlock, now }: TicketView): string[] {
  if (otherBlock === null || ticket.state === 'closed' || ticket.screening.display === 'secret') return [];
  const { untilOn } = otherBlock;
  return untilOn === null
    ? [cards.say('block.other')]
    : [cards.say('block.other.until', { until: farDateOf(cards, untilOn, now) })];
}

/** Where the rule asks for no repetition, the first removal is no occasion yet: the milder act has only just been tried (FL 5 §). */
const WITHOUT_A_NUMBER = 2;

/**
 * The removal on this card is the one that counts as so many: the rule on blocking can be tried, in its own words. Only where
 * the button stands too; removals that do not count are no breaches, and never come this far.
 */
function hintLine(cards: Cards, view: TicketView): string[] {
  const { ticket, policy } = view;
  const rule = policy.blocking && ruleOf(policy, policy.blocking.rule);
  const counted = countedBreaches(view);
  const own = counted.find((breach) => breach.ticket === ticket.id);
  if (!rule || !own || !isOffered('block', view)) return [];
  const repeated = policy.blocking?.repeated;
  const sofar = counted.filter(({ at }) => Temporal.Instant.compare(at, own.at) <= 0).length;
  if (sofar < (repeated?.atLeast ?? WITHOUT_A_NUMBER)) return [];
  const fill = { counted: counted.length, quote: plainSpaces(rule.quote), rule: rule.id };
  return repeated
    ? [cards.say('block.hint', { ...fill, needed: repeated.atLeast, months: repeated.withinMonths })]
    : [cards.say('block.hint.any', fill)];
}
