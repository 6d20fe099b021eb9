import { cardsFor } from '../chat/cards/cards-for.ts';
import { noticeCard } from '../chat/cards/notice.ts';
import { privateCard } from '../chat/cards/private-card.ts';
import { draftText, saidLine } from '../chat/cards/thread-lines.ts';
import { ticketCard } from '../chat/cards/ticket-card.ts';
import { emptyOneSuperseded } from '../outbox/empty-superseded.ts';
import { createHeldChannels } from '../outbox/held-channels.ts';
import { refreshSomeCards, showOneCard } from '../outbox/show-cards.ts';
import { workOneEffect } from '../outbox/work-effects.ts';
import type { Parts } from './compose.ts';
import { CARD_LEASE_MS, type Foundation } from './foundation.ts';

/** How many workers perform effects and show cards side by side: a slow platform holds one, not all. */
const EFFECT_WORKERS = 4;
const CARD_WORKERS = 3;
/** Waiting comments, or changes of them, that are looked up at a time: the look costs more than what it finds. */
const LOOK = 250;
/** Deliveries read at a time: what they say is archived in one transaction a municipality. */
const DELIVERIES = 50;
/** Tickets computed anew in one transaction after a change of the clock: fewer cost more in all, more make a press wait. */
const CLOCK_SLICE = 50;

type Worked = Pick<Parts, 'engine' | 'digests' | 'teams' | 'inbox'>;

/**
 * Starts every loop, and resolves when the last of them has started. Comments wait for the model; should it not come,
 * detectors and lexicon are better than waiting for ever.
 */
export async function startLoops(base: Foundation, parts: Worked): Promise<void> {
  const { loops, screening, log } = base;
  const { engine, digests, teams, inbox } = parts;
  const effects = effectParts(base, parts);
  const shown = cardParts(base, parts);
  loops.start('inbox', async () => (await inbox.read(DELIVERIES)) > 0);
  loops.start('platform changes', async () => (await engine.handleChanges(LOOK)) > 0);
  loops.start('clock', () => engine.followClocks(CLOCK_SLICE).then((done) => done > 0));
  loops.start('aged cards', () => refreshSomeCards(shown));
  const left = supersededParts(base, parts);
  loops.start('superseded cards', () => emptyOneSuperseded(left));
  loops.start('effect', (...turn) => workOneEffect(effects, ...turn), EFFECT_WORKERS);
  loops.start('digest', (...turn) => digests.postOne(teams.chat, ...turn));
  loops.start('card', (...turn) => showOneCard(shown, ...turn), CARD_WORKERS);
  try {
    await screening.ready;
  } catch (error) {
    if (!loops.stopped) log.failed('training the model')(error);
  }
  loops.start('screening', async () => (await engine.screenWaiting(LOOK)) > 0);
}

function effectParts(
  { config, clock, files, store, platforms }: Foundation,
  { engine, teams }: Worked,
): Parameters<typeof workOneEffect>[0] {
  return {
    engine,
    store,
    clock,
    platforms,
    chat: teams.chat,
    // A delete reads, deletes and reads back; a settling read may follow.
    leaseMs: 4 * config.settings.PLATFORM_TIMEOUT_MS + 5000,
    lineFor: (view, effect) => saidLine(cardsFor(files, view), view, effect),
    draftFor: (view, text) => draftText(cardsFor(files, view), view, text),
  };
}

function cardParts(
  { clock, files, store }: Foundation,
  { engine, teams }: Worked,
): Parameters<typeof showOneCard>[0] {
  return {
    engine,
    store,
    clock,
    chat: teams.chat,
    leaseMs: CARD_LEASE_MS,
    held: createHeldChannels(clock),
    render: (view, audience) =>
      (audience === 'channel' ? ticketCard : privateCard)(cardsFor(files, view), view),
  };
}

function supersededParts(
  { clock, files, store }: Foundation,
  { teams }: Worked,
): Parameters<typeof emptyOneSuperseded>[0] {
  return {
    store,
    clock,
    chat: teams.chat,
    leaseMs: CARD_LEASE_MS,
    render: ({ municipality, number }) => {
      const cards = files.cards[files.policies.get(municipality)?.language ?? 'sv'];
      return noticeCard(cards, cards.say('superseded', { number }));
    },
  };
}
