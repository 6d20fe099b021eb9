import { z } from 'zod';
import { earlierBreaches } from '../../actions/author-record.ts';
import { isVerb, type Verb } from '../../actions/index.ts';
import type { Decision } from '../../core/decision.ts';
import type { CardData } from '../../core/event.ts';
import { type HistoryFacts, historyOf } from '../../core/history.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { CardMessage, Press } from '../../ports/chat.ts';
import { alertCard } from '../cards/alert-card.ts';
import { askingCard } from '../cards/asking-card.ts';
import { authorRecordCard, MOST_BREACHES } from '../cards/author-record-card.ts';
import { cardsFor } from '../cards/cards-for.ts';
import { EXPLANATION, explanationText } from '../cards/explanation.ts';
import { MOST_FOUND } from '../cards/found-card.ts';
import { historyCard } from '../cards/history-card.ts';
import type { Cards } from '../cards/load-cards.ts';
import { registrarCard } from '../cards/registrar-card.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import type { DeskParts } from './desk.ts';
import { isReviewing, reviewed } from './reviewing.ts';

/** What a press came to, and how its ticket stands. `atRegistrar`: it was made where the registrar's cards stand. */
export interface Answered {
  readonly view: TicketView;
  readonly decision: Decision | null;
  readonly data: CardData;
  readonly viewer: string;
  readonly atRegistrar: boolean;
  /** Who else is in the channel. */
  readonly colleagues: Press['colleagues'];
}

/** Where in the history, and from which list. A button that says something else leads to the beginning. */
const HistoryPlace = z.object({
  after: z.int().min(0).catch(0),
  found: z.array(z.uuid()).max(MOST_FOUND).catch([]),
});

/** Draws what a presser is shown: the card as it is now, or for them alone what they asked to read. */
export function createAnswers(parts: DeskParts): (answered: Answered) => Promise<CardMessage> {
  const { store } = parts;
  const history = async (cards: Cards, { view, data }: Answered) => {
    const facts: HistoryFacts | null = await store.history(view.policy.municipality, view.ticket.id);
    const explanation = await explanationOf(store, cards, view);
    // Those who acted long ago too.
    const names = new Map([...view.names, ...(facts?.names ?? [])]);
    return historyCard(cards, { ...view, names }, facts ? historyOf(facts) : [], {
      ...HistoryPlace.parse(data),
      explanation,
    });
  };
  const explained = async (cards: Cards, { view, viewer }: Answered) => {
    const latest = view.earlierRemovals.slice(0, 1).map(({ ticket }) => ticket);
    const [removed] = await store.foundTickets(view.policy.municipality, latest);
    const text = removed ? explanationText(cards, view.policy, removed) : '';
    const inputs = { form: EXPLANATION, [`text-${EXPLANATION}`]: text };
    const notice = {
      refusal: null,
      typed: { verb: 'reply', inputs },
      shownInChat: false,
      filled: true as const,
      viewer,
    };
    return ticketCard(cards, view, notice, parts.pictures.ready(view));
  };
  return async (answered) => {
    const { view, decision, atRegistrar } = answered;
    const cards = cardsFor(parts, view);
    if (decision?.answers === 'history') return history(cards, answered);
    if (decision?.answers === 'explanation') return explained(cards, answered);
    if (decision?.answers === 'author-record') return recordOf(store, cards, view);
    const notice = noticeOf(answered);
    if (isReviewing(cards, answered)) return reviewed(store, cards, answered, notice);
    const { verb } = answered.data;
    // Whatever came of it, nothing of the comment is put in that chat.
    if (verb === 'confirm-alert') return alertCard(cards, view, 'alert-duty');
    if (decision?.answers === 'form' || (decision?.refusal && isAskedAlone(cards, verb)))
      return askingCard(cards, view, verb as Verb, {
        ...notice,
        ...(cards.button(verb as Verb).names && { colleagues: await answered.colleagues() }),
      });
    if (atRegistrar) return registrarCard(cards, view, notice);
    // Whoever presses waits for no picture: the card that follows has them.
    return ticketCard(cards, view, notice, parts.pictures.ready(view));
  };
}

/** The latest of the earlier decisions on the same author. */
async function recordOf(store: DeskParts['store'], cards: Cards, view: TicketView): Promise<CardMessage> {
  const earlier = earlierBreaches(view).toSorted((a, b) => Temporal.Instant.compare(b.at, a.at));
  const tickets = earlier.slice(0, MOST_BREACHES).map(({ ticket }) => ticket);
  const found = await store.foundTickets(view.policy.municipality, tickets);
  return authorRecordCard(cards, view, { found, total: earlier.length });
}

/** Removed by a decision that stands, and not only in trial mode. */
async function explanationOf(
  store: DeskParts['store'],
  cards: Cards,
  { ticket, policy, effects }: TicketView,
): Promise<string | null> {
  const isTried = effects.some(({ params }) => params.trial);
  const isOurs = ticket.removal !== null || ticket.elsewhere?.word?.what === 'ours';
  if (!isOurs || !['removing', 'closed'].includes(ticket.state) || isTried) return null;
  const [removed] = await store.foundTickets(policy.municipality, [ticket.id]);
  return removed ? explanationText(cards, policy, removed) : null;
}

/** Does the button's form stand on a card of its own? */
const isAskedAlone = (cards: Cards, verb: string): boolean =>
  isVerb(verb) && cards.button(verb).asks === 'presser';

/** What the presser is told on the card: why nothing happened, and what stood in the form then. */
function noticeOf({ decision, data, viewer }: Answered): Notice {
  const refusal =
    decision?.refusal && decision.reply ? withDraft(decision.refusal) : (decision?.refusal ?? null);
  return {
    refusal,
    typed: refusal && typedOf(data),
    shownInChat: decision?.showTo !== undefined,
    viewer,
  };
}

const withDraft = (refusal: NonNullable<Notice['refusal']>): Notice['refusal'] => ({
  ...refusal,
  details: { ...refusal.details, draft: 1 },
});

/** What stood in the form that was refused, so that it can stand there again. */
function typedOf({ verb, ticket: _, version: __, ...rest }: CardData): Notice['typed'] {
  const inputs = Object.entries(rest).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { verb, inputs: Object.fromEntries(inputs) };
}
