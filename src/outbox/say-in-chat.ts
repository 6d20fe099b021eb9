import { inOfficeHours, nextOfficeInstant } from '../core/calendar.ts';
import { type Effect, laneOf } from '../core/effect.ts';
import { ownerOf } from '../core/staff.ts';
import type { TicketView } from '../core/view.ts';
import { type Chat, ChatError, type Conversation } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClaimedEffect } from '../ports/ledger.ts';
import type { Store } from '../ports/store.ts';
import type { EffectOutcome } from '../reactions/effect-ended.ts';
import { done, failed } from './perform.ts';
import { backOff, MAX_ATTEMPTS } from './retrying.ts';

export interface ChatParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly chat: Chat;
  /** The sentence of a thread line, a reminder or an alert, in the municipality's language. */
  readonly lineFor: (view: TicketView, effect: Effect) => string;
  /** A text that was not sent, given back with the reason why. */
  readonly draftFor: (view: TicketView, text: string) => string;
}

interface Said {
  readonly parts: ChatParts;
  readonly effect: ClaimedEffect;
  readonly view: TicketView;
  readonly card: { readonly conversation: Conversation; readonly messageId: string };
}

/**
 * Says what a decision ordered said. A line, a draft or an alert is said at least once: after a crash it may come twice,
 * never not at all. A reminder or an escalation is said at most once and only in office hours: one of which nobody knows
 * whether it was said is not repeated, since the next one follows.
 */
export async function sayInChat(
  parts: ChatParts,
  effect: ClaimedEffect,
  view: TicketView,
): Promise<EffectOutcome> {
  const onTime = laneOf(effect.kind) === 'clock';
  if (onTime && effect.settling) return { id: effect.id, to: 'unknown', error: 'no-answer' };
  const now = parts.clock.now();
  const { clock } = view.policy;
  if (onTime && !inOfficeHours(now, clock)) {
    return { id: effect.id, to: 'pending', dueAt: nextOfficeInstant(now, clock), error: null };
  }
  if (onTime && view.ticket.target === null) return done({ effect, view }, 'already-so');
  const card = await parts.store.cardMessage(effect.municipality, effect.ticket);
  if (!card) return later(parts, effect, CARD_AWAITED_S);
  try {
    await say({ parts, effect, view, card });
    return done({ effect, view }, 'performed');
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (onTime && error.code === 'no-answer') return { id: effect.id, to: 'unknown', error: 'no-answer' };
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

async function say(said: Said): Promise<void> {
  const { parts, effect, view, card } = said;
  const { chat } = parts;
  switch (effect.kind) {
    case 'return-draft': {
      const text = await parts.store.replyText(effect.municipality, effect.params.decision ?? '');
      if (text !== null) await chat.say(await personal(said), null, parts.draftFor(view, text));
      return;
    }
    case 'alert-duty':
      await chat.say(await personal(said), null, parts.lineFor(view, effect));
      return;
    default:
      await chat.say(card.conversation, card.messageId, parts.lineFor(view, effect), mentioned(said));
  }
}

const personal = ({ parts, effect, card }: Said): Promise<Conversation> =>
  parts.chat.personal(card.conversation, effect.params.person ?? '');

/** The owner alone is alerted by a reminder, the lead alone by an escalation, nobody by what only tells. */
function mentioned({ effect, view }: Said): string | undefined {
  if (effect.kind === 'escalate') return effect.params.person;
  if (effect.kind !== 'remind') return undefined;
  return ownerOf(view.ticket, view.staff, view.now) ?? undefined;
}
