import { isOffered } from '../../actions/decide-press.ts';
import { isVerb } from '../../actions/index.ts';
import type { Refusal } from '../../core/decision.ts';
import type { Notice } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import type { HistoryStore } from '../../ports/history.ts';
import type { Cards } from '../cards/load-cards.ts';
import { MOST_EARLIER, proposalCard } from '../cards/proposal-card.ts';
import type { Answered } from './answers.ts';

/** What refuses a press of somebody who may review, and leaves the proposal as they saw it. */
const LEAVES_PROPOSAL: readonly Refusal['code'][] = ['bad-input', 'second-person', 'evidence-missing'];

/** Does the presser review a proposal, or go on doing so, since a button that stands there was refused and it still waits? */
export function isReviewing(cards: Cards, { view, decision, data: { verb }, viewer }: Answered): boolean {
  if (decision?.answers === 'proposal') return true;
  return (
    decision?.refusal !== undefined &&
    LEAVES_PROPOSAL.includes(decision.refusal.code) &&
    isVerb(verb) &&
    cards.button(verb).place === 'proposal' &&
    isOffered('review', view, viewer)
  );
}

/** The proposal for the presser alone, with the earlier decisions under its rule as they are now. */
export async function reviewed(
  store: Pick<HistoryStore, 'earlierDecisions'>,
  cards: Cards,
  { view, decision }: Answered,
  notice: Notice,
): Promise<CardMessage> {
  const { ticket, policy } = view;
  const { rule, decision: proposal } = ticket.removal ?? {};
  const earlier =
    rule === undefined || proposal === undefined
      ? { total: 0, latest: [] }
      : await store.earlierDecisions(policy.municipality, rule, proposal, MOST_EARLIER);
  // Of a secret text it is journalled who asks to read it; a press that is refused does not ask.
  const isHidden = ticket.screening.display === 'secret' && decision?.answers !== 'proposal';
  return proposalCard(cards, view, { earlier, isHidden, notice });
}
