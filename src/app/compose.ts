import { digestCard } from '../chat/cards/digest-card.ts';
import { digestPageCard } from '../chat/cards/digest-lines.ts';
import { unpostedCard } from '../chat/cards/digest-unposted.ts';
import { createDesk } from '../chat/desk/desk.ts';
import { createTeams, type Teams } from '../chat/teams/teams.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { createHttp } from '../http/create-http.ts';
import { healthRoutes, messagesRoute } from '../http/own-routes.ts';
import { createDigests, type Digests } from '../outbox/post-digests.ts';
import type { AskParts } from '../platforms/ask-back.ts';
import type { StandingParts } from '../platforms/ask-standing.ts';
import { createInbox, type Inbox } from '../platforms/inbox.ts';
import { numberRoute } from '../platforms/number-route.ts';
import { postedRoute } from '../platforms/posted-route.ts';
import { screenerOf } from '../screening/screen.ts';
import {
  abilitiesIn,
  accountRows,
  channelNamesIn,
  intakeSenders,
  municipalityOf,
  polledAccounts,
  registrarsIn,
  roleIn,
  staffIn,
} from './accounts.ts';
import { secondOpinionOf } from './adapters.ts';
import { composeAsking } from './compose-asking.ts';
import { CARD_LEASE_MS, type Foundation } from './foundation.ts';
import { numberPatternIn } from './hand-over.ts';
import { composeJobs, type Jobs } from './jobs.ts';
import { nowAndThen } from './now-and-then.ts';
import { appOf, webhookRoutes } from './own-apps.ts';

/** A token can be forged a thousand times a second; the log hears of it this often, with how many there were. */
const FORGED_EVERY_MS = 60_000;

/** What something that has been archived may give something to do. */
const AFTER_ARCHIVING = ['screening', 'platform changes', 'ask back'] as const;

/** The whole bot, standing still. */
export interface Parts {
  /** Decides what is pressed and what comes in. */
  readonly engine: Engine;
  /** What the loops work. */
  readonly jobs: Jobs;
  /** What Teams, platforms and other sources speak to. */
  readonly server: ReturnType<typeof createHttp>;
}

/** Puts the parts together, for the bot as for whoever works it by hand; nothing of it starts anything. */
export function compose(base: Foundation): Parts {
  const engine = composeEngine(base);
  const digests = composeDigests(base);
  const teams = composeTeams(base, engine, digests);
  const inbox = composeInbox(base);
  const polls = composePolls(base);
  const standings = composeStandings(base);
  const chat = base.chat ?? teams.chat;
  const jobs = composeJobs(base, { engine, digests, inbox, polls, standings, chat });
  return { engine, jobs, server: composeHttp(base, teams, inbox) };
}

const wakeWork =
  ({ wake }: Foundation) =>
  () =>
    wake('effect', 'card', 'handover');

function composeEngine(base: Foundation): Engine {
  const { config, clock, files, store, screening, log } = base;
  const screen = screenerOf(base.screening.assess);
  return createEngine({
    store,
    clock,
    policies: files.policies,
    wake: wakeWork(base),
    staffOf: staffIn(config),
    onError: log.failed('screening a comment'),
    screen: (comment, policy) =>
      screen(comment.text, policy, {
        hasAttachments: comment.attachments.some(({ type }) => type !== 'link'),
      }),
    ...secondOpinionOf(config, screening, log.failed('second opinion')),
    abilities: abilitiesIn(config),
  });
}

function composeDigests(base: Foundation): Digests {
  const { config, clock, files, store, platforms } = base;
  const screen = screenerOf(base.screening.assess);
  return createDigests({
    store,
    clock,
    policies: files.policies,
    platforms,
    staffOf: staffIn(config),
    leaseMs: 2 * config.settings.PLATFORM_TIMEOUT_MS + CARD_LEASE_MS,
    mayShow: (text, policy, hasAttachments) => screen(text, policy, { hasAttachments }).display !== 'secret',
    render: {
      digest: (policy, digest) => digestCard(files.cards[policy.language], policy, digest),
      page: (policy, page) => digestPageCard(files.cards[policy.language], policy, page),
      unposted: (policy, page) => unpostedCard(files.cards[policy.language], policy, page),
    },
  });
}

function composeTeams(base: Foundation, engine: Engine, digests: Digests): Teams {
  const { config, clock, files, store, pictures, log } = base;
  const { policies, cards, questions, chatOptions } = files;
  const wake = wakeWork(base);
  const desk = createDesk({
    ...composeAsking(questions, policies, screenerOf(base.screening.assess)),
    staffOf: staffIn(config),
    digests,
    engine,
    store,
    clock,
    policies,
    cards,
    pictures,
    wake,
    roleOf: roleIn(config),
    registrarsOf: registrarsIn(config),
    channelNames: channelNamesIn(config),
  });
  const nowMs = () => performance.now();
  const onForged = nowAndThen(
    (count) => log.warn('refused: a token that does not prove who sent the activity', { count }),
    { everyMs: FORGED_EVERY_MS, nowMs },
  );
  return createTeams(chatOptions, desk, {
    nowMs,
    onError: (where, error) => (where === 'token' ? onForged() : log.failed(`teams ${where}`)(error)),
  });
}

function composeInbox({ config, clock, store, wake, log }: Foundation): Inbox {
  const wakes = { inbox: ['inbox'], archive: AFTER_ARCHIVING } as const;
  return createInbox({
    store,
    clock,
    wake: (what) => wake(...wakes[what]),
    municipalityOf: municipalityOf(config),
    appOf: appOf(config),
    onUnread: (kept) => log.warn('kept in the inbox: nobody can read it yet', kept),
    onError: log.failed('reading a delivery'),
  });
}

function composePolls({ config, clock, store, platforms, wake, log }: Foundation): AskParts {
  const withoutMessages = new Set<string>();
  return {
    store,
    clock,
    platforms,
    accounts: polledAccounts(config),
    wake: () => wake(...AFTER_ARCHIVING),
    onFailed: ({ platform, account }, error) => log.failed(`listing ${platform} account ${account}`)(error),
    // It is so until somebody has seen to it: once is enough.
    onMessagesRefused: ({ platform, account }, error) => {
      const what = `listing the private messages of ${platform} account ${account}`;
      if (withoutMessages.has(what)) return;
      withoutMessages.add(what);
      log.failed(what)(error);
    },
  };
}

function composeStandings({ config, clock, store, platforms, log }: Foundation): StandingParts {
  return {
    ...{ store, clock, platforms, accounts: accountRows(config) },
    onFailed: ({ platform, account }, error) =>
      log.failed(`asking what ${platform} says of account ${account}`)(error),
  };
}

function composeHttp({ config, clock, files, store, wake, log }: Foundation, teams: Teams, inbox: Inbox) {
  const senders = intakeSenders(config, [...files.policies.keys()]);
  const posted = postedRoute({
    store,
    clock,
    municipalityOf: municipalityOf(config),
    senders,
    wake: () => wake(...AFTER_ARCHIVING),
  });
  const patternOf = numberPatternIn(config);
  const numbers = numberRoute({ store, clock, senders, patternOf, wake: () => wake('card') });
  return createHttp({
    routes: [
      messagesRoute(teams.handle),
      ...webhookRoutes(config, inbox.keep),
      posted,
      numbers,
      ...healthRoutes(() => store.ready()),
    ],
    onError: (path, error) => log.failed(path)(error),
  });
}
