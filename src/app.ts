import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { accountRows, checkAccounts, municipalityOf, refuseStrangers, roleIn, staffIn } from './accounts.ts';
import { platformsOf, secondOpinionOf, teamsOptions } from './adapters.ts';
import { createAsk } from './ask/ask.ts';
import { digestCard } from './chat/cards/digest-card.ts';
import { loadCards } from './chat/cards/load-cards.ts';
import { privateCard } from './chat/cards/private-card.ts';
import { draftText, saidLine } from './chat/cards/thread-lines.ts';
import { ticketCard } from './chat/cards/ticket-card.ts';
import { cardsFor, createDesk } from './chat/desk/desk.ts';
import { checkTeamsOptions } from './chat/teams/options.ts';
import { createTeams } from './chat/teams/teams.ts';
import type { Config } from './config.ts';
import type { Effect } from './core/effect.ts';
import type { TicketView } from './core/view.ts';
import { createEngine } from './engine/engine.ts';
import { closeHttp } from './http/close-http.ts';
import { createHttp } from './http/create-http.ts';
import { createIntake } from './intake.ts';
import { loadQuestions } from './load-questions.ts';
import { loggable } from './loggable.ts';
import { createDigests } from './outbox/post-digests.ts';
import { refreshSomeCards, showOneCard } from './outbox/show-cards.ts';
import { workOneEffect } from './outbox/work-effects.ts';
import { createWorkLoops } from './outbox/work-loop.ts';
import { loadPolicies, storedPolicies } from './policies.ts';
import type { Clock } from './ports.ts';
import type { Screener } from './screening/screen.ts';
import { openDatabase } from './store/open.ts';
import { createStore } from './store/store.ts';
import { systemClock } from './system-clock.ts';
import { openScreening } from './training/open-screening.ts';

const HERE = import.meta.dirname;

/** What differs between a deployed bot, `npm run local` and a test. */
export interface AppOptions {
  readonly config: Config;
  /** Unsigned activities are believed, on loopback only: the Agents Playground signs nothing. */
  readonly insecureLocal?: boolean;
  readonly clock?: Clock;
  readonly rulesDir?: string;
  readonly cardsDir?: string;
}

export interface App {
  /** Where it listens: `http://127.0.0.1:3978`. */
  readonly url: string;
  /** Stops taking requests, lets what is under way finish, closes the database. */
  close(): Promise<void>;
}

/** How many workers perform effects and show cards side by side: a slow platform holds one, not all. */
const EFFECT_WORKERS = 4;
const CARD_WORKERS = 3;
/** Comments screened in one transaction: small enough that a press waits less than a tenth of a second for it. */
const SLICE = 25;
/** Tickets computed anew in one transaction after a change of the clock: fewer cost more in all, more make a press wait. */
const CLOCK_SLICE = 50;
const POLL_MS = 250;
const CARD_LEASE_MS = 30_000;
const UPKEEP_MS = 24 * 60 * 60 * 1000;

/**
 * Puts everything together and starts it. Reads and checks every file first, so that a broken one stops the start.
 * @throws RulesError, CardsError, ConfigError, StoreError, each naming what is wrong and where
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, clock = systemClock } = options;
  const { settings } = config;
  const rulesDir = options.rulesDir ?? join(HERE, '..', 'rules');
  const policies = loadPolicies(rulesDir);
  const screening = openScreening({ dataDir: settings.MODEL_DIR ?? settings.DATA_DIR, rulesDir });
  const screener: Screener = (text, policy, context) => screening.assess(text, policy, context).screening;
  const cards = loadCards(options.cardsDir ?? join(HERE, '..', 'cards'));
  checkAccounts(config, policies);
  // Before anything is opened: a wrong setting must leave nothing behind.
  const chatOptions = checkTeamsOptions(teamsOptions(config, options.insecureLocal ?? false));
  const log = pino({ level: settings.LOG_LEVEL, base: null }, pino.destination(2));
  const onError = (where: string) => (error: unknown) => log.error(loggable(error), `failed: ${where}`);

  const database = await openDatabase<unknown>({
    dataDir: settings.DATA_DIR,
    ...(settings.DATABASE_URL !== undefined && { databaseUrl: settings.DATABASE_URL }),
    onConnectionLost: onError('database connection'),
  });
  const store = await createStore(database);
  await refuseStrangers(store, policies);
  await store.declareAccounts(accountRows(config));
  await store.putPoliciesInForce(storedPolicies(policies), clock.now());

  const loops = createWorkLoops({ pollMs: POLL_MS, onError });
  const wake = () => loops.wake('effect', 'card');
  const platforms = platformsOf(config);
  const engine = createEngine({
    store,
    clock,
    policies,
    wake,
    staffOf: staffIn(config),
    onError: onError('screening a comment'),
    screen: (comment, policy) =>
      screener(comment.text, policy, {
        hasAttachments: comment.attachments.some(({ type }) => type !== 'link'),
      }),
    ...secondOpinionOf(config, screening, onError('second opinion')),
    abilities: (platform) => platforms.get(platform)?.can ?? { hide: false, block: false },
  });
  const digests = createDigests({
    store,
    clock,
    policies,
    platforms,
    staffOf: staffIn(config),
    leaseMs: 2 * settings.PLATFORM_TIMEOUT_MS + CARD_LEASE_MS,
    mayShow: (text, policy, hasAttachments) => screener(text, policy, { hasAttachments }).display === 'open',
    render: (policy, digest) => digestCard(cards[policy.language], policy, digest),
  });
  const questions = loadQuestions(join(rulesDir, 'questions'), policies);
  const ask = createAsk({ policies, screen: screener, questions });
  const desk = createDesk({
    ask,
    digests,
    engine,
    store,
    clock,
    policies,
    cards,
    wake,
    roleOf: roleIn(config),
  });
  const teams = createTeams(chatOptions, desk, {
    nowMs: () => performance.now(),
    onError: (where, error) => onError(`teams ${where}`)(error),
  });
  const intake = createIntake({
    store,
    clock,
    wake: () => loops.wake('screening', 'platform changes'),
    municipalities: [...policies.keys()],
    municipalityOf: municipalityOf(config),
    onUnread: (kept) => log.warn(kept, 'kept in the inbox: nobody can read it yet'),
  });

  const effects = {
    engine,
    store,
    clock,
    platforms,
    chat: teams.chat,
    // A delete reads, deletes and reads back; a settling read may follow.
    leaseMs: 4 * settings.PLATFORM_TIMEOUT_MS + 5000,
    lineFor: (view: TicketView, effect: Effect) => saidLine(cardsFor({ cards }, view), view, effect),
    draftFor: (view: TicketView, text: string) => draftText(cardsFor({ cards }, view), view, text),
  };
  const shown = {
    engine,
    store,
    clock,
    chat: teams.chat,
    leaseMs: CARD_LEASE_MS,
    render: (view: TicketView, audience: 'channel' | 'person') =>
      (audience === 'channel' ? ticketCard : privateCard)(cardsFor({ cards }, view), view),
  };
  loops.start('platform changes', async () => (await engine.handleChanges(SLICE)) > 0);
  loops.start('clock', () => engine.followClocks(CLOCK_SLICE).then((done) => done > 0));
  loops.start('aged cards', () => refreshSomeCards(shown));
  loops.start('effect', (taken) => workOneEffect(effects, taken), EFFECT_WORKERS);
  loops.start('digest', (taken) => digests.postOne(teams.chat, taken));
  loops.start('card', (taken) => showOneCard(shown, taken), CARD_WORKERS);

  let closing = false;
  // Comments wait for the model. Should it not come, detectors and lexicon are better than waiting for ever.
  const startScreening = () => {
    if (!closing) loops.start('screening', async () => (await engine.screenWaiting(SLICE)) > 0);
  };
  screening.ready.catch(onError('training the model')).then(startScreening);

  const server = createHttp({
    intake,
    messages: (body, headers) => teams.handle(body, headers),
    secrets: {
      meta: settings.META_APP_SECRET,
      metaVerify: settings.META_VERIFY_TOKEN,
      intake: settings.INTAKE_SECRET,
    },
    ready: () => store.ping(),
    onError: (path, error) => onError(path)(error),
  });
  // The embedded database has no autovacuum of its own.
  const upkeep = setInterval(() => database.vacuum().catch(onError('upkeep')), UPKEEP_MS).unref();
  const finish = async () => {
    closing = true;
    clearInterval(upkeep);
    await screening.stop();
    await loops.stop();
    await database.close();
  };
  await listen(server, settings.PORT, settings.HOST).catch(async (error: unknown) => {
    await finish();
    throw error;
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${settings.HOST}:${port}`,
    close: async () => {
      await closeHttp(server);
      await finish();
    },
  };
}

const listen = (server: ReturnType<typeof createHttp>, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
