import { settledEffects } from '../core/apply-decision.ts';
import type { Decision, EffectOutcome, TicketSituation } from '../core/decision.ts';
import { type Effect, visibilityAfter } from '../core/effect.ts';
import type { EventOf } from '../core/event.ts';
import { progress } from '../core/progress.ts';
import { isOutdatedDeletion, returnedToStaff, sayEdited } from '../core/removal.ts';
import type { Ticket } from '../core/ticket.ts';
import { saidOnTime } from './said-on-time.ts';

/**
 * An attempt at an effect has ended. What really happened moves the ticket on; what failed, or may or may not have
 * happened, is journalled and said in the card's thread, for a person to settle.
 */
export function effectEnded(
  situation: TicketSituation,
  { outcome }: Pick<EventOf<'effect-ended'>, 'outcome'>,
): Decision {
  const effect = situation.effects.find(({ id }) => id === outcome.id);
  if (effect?.state !== 'started') return { journal: [], effects: [] };
  if (effect.lane === 'clock') return saidOnTime(situation, effect, outcome);
  return ended(situation, effect, outcome);
}

/** What follows of an effect that has ended so: after an attempt, or seen on the platform. */
export function ended(situation: TicketSituation, effect: Effect, outcome: EffectOutcome): Decision {
  const { comment, ticket, effects, now } = situation;
  if (outcome.to === 'pending') return again(ticket, effect, outcome);
  const subject = { effect: effect.id, kind: effect.kind };
  if (outcome.to === 'asked') {
    const journal = [{ kind: 'effect-asked' as const, by: null, data: subject }];
    return { settle: [outcome], journal, effects: [] };
  }
  const next = progress({ ...situation, effects: settledEffects(effects, { settle: [outcome] }) }, now);
  if (outcome.to === 'done') {
    const { result } = outcome;
    const reached = comment.visibility === 'gone' ? undefined : visibilityAfter(effect, result.how);
    return {
      settle: [outcome],
      ...(next !== ticket && { ticket: next }),
      ...(reached && { visibility: reached }),
      journal: [
        {
          kind: 'effect-done',
          by: null,
          data: { ...subject, how: result.how, externalId: result.externalId ?? null },
        },
        ...answering(ticket, next),
        ...closing(ticket.state, next.state),
      ],
      effects: [],
    };
  }
  const line = outcome.to === 'failed' ? 'effect-failed' : 'effect-unknown';
  return {
    settle: [outcome],
    ...(next !== ticket && { ticket: next }),
    journal: [{ kind: line, by: null, data: { ...subject, error: outcome.error } }],
    effects: effect.failureIsSaid ? [{ kind: 'post-line', params: { line, about: effect.id } }] : [],
  };
}

const answering = (before: Ticket, { answer }: Ticket) =>
  before.answer === null && answer !== null
    ? [{ kind: 'question-answered' as const, by: answer.by, data: { at: answer.at, how: answer.how } }]
    : [];

const closing = (before: string, after: string) =>
  before !== 'closed' && after === 'closed'
    ? [{ kind: 'ticket-closed' as const, by: null, data: { because: 'done' } }]
    : [];

/** Another try; but a deletion that was decided on other words, and did not happen, is for staff to decide anew. */
function again(ticket: Ticket, effect: Effect, outcome: EffectOutcome): Decision {
  if (!isOutdatedDeletion(ticket, effect)) return { settle: [outcome], journal: [], effects: [] };
  // Behind it waits a deletion that no edit holds up.
  if (ticket.suspected) return { settle: [{ id: effect.id, to: 'cancelled' }], journal: [], effects: [] };
  return {
    settle: [{ id: effect.id, to: 'cancelled' }],
    ticket: { ...ticket, ...returnedToStaff(ticket) },
    voidBreach: true,
    journal: [{ kind: 'ticket-reopened', by: null, data: { because: 'edited' } }],
    effects: [sayEdited('not-removed')],
  };
}
