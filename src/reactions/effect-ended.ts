import { settledEffects } from '../core/apply-decision.ts';
import { isMoot, withNotice } from '../core/author-notice.ts';
import { afterBlocking, isEnd } from '../core/block.ts';
import type { Decision, EffectOutcome, TicketSituation } from '../core/decision.ts';
import { dropped } from '../core/drop-notice.ts';
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
  if (effect.kind === 'remind' || effect.kind === 'escalate') return saidOnTime(situation, effect, outcome);
  const decision = ended(situation, effect, outcome);
  // The card tells nothing of a line in its thread, and somebody may be writing in it.
  return effect.kind === 'post-line' && !decision.ticket ? { ...decision, quiet: true } : decision;
}

/** What follows of an effect that has ended so: after an attempt, or seen on the platform. */
export function ended(situation: TicketSituation, effect: Effect, outcome: EffectOutcome): Decision {
  const { ticket, effects, now } = situation;
  if (outcome.to === 'pending') return again(situation, effect, outcome);
  if (outcome.to === 'failed' && isMoot(effect, outcome.error, effects)) return dropped(situation, effect);
  const subject = { effect: effect.id, kind: effect.kind };
  if (outcome.to === 'asked') {
    const journal = [{ kind: 'effect-asked' as const, by: null, data: subject }];
    // Nobody has this card before them any more.
    const line = { kind: 'post-line', params: { line: 'block-over', about: effect.id } } as const;
    return { settle: [outcome], journal, effects: isEnd(effect) ? [line] : [] };
  }
  const next = progress({ ...situation, effects: settledEffects(effects, { settle: [outcome] }) }, now);
  if (outcome.to === 'done') return happened(situation, next, { effect, outcome });
  const line = outcome.to === 'failed' ? 'effect-failed' : 'effect-unknown';
  return {
    settle: [outcome],
    ...(next !== ticket && { ticket: next }),
    journal: [{ kind: line, by: null, data: { ...subject, error: outcome.error } }],
    effects: effect.failureIsSaid ? [{ kind: 'post-line', params: { line, about: effect.id } }] : [],
  };
}

/** @param next the ticket after it */
function happened(
  situation: TicketSituation,
  next: Ticket,
  { effect, outcome }: { effect: Effect; outcome: Extract<EffectOutcome, { to: 'done' }> },
): Decision {
  const { comment, ticket } = situation;
  const { how, externalId = null } = outcome.result;
  const reached = comment.visibility === 'gone' ? undefined : visibilityAfter(effect, how);
  const { ticket: after, effects } = afterBlocking(situation, next, { effect, how });
  return {
    settle: [outcome],
    ...(after !== ticket && { ticket: after }),
    ...(reached && { visibility: reached }),
    journal: [
      { kind: 'effect-done', by: null, data: { effect: effect.id, kind: effect.kind, how, externalId } },
      ...answering(ticket, after),
      ...closing(ticket.state, after.state),
    ],
    effects,
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
function again({ ticket, effects }: TicketSituation, effect: Effect, outcome: EffectOutcome): Decision {
  if (!isOutdatedDeletion(ticket, effect)) return { settle: [outcome], journal: [], effects: [] };
  // Behind it waits a deletion that no edit holds up.
  if (ticket.suspected) return { settle: [{ id: effect.id, to: 'cancelled' }], journal: [], effects: [] };
  return {
    ...withNotice(effects, { settle: [{ id: effect.id, to: 'cancelled' }] }),
    ticket: { ...ticket, ...returnedToStaff(ticket) },
    voidBreach: true,
    journal: [{ kind: 'ticket-reopened', by: null, data: { because: 'edited' } }],
    effects: [sayEdited('not-removed')],
  };
}
