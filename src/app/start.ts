import { closeHttp } from '../http/close-http.ts';
import { createWorkLoops } from '../outbox/work-loop.ts';
import { storedPolicies } from '../rules/load-policies.ts';
import { accountRows } from './accounts.ts';
import { compose } from './compose.ts';
import type { Outside } from './foundation.ts';
import { waysIn } from './hand-over.ts';
import { listen, tryToListen } from './listen.ts';
import { logTo } from './log.ts';
import { openFoundation } from './open-foundation.ts';
import { readSources, type Sources } from './sources.ts';
import { startLoops } from './start-loops.ts';

/** What differs between a deployed bot, `npm run local` and a test. */
export interface AppOptions extends Sources, Partial<Outside> {}

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

/**
 * Reads everything, opens what is needed, puts the parts together, and listens. What fails before anything is opened
 * leaves nothing behind; what fails later closes again what was opened.
 * @throws ConfigError, RulesError of the examples, StoreError or Error, naming what is wrong and where
 */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const checked = readSources(options);
  const { config, files } = checked;
  const { PORT, HOST, LOG_LEVEL } = config.settings;
  await tryToListen(PORT, HOST);
  const { log = logTo(LOG_LEVEL) } = options;
  const loops = createWorkLoops({ pollMs: POLL_MS, onError: log.failed });

  await using opened = new AsyncDisposableStack();
  const base = await openFoundation(checked, { ...options, log, wake: loops.wake }, opened);
  opened.defer(() => loops.stop());
  const { jobs, server } = compose(base);
  await base.store.declareAccounts(accountRows(config));
  await base.store.declareHandoverWays(waysIn(config));
  await base.store.putPoliciesInForce(storedPolicies(files.policies), base.clock.now());
  const port = await listen(server, PORT, HOST);
  opened.defer(() => closeHttp(server));
  const started = startLoops(loops, jobs, base);

  const running = opened.move();
  return {
    url: `http://${HOST}:${port}`,
    idle: () => started.then(loops.idle),
    close: () => running.disposeAsync(),
  };
}
