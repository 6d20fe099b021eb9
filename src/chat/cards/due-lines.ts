import { ruleOf } from '../../core/policy.ts';
import { awaitsAnswer } from '../../core/progress.ts';
import type { Ticket } from '../../core/ticket.ts';
import type { TicketView } from '../../core/view.ts';
import { isShut } from '../../core/window.ts';
import type { Cards, Fill } from './load-cards.ts';
import { comingOf, dateOf, dayOf } from './moment.ts';
import { platformOf } from './passages.ts';
import { plainSpaces } from './says.ts';
import { wordsFor } from './words-for.ts';

type Target = NonNullable<Ticket['target']>;

/**
 * What is awaited of the ticket, by when, and whose word that is: the promise in its own published words, or an internal
 * goal that nobody was promised. A question is named beside an earlier clock. Empty when nothing is awaited.
 */
export function dueLine(cards: Cards, view: TicketView): string {
  const { target, dueAt } = view.ticket;
  if (!target) return '';
  const fill = { ...fillOf(cards, view, target), at: dayOf(cards, target.at) };
  const line = cards.say(`due.${keyOf(view, target)}`, fill);
  if (target.kind === 'answer' || !awaitsAnswer(view.ticket)) return line;
  return `${line} · ${cards.say('due.also', { at: dayOf(cards, dueAt) })}`;
}

/** One line in the thread: what is awaited, and when. Says so when nobody has taken the ticket. */
export function reminderLine(cards: Cards, view: TicketView): string {
  const { ticket, now } = view;
  if (!ticket.target) return '';
  const sentences = [
    ...(ticket.snooze && isOver(ticket.snooze.until, now) && isFirstSince(ticket)
      ? [cards.say('remind.snoozed')]
      : []),
    ...(ticket.claim === null && ticket.snooze === null
      ? [wordsFor(cards, view).say('remind.unclaimed')]
      : []),
    wordsFor(cards, view).say(`remind.${keyOf(view, ticket.target)}`, saidFill(cards, view, ticket.target)),
    ...windowSentence(cards, view),
  ];
  return sentences.join(' ');
}

/** Of a private message: until when its answer is taken, or that it no longer is. */
function windowSentence(cards: Cards, view: TicketView): string[] {
  const { ticket, now } = view;
  if (ticket.window === null) return [];
  const fill = { at: comingOf(cards, ticket.window.until, now), platform: platformOf(view) };
  return [cards.say(isShut(ticket, now) ? 'remind.window.after' : 'remind.window', fill)];
}

/** One line in the thread for the lead, once: nobody has taken the ticket, or its time has run out. */
export function escalationLine(cards: Cards, view: TicketView): string {
  const { target } = view.ticket;
  if (!target) return '';
  const fill = saidFill(cards, view, target);
  if (!isOver(target.at, view.now)) return wordsFor(cards, view).say('escalate', fill);
  const kind = target.kind === 'remove' || target.kind === 'follow-up' ? 'assess' : wordOf(view, target);
  return wordsFor(cards, view).say(`escalate.${kind}.after`, fill);
}

const isFirstSince = ({ snooze, remindedAt }: Ticket): boolean =>
  snooze !== null && (remindedAt === null || Temporal.Instant.compare(remindedAt, snooze.until) < 0);

const isOver = (at: string, now: Temporal.Instant): boolean => Temporal.Instant.compare(at, now) <= 0;

const keyOf = (view: TicketView, target: Target): string =>
  `${wordOf(view, target)}${isOver(target.at, view.now) ? '.after' : ''}`;

const wordOf = ({ ticket }: TicketView, { kind }: Target): string =>
  kind === 'answer' ? (ticket.promise === null ? 'goal' : 'promise') : kind;

const saidFill = (cards: Cards, view: TicketView, target: Target): Fill => ({
  ...fillOf(cards, view, target),
  at: comingOf(cards, target.at, view.now),
});

function fillOf(cards: Cards, { ticket, policy }: TicketView, { kind }: Target): Fill {
  const promise = ticket.promise === null ? undefined : ruleOf(policy, ticket.promise);
  const removal = policy.clock.removals.find(({ rule }) => rule === ticket.removeBy?.rule);
  const on = ticket.reply?.returnOn;
  return {
    quote: plainSpaces(promise?.quote ?? ''),
    ...(kind === 'remove' && { rule: removal?.rule ?? '', word: removal?.word ?? '' }),
    ...(on && { on: dateOf(cards, on) }),
  };
}
