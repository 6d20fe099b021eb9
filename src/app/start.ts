import pino from 'pino';
import type { Config } from '../config/config.ts';
import { closeHttp } from '../http/close-http.ts';
import { createWorkLoops } from '../outbox/work-loop.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { storedPolicies } from '../rules/load-policies.ts';
import { openDatabase } from '../store/open.ts';
import { createStore } from '../store/store.ts';
import { openScreening } from '../training/open-screening.ts';
import { accountRows, refuseStrangers } from './accounts.ts';
import { platformsOf } from './adapters.ts';
import { compose } from './compose.ts';
import type { Log } from './foundation.ts';
import { listen, tryToListen } from './listen.ts';
import { loggable } from './loggable.ts';
import { readSources, type Sources } from './sources.ts';
import { startLoops } from './start-loops.ts';
import { systemClock } from './system-clock.ts';

/** What differs between a deployed bot, `npm run local` and a test. */
export interface AppOptions extends Sources {
  readonly clock?: Clock;
}

/** A bot that runs. */
export interface App {
  /** Where it listens: `http://127.0.0.1:3978`. */
  readonly url: string;
  /** Resolves when nothing that has arrived, been decided or become due is left to be worked on. */
  idle(): Promise<void>;
  /** Stops taking requests, lets what is under way finish, closes the database. */
  close(): Promise<void>;
}

const POLL_MS = 250;
const UPKEEP_MS = 24 * 60 * 60 * 1000;

/**
 * Reads everything, opens what is needed, puts the parts together, and listens. What fails before anything is opened
 * leaves nothing behind; what fails later closes again what was opened.
 * @throws ConfigError, RulesError of the examples, StoreError or Error, naming what is wrong and where
 */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const { clock = systemClock } = options;
  const { config, files } = readSources(options);
  const { settings } = config;
  await tryToListen(settings.PORT, settings.HOST);
  const log = logTo(settings.LOG_LEVEL);

  await using opened = new AsyncDisposableStack();
  const modelDir = settings.MODEL_DIR ?? settings.DATA_DIR;
  const screening = openScreening(
    { dataDir: modelDir, rulesDir: files.rulesDir },
    files.lexicon,
    log.failed(`keeping the trained model in ${modelDir}; it is used, and trained anew at the next start`),
  );
  opened.defer(() => screening.stop());
  const store = await openStore(config, { log, opened });
  await refuseStrangers(store, files.policies);
  const loops = createWorkLoops({ pollMs: POLL_MS, onError: log.failed });
  opened.defer(() => loops.stop());

  const base = { config, clock, files, store, screening, platforms: platformsOf(config), loops, log };
  const parts = compose(base);
  await store.declareAccounts(accountRows(config));
  await store.putPoliciesInForce(storedPolicies(files.policies), clock.now());
  const port = await listen(parts.server, settings.PORT, settings.HOST);
  opened.defer(() => closeHttp(parts.server));
  const started = startLoops(base, parts);

  const running = opened.move();
  return {
    url: `http://${settings.HOST}:${port}`,
    idle: () => started.then(loops.idle),
    close: () => running.disposeAsync(),
  };
}

/** Opens the database and brings its schema up to date. */
async function openStore(
  { settings: { DATA_DIR, DATABASE_URL } }: Config,
  { log, opened }: { log: Log; opened: AsyncDisposableStack },
): Promise<Store> {
  const database = await openDatabase<unknown>({
    dataDir: DATA_DIR,
    ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }),
    onConnectionLost: log.failed('database connection'),
  });
  opened.defer(() => database.close());
  const store = await createStore(database);
  // The embedded database has no autovacuum of its own.
  const upkeep = setInterval(() => database.vacuum().catch(log.failed('upkeep')), UPKEEP_MS).unref();
  opened.defer(() => clearInterval(upkeep));
  return store;
}

function logTo(level: Config['settings']['LOG_LEVEL']): Log {
  const log = pino({ level, base: null }, pino.destination(2));
  return {
    failed: (where) => (error) => log.error(loggable(error), `failed: ${where}`),
    warn: (says, about) => log.warn(about, says),
  };
}
