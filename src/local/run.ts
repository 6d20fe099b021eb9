import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type App, startApp } from '../app.ts';
import type { AccountsFile, Config } from '../config.ts';
import type { Clock } from '../ports.ts';
import { systemClock } from '../system-clock.ts';
import { samplePages } from './graph/seed.ts';
import { startGraphProcess } from './graph-process.ts';
import {
  PLAYGROUND_CONVERSATIONS,
  PLAYGROUND_PEOPLE,
  PLAYGROUND_TENANT,
  type Playground,
  startPlayground,
} from './playground.ts';
import { sampleFeed } from './samples.ts';
import { type SimulatedTime, simulatedClock } from './simulated-clock.ts';

export interface LocalOptions {
  readonly municipality: string;
  /** Where everything is kept between runs. */
  readonly dataDir: string;
  /** Where the screening model is kept; default: `dataDir`. */
  readonly modelDir?: string;
  /** The bot's port; 0 for any free one. */
  readonly port: number;
  /** Between the sample comments that come later; 0 leaves the samples out. */
  readonly sampleEveryMs: number;
  /** The time of the bot and of the simulated Facebook; default: the machine's. */
  readonly time?: SimulatedTime | undefined;
  /** The bot's alone, for a test that moves it by hand. */
  readonly clock?: Clock;
}

/** Everything of `npm run local`, running on loopback. */
export interface Local {
  readonly botUrl: string;
  readonly playgroundUrl: string;
  /** The simulated Facebook page as people see it. */
  readonly pageUrl: string;
  readonly graphUrl: string;
  /** Stops the bot alone and starts it again on what it kept. */
  restartBot(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Bot, embedded store, simulated Facebook and Agents Playground, bound to each other. The bot runs as it would in
 * production but for one thing: it believes unsigned activities, since the Playground signs nothing.
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const page = samplePages().find(({ municipality }) => municipality === options.municipality);
  if (!page) {
    const known = samplePages().map(({ municipality }) => municipality);
    throw new Error(`--municipality: expected one of ${known.join(', ')}`);
  }
  mkdirSync(options.dataDir, { recursive: true });
  const port = await freePort(options.port);
  const botUrl = `http://127.0.0.1:${port}`;
  const secrets = { appSecret: randomBytes(16).toString('hex'), verifyToken: randomBytes(8).toString('hex') };
  const graph = await startGraphProcess({
    stateFile: join(options.dataDir, 'facebook.json'),
    callback: `${botUrl}/webhooks/facebook`,
    ...secrets,
    time: options.time,
  });
  const config = localConfig({ ...options, port, graphUrl: graph.url, ...secrets });
  const clock = options.clock ?? (options.time ? simulatedClock(options.time) : systemClock);
  const appOptions = { config, insecureLocal: true, clock };
  let app: App = await startApp(appOptions);
  const playground = await startPlayground({
    botEndpoint: `${botUrl}/api/messages`,
    directory: join(options.dataDir, 'playground'),
    botName: 'Kommentarsvakten',
    teamName: page.name,
  });
  await bindChannel(botUrl, playground, options.municipality);

  const stopFeed = new AbortController();
  const feeding =
    options.sampleEveryMs > 0 ? feed(options, graph.url, page.id, stopFeed.signal) : Promise.resolve();
  return {
    botUrl,
    playgroundUrl: playground.url,
    pageUrl: `${graph.url}/page/${page.id}`,
    graphUrl: graph.url,
    restartBot: async () => {
      await app.close();
      app = await startApp(appOptions);
    },
    stop: async () => {
      stopFeed.abort();
      await feeding;
      await app.close();
      await playground.stop();
      await graph.stop();
    },
  };
}

function localConfig(
  options: LocalOptions & { graphUrl: string; appSecret: string; verifyToken: string },
): Config {
  const [lead] = PLAYGROUND_PEOPLE;
  const pages = samplePages();
  const accounts: AccountsFile = Object.fromEntries(
    pages.map(({ municipality, id, name }) => [
      municipality,
      {
        leads: [lead.id],
        registrars: [],
        rota: [],
        accounts: [{ platform: 'facebook' as const, account: id, name, token: 'env:UNUSED', trial: false }],
      },
    ]),
  );
  return {
    accounts,
    tokens: new Map(pages.map(({ id, token }) => [id, token])),
    settings: {
      HOST: '127.0.0.1',
      PORT: options.port,
      DATA_DIR: options.dataDir,
      ...(options.modelDir !== undefined && { MODEL_DIR: options.modelDir }),
      LOG_LEVEL: 'warn',
      MICROSOFT_APP_ID: '',
      MICROSOFT_APP_PASSWORD: '',
      MICROSOFT_APP_TYPE: 'SingleTenant',
      MICROSOFT_APP_TENANT_ID: '',
      ALLOWED_TENANTS: [],
      OUTBOUND_HOSTS: [],
      META_APP_SECRET: options.appSecret,
      META_VERIFY_TOKEN: options.verifyToken,
      INTAKE_SECRET: randomBytes(16).toString('hex'),
      ACCOUNTS_FILE: '',
      FACEBOOK_API_URL: `${options.graphUrl}/v26.0`,
      FACEBOOK_ATTACHMENT_HOSTS: ['127.0.0.1'],
      PLATFORM_TIMEOUT_MS: 10_000,
    },
  };
}

/** Says what the lead would say in the channel, so that a newcomer need not. */
async function bindChannel(botUrl: string, playground: Playground, municipality: string): Promise<void> {
  const [lead] = PLAYGROUND_PEOPLE;
  const response = await fetch(`${botUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl: playground.serviceUrl,
      from: { id: lead.id, name: lead.name, aadObjectId: lead.id },
      recipient: { id: '28:kommentarsvakten', name: 'Kommentarsvakten' },
      conversation: {
        id: PLAYGROUND_CONVERSATIONS.moderation,
        conversationType: 'channel',
        isGroup: true,
        tenantId: PLAYGROUND_TENANT,
      },
      channelData: { tenant: { id: PLAYGROUND_TENANT } },
      text: `koppla ${municipality}`,
    }),
  });
  if (!response.ok)
    throw new Error(`The bot did not bind the channel: ${response.status} ${await response.text()}`);
}

async function feed(
  options: LocalOptions,
  graphUrl: string,
  page: string,
  signal: AbortSignal,
): Promise<void> {
  const file = join(options.dataDir, `samples-${options.municipality}.json`);
  const sent = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { sent: number }).sent : 0;
  const onSent = (count: number) => writeFileSync(file, JSON.stringify({ sent: count }));
  await sampleFeed({ graphUrl, page, everyMs: options.sampleEveryMs, sent, onSent }).run(signal);
}

/** The wanted port when it is free, otherwise any free one. */
async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | null>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
      });
    });
  const port = (await tryPort(wanted)) ?? (await tryPort(0));
  if (port === null) throw new Error('No free port on 127.0.0.1');
  return port;
}
