import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { AccountsFile } from '../../src/config/accounts-file.ts';
import { simulatedClock } from '../../src/local/simulated-clock.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { type FakeConnector, startFakeConnector } from '../fakes/fake-connector.ts';
import { MODEL_FOLDER } from '../fakes/model-folder.ts';
import { type SimulatedPlatforms, startPlatforms } from '../fakes/simulated-platforms.ts';
import { ANNA, messageActivity, TENANT } from '../fakes/teams-activities.ts';
import { type BotProcess, prepareBotProcess } from './bot-process.ts';

export const SECRETS = {
  META_APP_SECRET: 'meta-secret',
  META_VERIFY_TOKEN: 'verify-me',
  INTAKE_SECRET: 'intake-secret',
};

/** How long the platforms and Teams take for an act: long enough to be killed in the middle of. */
const ACT_TAKES_MS = 40;
const CARD_TAKES_MS = 25;

/** Where the bot keeps everything: an embedded database in `dataDir`, or PostgreSQL. */
export interface Where {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

/** Everything outside the bot, alive while the bot is killed: four platforms, and five municipalities' Teams channels. */
export interface Town {
  readonly bot: BotProcess;
  readonly connector: FakeConnector;
  readonly platforms: SimulatedPlatforms;
  readonly clock: Clock;
  readonly speed: number;
  readonly where: Where;
  readonly municipalities: readonly string[];
  channelOf(municipality: string): string;
  /** The first life of the bot: channels bound, webhooks subscribed. */
  open(): Promise<void>;
  /** Posts a signed activity once. */
  say(activity: Record<string, unknown>): Promise<Response>;
  close(): Promise<void>;
}

/** A Tuesday, whenever it runs: no digest comes before the next morning, and no holiday. The undo window ends within seconds. */
const BEGINS = Temporal.Instant.from('2026-04-14T09:00+02:00');

export async function buildTown(where: Where, speed: number): Promise<Town> {
  const time = { from: Temporal.Now.instant(), origin: BEGINS, speed };
  const clock = simulatedClock(time);
  const connector = await startFakeConnector();
  const platforms = await startPlatforms(
    { META_APP_SECRET: SECRETS.META_APP_SECRET, META_VERIFY_TOKEN: SECRETS.META_VERIFY_TOKEN },
    time,
  );
  const municipalities = [...new Set(platforms.accounts.map(({ municipality }) => municipality))];
  for (const method of ['POST', 'DELETE'] as const)
    await platforms.fault({ match: { method }, kind: 'slow', times: 1_000_000, delayMs: ACT_TAKES_MS });
  connector.respondWith({ when: ({ act }) => act === 'post' || act === 'update', delayMs: CARD_TAKES_MS });

  mkdirSync(where.dataDir, { recursive: true });
  const accountsFile = join(where.dataDir, 'accounts.yaml');
  writeFileSync(accountsFile, stringify(accountsOf(platforms)));
  const bot = await prepareBotProcess({
    ...SECRETS,
    ...platforms.environment,
    ...(where.databaseUrl === undefined ? {} : { DATABASE_URL: where.databaseUrl }),
    CHAOS_TIME: JSON.stringify(time),
    DATA_DIR: where.dataDir,
    MODEL_DIR: MODEL_FOLDER,
    LOG_LEVEL: 'error',
    MICROSOFT_APP_ID: connector.appId,
    MICROSOFT_APP_PASSWORD: 'a-secret-of-the-fake',
    MICROSOFT_APP_TENANT_ID: TENANT,
    OUTBOUND_HOSTS: '127.0.0.1',
    BOT_OPENID_METADATA_URL: connector.options.openIdMetadataUrl ?? '',
    BOT_TOKEN_ISSUER: connector.options.tokenIssuer ?? '',
    BOT_LOGIN_URL: connector.options.loginUrl ?? '',
    ACCOUNTS_FILE: accountsFile,
    PLATFORM_TIMEOUT_MS: '500',
  });

  const channelOf = (municipality: string) => `19:${municipality}@thread.tacv2`;
  const say = async (activity: Record<string, unknown>) =>
    fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      headers: await connector.headers(),
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(15_000),
    });
  const open = async () => {
    bot.start();
    await bot.ready();
    for (const municipality of municipalities) {
      const from = { serviceUrl: connector.url, appId: connector.appId, from: ANNA };
      const text = `koppla ${municipality}`;
      const bound = await say(messageActivity({ ...from, text, conversation: channelOf(municipality) }));
      if (!bound.ok) throw new Error(`The channel of ${municipality} was not bound: HTTP ${bound.status}`);
    }
    await platforms.subscribe(bot.url);
  };
  return {
    bot,
    connector,
    platforms,
    clock,
    speed,
    where,
    municipalities,
    channelOf,
    open,
    say,
    close: async () => {
      await bot.kill().catch(() => undefined);
      await Promise.all([platforms.stop(), connector.close()]);
    },
  };
}

/**
 * How often each is listed. A Page is not: what its webhooks or the intake were answered for must not be found again by a
 * list.
 */
const POLL_MINUTES = { facebook: 1440, instagram: 30, youtube: 10, linkedin: 30 } as const;

const accountsOf = ({ accounts }: SimulatedPlatforms): AccountsFile =>
  Object.fromEntries(
    [...Map.groupBy(accounts, ({ municipality }) => municipality)].map(([municipality, own]) => [
      municipality,
      {
        leads: [ANNA.aadObjectId ?? ''],
        registrars: [],
        rota: [],
        accounts: own.map(({ platform, setting }) => ({ ...setting, pollMinutes: POLL_MINUTES[platform] })),
      },
    ]),
  );
