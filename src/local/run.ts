import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, type AppOptions, startApp } from '../app/start.ts';
import { systemClock } from '../app/system-clock.ts';
import type { Clock } from '../ports/clock.ts';
import { freePort } from './free-port.ts';
import { samplePages } from './graph/seed.ts';
import { localConfig, registerFolders } from './local-config.ts';
import {
  PLAYGROUND_CONVERSATIONS,
  PLAYGROUND_PEOPLE,
  PLAYGROUND_TENANT,
  type Playground,
  startPlayground,
} from './playground.ts';
import { sampleFeed } from './samples.ts';
import { type SimulatedTime, simulatedClock } from './simulated-clock.ts';
import { type Simulators, startSimulators, type TownPage } from './simulators.ts';

/** What `npm run local` is started with: one town, and what a test may set otherwise. */
export interface LocalOptions {
  readonly municipality: string;
  /** Where everything of this municipality is kept between runs. */
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
  /** Everything of the town's that can be looked at and written on as a citizen: the Facebook page first. */
  readonly pages: readonly TownPage[];
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
  for (const made of Object.values(registerFolders(options.dataDir))) mkdirSync(made, { recursive: true });
  const { simulators, appOptions, app: started } = await startBot(options);
  let app = started;
  const botUrl = app.url;
  const playground = await startPlayground({
    botEndpoint: `${botUrl}/api/messages`,
    directory: join(options.dataDir, 'playground'),
    botName: 'Kommentarsvakten',
    teamName: page.name,
  });
  await bindChannel(botUrl, playground, options.municipality);

  const stopFeed = new AbortController();
  const feeding =
    options.sampleEveryMs > 0 ? feed(options, simulators.pages, stopFeed.signal) : Promise.resolve();
  return {
    botUrl,
    playgroundUrl: playground.url,
    pageUrl: `${simulators.graphUrl}/page/${page.id}`,
    graphUrl: simulators.graphUrl,
    pages: simulators.pages,
    restartBot: async () => {
      await app.close();
      app = await startApp(appOptions);
    },
    stop: async () => {
      stopFeed.abort();
      await feeding;
      await app.close();
      await playground.stop();
      await simulators.stop();
    },
  };
}

/** How often the bot tries another port when somebody took the free one meanwhile, as a second `npm run local` may. */
const PORT_TRIES = 3;

/** The bot, with the simulated platforms that it asks and that tell it of comments. */
async function startBot(options: LocalOptions, tries = PORT_TRIES): Promise<StartedBot> {
  const port = await freePort(options.port);
  const simulators = await startSimulators({ ...options, botUrl: `http://127.0.0.1:${port}` });
  const config = localConfig({ ...options, ...simulators, port });
  const clock = options.clock ?? (options.time ? simulatedClock(options.time) : systemClock);
  const appOptions = { config, insecureLocal: true, clock };
  try {
    const app = await startApp(appOptions);
    await simulators.subscribe(app.url);
    return { simulators, appOptions, app };
  } catch (error) {
    await simulators.stop();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === 1) throw error;
    return startBot(options, tries - 1);
  }
}

interface StartedBot {
  readonly simulators: Simulators;
  readonly appOptions: AppOptions;
  readonly app: App;
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

async function feed(options: LocalOptions, pages: readonly TownPage[], signal: AbortSignal): Promise<void> {
  const file = join(options.dataDir, 'samples.json');
  const sent = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { sent: number }).sent : 0;
  const onSent = (count: number) => writeFileSync(file, JSON.stringify({ sent: count }));
  await sampleFeed({ pages, everyMs: options.sampleEveryMs, sent, onSent }).run(signal);
}
