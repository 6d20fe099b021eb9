import { alertCard, assignedCard } from '../chat/cards/alert-card.ts';
import { cardsFor } from '../chat/cards/cards-for.ts';
import type { Cards } from '../chat/cards/load-cards.ts';
import { noticeCard } from '../chat/cards/notice.ts';
import { privateCard } from '../chat/cards/private-card.ts';
import { registrarCard } from '../chat/cards/registrar-card.ts';
import { warningText } from '../chat/cards/standing-lines.ts';
import { stormCard } from '../chat/cards/storm-card.ts';
import { draftText, saidLine } from '../chat/cards/thread-lines.ts';
import { NO_NOTICE, ticketCard } from '../chat/cards/ticket-card.ts';
import type { Policy } from '../core/policy.ts';
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
import { disposalGrounds } from './disposal-ground.ts';
import { CARD_LEASE_MS, type Foundation } from './foundation.ts';
import { answerParts, handoverParts } from './hand-over.ts';
import { languagesIn, staffIn } from './people.ts';

/** What the bot does by itself, a piece of work at a time. */
export type JobName =
  | 'inbox'
  | 'poll'
  | 'ask back'
  | 'platform changes'
  | 'screening'
  | 'clock'
  | 'reports'
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

/** Decided reports that are told of at a time, each in a transaction of its own. */
const REPORTS = 20;

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
    reports: async () => (await engine.followReports(REPORTS)) > 0,
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

/** The cards of a municipality in the language of their one reader; its own where there are several. */
function createCardsTo({ config, files, store }: Foundation) {
  const languageOf = languagesIn(config, store);
  return async ({ municipality, language }: Policy, reader: string | undefined | null): Promise<Cards> => {
    const own = reader ? await languageOf(reader, municipality) : null;
    return files.cards[own ?? language];
  };
}

function effectParts(base: Foundation, { engine, chat }: Working): Parameters<typeof workOneEffect>[0] {
  const { config, clock, files, store, platforms } = base;
  const cardsTo = createCardsTo(base);
  return {
    engine,
    store,
    clock,
    platforms,
    chat,
    // A delete reads, deletes and reads back; a settling read may follow.
    leaseMs: 4 * config.settings.PLATFORM_TIMEOUT_MS + 5000,
    lineFor: (view, effect) => saidLine(cardsFor(files, view), view, effect),
    ownLineFor: async (view, effect) =>
      saidLine(await cardsTo(view.policy, effect.params.person), view, effect),
    alertFor: async (view, effect) => {
      const cards = await cardsTo(view.policy, effect.params.person);
      return effect.kind === 'tell-assigned'
        ? assignedCard(cards, view)
        : alertCard(cards, view, effect.kind);
    },
    draftFor: async (view, effect, text) =>
      draftText(await cardsTo(view.policy, effect.params.person), view, text),
  };
}

function cardParts(base: Foundation, { engine, chat }: Working): Parameters<typeof showOneCard>[0] {
  const { clock, files, store, pictures } = base;
  const cardsTo = createCardsTo(base);
  return {
    engine,
    store,
    clock,
    chat,
    leaseMs: CARD_LEASE_MS,
    held: createHeldChannels(clock),
    pictures,
    renderStorm: (view, storm) => stormCard(cardsFor(files, view), view, storm),
    render: async (view, audience, { pictures: shown, reader }) => {
      const cards = await cardsTo(view.policy, reader);
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

function warningParts(base: Foundation, { standings: { accounts }, chat }: Working): WarningParts {
  const { config, clock, files, store } = base;
  const cardsTo = createCardsTo(base);
  return {
    ...{ store, clock, chat, accounts, policies: files.policies, staffOf: staffIn(config, clock.now) },
    lineFor: async (policy, { accounts: troubled }, { now, reader }) =>
      warningText(await cardsTo(policy, reader), policy, troubled, now),
  };
}
