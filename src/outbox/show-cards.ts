import { agesAt } from '../core/aging.ts';
import { isQuiet } from '../core/calendar.ts';
import type { Storm } from '../core/storm.ts';
import type { TicketView } from '../core/view.ts';
import type { Engine } from '../engine/engine.ts';
import type { ClaimedCard } from '../ports/cards.ts';
import { type CardMessage, type Chat, ChatError } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { CardPictures } from '../ports/pictures.ts';
import type { Store } from '../ports/store.ts';
import type { HeldChannels } from './held-channels.ts';
import type { Keep } from './work-loop.ts';

/** What showing a card takes. `leaseMs` must be longer than a call to the chat. */
export interface CardParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly chat: Chat;
  readonly leaseMs: number;
  readonly held: HeldChannels;
  readonly pictures: CardPictures;
  /** The card for everyone in the channel, with these pictures; without any the private one for a single person, or the registrar's; in the language of its one reader. */
  readonly render: (
    view: TicketView,
    audience: 'channel' | 'person' | 'registrar',
    of: { readonly pictures: readonly string[]; readonly reader: string | null },
  ) => Promise<CardMessage>;
  /** The card that stands for many; `view`: the first of them. */
  readonly renderStorm: (view: TicketView, storm: Storm) => CardMessage;
}

/** Seconds before a card is tried again: 1, 2, 4 … at most 5 minutes. */
const backOff = (attempts: number): number => Math.min(2 ** (attempts - 1), 300);

/**
 * Makes one card that is behind catch up with the newest state of its ticket: posted when it has no message yet, put in
 * place otherwise. Whatever happened in between is shown at once. False when no card was behind.
 */
export async function showOneCard(parts: CardParts, taken: () => void, keep: Keep): Promise<boolean> {
  const now = parts.clock.now();
  const [card] = await parts.store.claimCards(now, 1, parts.leaseMs, parts.held.now());
  if (!card) return false;
  taken();
  const view = await keep(() => parts.engine.view(card.municipality, card.ticket));
  if (!view) throw new Error(`Card of ticket ${card.ticket} belongs to no ticket`);
  try {
    const at = await show(parts, card, view);
    await keep(() => parts.store.cardShown(card, at, now, agesAt(view)));
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    const failure = failureOf(parts, card, error);
    if (error.code === 'busy' && failure.retryAt) parts.held.hold(card.conversation.id, failure.retryAt);
    await keep(() => parts.store.cardFailed(card, failure));
  }
  return true;
}

async function show(parts: CardParts, card: ClaimedCard, view: TicketView) {
  const { chat } = parts;
  const [kind, person] = audienceOf(card);
  const message = await messageOf(parts, card, view, kind, person);
  if (card.messageId !== null) {
    await chat.update(card.conversation, card.messageId, message);
    return { conversation: card.conversation, messageId: card.messageId };
  }
  const conversation = person === null ? card.conversation : await chat.personal(card.conversation, person);
  return { conversation, ...(await chat.post(conversation, message)) };
}

async function messageOf(
  { store, pictures, render, renderStorm }: CardParts,
  { municipality, ticket }: ClaimedCard,
  view: TicketView,
  kind: Audience,
  reader: string | null,
): Promise<CardMessage> {
  if (kind !== 'storm')
    return render(view, kind, { pictures: kind === 'channel' ? await pictures.made(view) : [], reader });
  const storm = await store.storm(municipality, ticket);
  return renderStorm(view, storm ?? { leader: ticket, postText: null, tickets: [] });
}

type Audience = 'channel' | 'storm' | 'person' | 'registrar';

/** Which card it is, and in whose own chat it stands; null for a channel's. */
function audienceOf({ audience }: ClaimedCard): [Audience, string | null] {
  if (audience === 'channel' || audience === 'storm') return [audience, null];
  const [first = '', person] = audience.split(':');
  return first === 'registrar' ? ['registrar', person ?? null] : ['person', audience];
}

/** A message that is gone is posted anew; a final refusal waits until the ticket or the channel changes. */
function failureOf({ clock }: CardParts, card: ClaimedCard, error: ChatError) {
  const lost = error.code === 'gone' && card.messageId !== null;
  const again = lost || error.code === 'busy' || error.code === 'no-answer';
  const wait = Math.round(error.retryAfterMs ?? backOff(card.attempts) * 1000);
  return {
    error: error.code,
    lost,
    retryAt: again ? clock.now().add({ milliseconds: lost ? 0 : wait }) : null,
  };
}

/** Redraws cards whose words have aged, at night only: a form that is open closes when its card is redrawn. */
export async function refreshSomeCards({
  store,
  clock,
}: Pick<CardParts, 'store' | 'clock'>): Promise<boolean> {
  const now = clock.now();
  return isQuiet(now) && (await store.refreshCards(now, AT_A_TIME)) > 0;
}

const AT_A_TIME = 100;
