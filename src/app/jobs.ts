import { cardsFor } from '../chat/cards/cards-for.ts';
import { noticeCard } from '../chat/cards/notice.ts';
import { privateCard } from '../chat/cards/private-card.ts';
import { registrarCard } from '../chat/cards/registrar-card.ts';
import { warningText } from '../chat/cards/standing-lines.ts';
import { draftText, saidLine } from '../chat/cards/thread-lines.ts';
import { NO_NOTICE, ticketCard } from '../chat/cards/ticket-card.ts';
import type { Engine } from '../engine/engine.ts';
import { emptyOneSuperseded } from '../outbox/empty-superseded.ts';
import { createHeldChannels } from '../outbox/held-channels.ts';
import type { Digests } from '../outbox/post-digests.ts';
import { refreshSomeCards, showOneCard } from '../outbox/show-cards.ts';
import { type WarningParts, warnOneLead } from '../outbox/warn-lead.ts';
import { workOneEffect } from '../outbox/work-effects.ts';
import type { Job } from '../outbox/work-loop.ts';
import { type AskParts, askOne } from '../platforms/ask-back.ts';
import { askStanding, type StandingParts } from '../platforms/ask-standing.ts';
import type { Inbox } from '../platforms/inbox.ts';
import { pollOne } from '../platforms/poll.ts';
import type { Chat } from '../ports/chat.ts';
import { handOverOne } from '../records/handover/hand-over.ts';
import { createAnswers } from '../records/handover/read-answers.ts';
import { staffIn } from './accounts.ts';
import { disposalGrounds } from './disposal-ground.ts';
import { CARD_LEASE_MS, type Foundation } from './foundation.ts';
import { answerParts, handoverParts } from './hand-over.ts';

/** What the bot does by itself, a piece of work at a time. */
export type JobName =
  | 'inbox'
  | 'poll'
  | 'ask back'
  | 'platform changes'
  | 'screening'
  | 'clock'
  | 'standing'
  | 'warning'
  | 'effect'
  | 'handover'
  | 'answers'
  | 'digest'
  | 'card'
  | 'aged cards'
  | 'superseded cards'
  | 'disposal';
/** Each of them: finds one piece of work and does it; false when there was none. */
export type Jobs = Readonly<Record<JobName, Job>>;

/** Waiting comments, or changes of them, that are looked up at a time: the look costs more than what it finds. */
const LOOK = 250;
/** Deliveries read at a time: what they say is archived in one transaction a municipality. */
const DELIVERIES = 50;
/** Comments disposed of in one transaction: the embedded store answers nobody meanwhile. */
const DISPOSED = 500;
/** Tickets computed anew in one transaction after a change of the clock: fewer cost more in all, more make a press wait. */
const CLOCK_SLICE = 50;

/** What the jobs work with. */
interface Working {
  readonly engine: Engine;
  readonly digests: Digests;
  readonly inbox: Inbox;
  readonly polls: AskParts;
  readonly standings: StandingParts;
  readonly chat: Chat;
}

/** Every job of the bot; none of them runs by itself. */
export function composeJobs(base: Foundation, working: Working): Jobs {
  const { engine, digests, inbox, polls, standings, chat } = working;
  const effects = effectParts(base, working);
  const shown = cardParts(base, working);
  const left = supersededParts(base, working);
  const warnings = warningParts(base, working);
  const handing = handoverParts(base);
  const answers = createAnswers(answerParts(base));
  return {
    inbox: async () => (await inbox.read(DELIVERIES)) > 0,
    poll: (taken) => pollOne(polls, taken),
    'ask back': (taken) => askOne(polls, taken),
    standing: (taken) => askStanding(standings, taken),
    warning: (taken) => warnOneLead(warnings, taken),
    'platform changes': async () => (await engine.handleChanges(LOOK)) > 0,
    screening: async () => (await engine.screenWaiting(LOOK)) > 0,
    clock: async () => (await engine.followClocks(CLOCK_SLICE)) > 0,
    effect: (...turn) => workOneEffect(effects, ...turn),
    handover: (...turn) => handOverOne(handing, ...turn),
    answers,
    digest: (...turn) => digests.postOne(chat, ...turn),
    card: (...turn) => showOneCard(shown, ...turn),
    'aged cards': () => refreshSomeCards(shown),
    'superseded cards': () => emptyOneSuperseded(left),
    disposal: () => disposeSome(base),
  };
}

/** A piece of what two people have confirmed; when the last of it is gone, its room is given back. */
async function disposeSome({ config, clock, files, store, disposalLog }: Foundation): Promise<boolean> {
  const grounds = disposalGrounds(files.policies, config.accounts, files.cards);
  const step = await store.disposeSome(clock.now(), grounds, disposalLog, DISPOSED);
  if (step?.reference) await store.reclaim();
  return step !== null;
}

function effectParts(
  { config, clock, files, store, platforms }: Foundation,
  { engine, chat }: Working,
): Parameters<typeof workOneEffect>[0] {
  return {
    engine,
    store,
    clock,
    platforms,
    chat,
    // A delete reads, deletes and reads back; a settling read may follow.
    leaseMs: 4 * config.settings.PLATFORM_TIMEOUT_MS + 5000,
    lineFor: (view, effect) => saidLine(cardsFor(files, view), view, effect),
    draftFor: (view, text) => draftText(cardsFor(files, view), view, text),
  };
}

function cardParts(
  { clock, files, store, pictures }: Foundation,
  { engine, chat }: Working,
): Parameters<typeof showOneCard>[0] {
  return {
    engine,
    store,
    clock,
    chat,
    leaseMs: CARD_LEASE_MS,
    held: createHeldChannels(clock),
    pictures,
    render: (view, audience, shown) => {
      const cards = cardsFor(files, view);
      if (audience === 'channel') return ticketCard(cards, view, NO_NOTICE, shown);
      return (audience === 'person' ? privateCard : registrarCard)(cards, view);
    },
  };
}

function supersededParts(
  { clock, files, store }: Foundation,
  { chat }: Working,
): Parameters<typeof emptyOneSuperseded>[0] {
  return {
    store,
    clock,
    chat,
    leaseMs: CARD_LEASE_MS,
    render: ({ municipality, number }) => {
      const cards = files.cards[files.policies.get(municipality)?.language ?? 'sv'];
      return noticeCard(cards, cards.say('superseded', { number }));
    },
  };
}

const warningParts = (
  { config, clock, files, store }: Foundation,
  { standings: { accounts }, chat }: Working,
): WarningParts => ({
  ...{ store, clock, chat, accounts, policies: files.policies, staffOf: staffIn(config) },
  lineFor: (policy, warning, now) => warningText(files.cards[policy.language], policy, warning.accounts, now),
});
