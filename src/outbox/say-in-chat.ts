import { inOfficeHours, nextOfficeInstant } from '../core/calendar.ts';
import type { EffectOutcome } from '../core/decision.ts';
import type { Effect } from '../core/effect.ts';
import { type ChatEffect, done, failed, type Saying } from '../effects/effect.ts';
import type { CardStore } from '../ports/cards.ts';
import { ChatError } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import { backOff, MAX_ATTEMPTS } from './retrying.ts';

/** What the chat's effects are said with. */
export interface ChatParts extends Pick<Saying, 'chat' | 'lineFor' | 'ownLineFor' | 'alertFor' | 'draftFor'> {
  readonly store: Saying['store'] & Pick<CardStore, 'cardMessage'>;
  readonly clock: Clock;
}

/** Says what a decision ordered said, with the certainty that its kind asks for. */
export async function sayInChat(
  parts: ChatParts,
  spec: ChatEffect,
  work: Pick<Saying, 'effect' | 'view'>,
): Promise<EffectOutcome> {
  const { effect, view } = work;
  const once = spec.certainty === 'once';
  if (once && effect.settling) return { id: effect.id, to: 'unknown', error: 'no-answer' };
  const now = parts.clock.now();
  const { clock } = view.policy;
  if (once && !inOfficeHours(now, clock)) {
    return { id: effect.id, to: 'pending', dueAt: nextOfficeInstant(now, clock), error: null };
  }
  if (once && view.ticket.target === null) return done(work, 'already-so');
  const card = await parts.store.cardMessage(effect.municipality, effect.ticket);
  if (!card) return later(parts, effect, CARD_AWAITED_S);
  // Of many on one post one is reminded of, the first that still awaits something: their card stands for them all.
  if (once && card.speaker !== null && card.speaker !== effect.ticket) return done(work, 'already-so');
  try {
    await spec.say({ ...parts, ...work, card });
    return done(work, 'performed');
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (once && error.code === 'no-answer') return { id: effect.id, to: 'unknown', error: 'no-answer' };
    // Teams has room for so many lines a minute: whoever waits for it has not failed.
    const again = error.code === 'busy' || (error.code === 'no-answer' && effect.attempts < MAX_ATTEMPTS);
    if (!again) return failed(effect.id, 'chat-refused');
    const seconds = error.retryAfterMs === null ? backOff(effect.attempts) : error.retryAfterMs / 1000;
    return later(parts, effect, seconds);
  }
}

/** Seconds until a line looks again for the card that it is to stand under. */
const CARD_AWAITED_S = 5;

const later = ({ clock }: ChatParts, { id }: Effect, seconds: number): EffectOutcome => ({
  id,
  to: 'pending',
  dueAt: clock.now().add({ milliseconds: Math.round(seconds * 1000) }),
  error: null,
});
