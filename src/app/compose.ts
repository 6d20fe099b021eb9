import { digestCard } from '../chat/cards/digest-card.ts';
import { digestPageCard } from '../chat/cards/digest-lines.ts';
import { unpostedCard } from '../chat/cards/digest-unposted.ts';
import type { Teams } from '../chat/teams/teams.ts';
import { readFindQuery } from '../core/find.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { createHttp } from '../http/create-http.ts';
import { healthRoutes, messagesRoute } from '../http/own-routes.ts';
import { createDigests, type Digests } from '../outbox/post-digests.ts';
import type { AskParts } from '../platforms/ask-back.ts';
import type { StandingParts } from '../platforms/ask-standing.ts';
import { createInbox, type Inbox } from '../platforms/inbox.ts';
import { numberRoute } from '../platforms/number-route.ts';
import { postedRoute } from '../platforms/posted-route.ts';
import { reportRoute } from '../platforms/report-route.ts';
import { screenerOf } from '../screening/screen.ts';
import { abilitiesIn, accountRows, intakeSenders, municipalityOf, polledAccounts } from './accounts.ts';
import { secondOpinionOf } from './adapters.ts';
import { composeTeams } from './compose-teams.ts';
import { CARD_LEASE_MS, type Foundation } from './foundation.ts';
import { numberShapeIn } from './hand-over.ts';
import { composeJobs, type Jobs } from './jobs.ts';
import { appOf, webhookRoutes } from './own-apps.ts';
import { staffIn } from './people.ts';

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
  const teams = composeTeams(base, engine, digests, wakeWork(base));
  const inbox = composeInbox(base);
  const polls = composePolls(base);
  const standings = composeStandings(base);
  const chat = base.chat ?? teams.chat;
  const jobs = composeJobs(base, { engine, digests, inbox, polls, standings, chat });
  return { engine, jobs, server: composeHttp(base, { teams, inbox, engine }) };
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
    staffOf: staffIn(config, clock.now),
    numberShapeOf: numberShapeIn(config),
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
    staffOf: staffIn(config, clock.now),
    leaseMs: 2 * config.settings.PLATFORM_TIMEOUT_MS + CARD_LEASE_MS,
    screen: (text, policy, hasAttachments) => screen(text, policy, { hasAttachments }),
    render: {
      digest: (policy, digest, language) => digestCard(files.cards[language], policy, digest),
      page: (policy, page, language) => digestPageCard(files.cards[language], policy, page),
      unposted: (policy, page, language) => unpostedCard(files.cards[language], policy, page),
    },
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

function composeHttp(
  { config, clock, files, store, wake, log }: Foundation,
  { teams, inbox, engine }: { readonly teams: Teams; readonly inbox: Inbox; readonly engine: Engine },
) {
  const senders = intakeSenders(config, [...files.policies.keys()]);
  const posted = postedRoute({
    store,
    clock,
    municipalityOf: municipalityOf(config),
    senders,
    wake: () => wake(...AFTER_ARCHIVING),
  });
  const shapeOf = numberShapeIn(config);
  const numbers = numberRoute({ store, clock, senders, shapeOf, wake: () => wake('card') });
  const reports = reportRoute({ store, senders, note: noteReport(store, engine) });
  return createHttp({
    routes: [
      messagesRoute(teams.handle),
      ...webhookRoutes(config, inbox.keep),
      posted,
      numbers,
      reports,
      ...healthRoutes(() => store.ready()),
    ],
    onError: (path, error) => log.failed(path)(error),
  });
}

/** Notes a report that another system tells of. */
const noteReport =
  (
    store: Pick<Foundation['store'], 'find'>,
    engine: Pick<Engine, 'report'>,
  ): Parameters<typeof reportRoute>[0]['note'] =>
  async (municipality, { key, comment }) => {
    const outcome = await engine.report({ key, municipality, by: null, message: null, comment });
    if (outcome === null || outcome.decision?.refusal) return null;
    const [found] = (await store.find(municipality, readFindQuery(comment), 1)).found;
    return found?.ticket?.number ?? null;
  };
