import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { AccountsFile } from '../../src/config/accounts-file.ts';
import { type SamplePage, samplePages } from '../../src/local/graph/seed.ts';
import { type GraphSimulator, startGraph } from '../../src/local/graph/server.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { type FakeConnector, startFakeConnector } from '../fakes/fake-connector.ts';
import { MODEL_FOLDER } from '../fakes/model-folder.ts';
import { ANNA, messageActivity, TENANT } from '../fakes/teams-activities.ts';
import { type BotProcess, prepareBotProcess } from './bot-process.ts';
import { fastClock } from './fast-clock.ts';

export const SECRETS = {
  META_APP_SECRET: 'meta-secret',
  META_VERIFY_TOKEN: 'verify-me',
  INTAKE_SECRET: 'intake-secret',
};

/** How long Facebook and Teams take for an act: long enough to be killed in the middle of. */
const ACT_TAKES_MS = 40;
const CARD_TAKES_MS = 25;

/** Where the bot keeps everything: an embedded database in `dataDir`, or PostgreSQL. */
export interface Where {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

/** Everything outside the bot, alive while the bot is killed: five municipalities' Facebook pages and Teams channels. */
export interface Town {
  readonly bot: BotProcess;
  readonly connector: FakeConnector;
  readonly graph: GraphSimulator;
  readonly clock: Clock;
  readonly speed: number;
  readonly where: Where;
  readonly pages: readonly SamplePage[];
  channelOf(municipality: string): string;
  /** The first life of the bot: channels bound, webhooks subscribed. */
  open(): Promise<void>;
  /** Posts a signed activity once. */
  say(activity: Record<string, unknown>): Promise<Response>;
  close(): Promise<void>;
}

export async function buildTown(where: Where, speed: number): Promise<Town> {
  const origin = Temporal.Now.instant();
  const clock = fastClock(origin, speed);
  const connector = await startFakeConnector();
  const graph = await startGraph({ now: clock.now });
  const pages = samplePages();
  for (const method of ['POST', 'DELETE'] as const) {
    const slow = { kind: 'slow', times: Number.MAX_SAFE_INTEGER, delayMs: ACT_TAKES_MS } as const;
    graph.fault({ match: { method }, code: 0, status: 400, ...slow });
  }
  connector.respondWith({ when: ({ act }) => act === 'post' || act === 'update', delayMs: CARD_TAKES_MS });

  mkdirSync(where.dataDir, { recursive: true });
  const accountsFile = join(where.dataDir, 'accounts.yaml');
  writeFileSync(accountsFile, stringify(accountsOf(pages)));
  const bot = await prepareBotProcess({
    ...SECRETS,
    ...Object.fromEntries(pages.map(({ municipality, token }) => [tokenName(municipality), token])),
    ...(where.databaseUrl === undefined ? {} : { DATABASE_URL: where.databaseUrl }),
    CHAOS_ORIGIN: origin.toString(),
    CHAOS_SPEED: String(speed),
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
    FACEBOOK_API_URL: `${graph.url}/v26.0`,
    FACEBOOK_ATTACHMENT_HOSTS: '127.0.0.1',
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
    for (const { municipality } of pages) {
      const from = { serviceUrl: connector.url, appId: connector.appId, from: ANNA };
      const text = `koppla ${municipality}`;
      const bound = await say(messageActivity({ ...from, text, conversation: channelOf(municipality) }));
      if (!bound.ok) throw new Error(`The channel of ${municipality} was not bound: HTTP ${bound.status}`);
    }
    const { META_APP_SECRET: secret, META_VERIFY_TOKEN: verifyToken } = SECRETS;
    await graph.subscribe({ url: `${bot.url}/webhooks/facebook`, secret, verifyToken });
  };
  return {
    bot,
    connector,
    graph,
    clock,
    speed,
    where,
    pages,
    channelOf,
    open,
    say,
    close: async () => {
      await bot.kill().catch(() => undefined);
      await Promise.all([graph.close(), connector.close()]);
    },
  };
}

const tokenName = (municipality: string) => `PAGE_TOKEN_${municipality.toUpperCase()}`;

const accountsOf = (pages: readonly SamplePage[]): AccountsFile =>
  Object.fromEntries(
    pages.map(({ municipality, id, name }) => [
      municipality,
      {
        leads: [ANNA.aadObjectId ?? ''],
        registrars: [],
        rota: [],
        accounts: [
          { platform: 'facebook', account: id, name, token: `env:${tokenName(municipality)}`, trial: false },
        ],
      },
    ]),
  );
