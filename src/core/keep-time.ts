import { settledEffects } from './apply-decision.ts';
import { nextOfficeInstant } from './calendar.ts';
import type { Decision, TicketSituation } from './decision.ts';
import type { Effect } from './effect.ts';
import { beforeShutting, nextReminder } from './reminders.ts';
import { targetOf } from './targets.ts';
import type { Ticket } from './ticket.ts';

/**
 * The decision with its consequences for the clock: what is awaited of the ticket now, and the one reminder that is due
 * next. Every decision about a ticket passes through here, so that no button needs to know of reminders.
 */
export function keepTime(
  situation: Omit<TicketSituation, 'ticket'> & { ticket: Ticket | null },
  decision: Decision,
): Decision {
  const decided = decision.ticket ?? situation.ticket;
  if (decision.refusal || !decided) return decision;
  const effects = settledEffects(situation.effects, decision);
  const comment = { ...situation.comment, visibility: decision.visibility ?? situation.comment.visibility };
  const target = targetOf({ ...situation, ticket: decided, effects, comment });
  const moved = target?.kind !== decided.target?.kind || target?.at !== decided.target?.at;
  const ticket = moved ? { ...decided, target } : decided;
  const reminder = remindAt(ticket, situation);
  return {
    ...decision,
    ...(ticket !== situation.ticket && { ticket }),
    ...scheduled(decision, effects, reminder, target?.kind),
  };
}

/** When the owner is to be reminded next, of what is awaited or that a message's window shuts; null when nothing is awaited. */
export function remindAt(
  { target, snooze, remindedAt, openedAt, arrivedAt, window }: Ticket,
  { policy: { clock } }: Pick<TicketSituation, 'policy'>,
): Temporal.Instant | null {
  if (!target) return null;
  const after = Temporal.Instant.from(remindedAt ?? openedAt ?? arrivedAt);
  const until = snooze && Temporal.Instant.from(snooze.until);
  const next =
    until && Temporal.Instant.compare(until, after) > 0
      ? nextOfficeInstant(until, clock)
      : nextReminder(Temporal.Instant.from(target.at), after, clock);
  // Whoever waits for longer can answer no more.
  const shutting = window && beforeShutting(Temporal.Instant.from(window.until), after, clock);
  if (shutting === null) return next;
  return next === null || Temporal.Instant.compare(shutting, next) < 0 ? shutting : next;
}

/** One reminder waits at a time: moved, dropped or ordered. */
function scheduled(
  { settle = [], cancel = [], effects: ordered }: Decision,
  effects: readonly Effect[],
  at: Temporal.Instant | null,
  line: string | undefined,
): Partial<Decision> {
  const waiting = effects.find(({ kind, state }) => kind === 'remind' && state === 'pending');
  const beingSaid = effects.some(({ kind, state }) => kind === 'remind' && state === 'started');
  // Being said, or just put off by whoever was to say it: what is due after it is found when it has been said.
  if (beingSaid || settle.some(({ id }) => id === waiting?.id)) return {};
  if (waiting && at === null) return { cancel: [...cancel, waiting.id] };
  if (waiting && at) {
    if (at.equals(waiting.dueAt)) return {};
    return { settle: [...settle, { id: waiting.id, to: 'pending', dueAt: at, error: null }] };
  }
  if (at === null || line === undefined) return {};
  return { effects: [...ordered, { kind: 'remind', params: {}, dueAt: at }] };
}
