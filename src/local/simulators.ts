import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { PlatformName } from '../core/platform.ts';
import { samplePages } from './graph/seed.ts';
import { startGraphProcess } from './graph-process.ts';
import { sampleLinkedInPages } from './linkedin/seed.ts';
import { startLinkedInProcess } from './linkedin-process.ts';
import type { LocalAccount } from './local-config.ts';
import type { SimulatedTime } from './simulated-clock.ts';
import { flagsOf } from './simulated-clock.ts';
import { startSimulator } from './simulator/process.ts';
import { SIMULATED_CLIENT, sampleChannels } from './youtube/seed.ts';

/** Where a town's account is looked at and written on as a citizen. */
export interface TownPage {
  readonly platform: PlatformName;
  /** The account's id on the platform. */
  readonly account: string;
  readonly url: string;
}

/** Simulated platforms, each a program of its own, and what the bot must know of them. */
export interface Simulators {
  readonly accounts: readonly LocalAccount[];
  readonly settings: Partial<Config['settings']>;
  readonly pages: readonly TownPage[];
  readonly graphUrl: string;
  /** Tells those that want the bot to answer before they send it anything. @throws Error when it does not */
  subscribe(botUrl: string): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  readonly municipality: string;
  /** Where what is written is kept between runs. */
  readonly dataDir: string;
  readonly time?: SimulatedTime | undefined;
  /** Where the bot will listen. */
  readonly botUrl: string;
}

/** What one of them adds. */
type Part = Omit<Simulators, 'graphUrl' | 'subscribe'> & Partial<Pick<Simulators, 'graphUrl' | 'subscribe'>>;

/** Starts those platforms on which the municipality has an account. @throws Error in the words of one that does not come up */
export async function startSimulators(options: Options): Promise<Simulators> {
  const started: Part[] = [];
  const stop = async () => void (await Promise.all(started.map((part) => part.stop())));
  try {
    const graph = await startGraph(options);
    started.push(graph);
    for (const start of [startYouTube, startLinkedIn]) {
      const part = await start(options);
      if (part) started.push(part);
    }
    return {
      accounts: started.flatMap(({ accounts }) => accounts),
      settings: Object.assign({}, ...started.map(({ settings }) => settings)),
      pages: started.flatMap(({ pages }) => pages),
      graphUrl: graph.graphUrl,
      subscribe: async (botUrl) => {
        for (const part of started) await part.subscribe?.(botUrl);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startGraph({ municipality, dataDir, botUrl, time }: Options) {
  const secrets = { appSecret: randomBytes(16).toString('hex'), verifyToken: randomBytes(8).toString('hex') };
  const { url, stop } = await startGraphProcess({
    stateFile: join(dataDir, 'facebook.json'),
    callback: `${botUrl}/webhooks/facebook`,
    ...secrets,
    time,
  });
  const accounts = samplePages().flatMap((page): LocalAccount[] => {
    const { id, name, token, instagram } = page;
    const common = { municipality: page.municipality, token };
    return [
      { platform: 'facebook', account: id, name, ...common },
      ...(instagram
        ? [
            {
              ...{ platform: 'instagram' as const, account: instagram.id, name: `@${instagram.username}` },
              ...{ page: id, ...common },
            },
          ]
        : []),
    ];
  });
  return {
    accounts,
    settings: {
      FACEBOOK_API_URL: `${url}/v26.0`,
      META_APP_SECRET: secrets.appSecret,
      META_VERIFY_TOKEN: secrets.verifyToken,
    },
    pages: pagesOf(accounts, municipality, ({ platform, account }) =>
      platform === 'instagram' ? `${url}/instagram/${account}` : `${url}/page/${account}`,
    ),
    graphUrl: url,
    stop,
  };
}

async function startYouTube({ municipality, dataDir, time }: Options): Promise<Part | null> {
  const channels = sampleChannels().filter((channel) => channel.municipality === municipality);
  if (channels.length === 0) return null;
  const { url, stop } = await startSimulator('YouTube', {
    main: new URL('youtube/main.ts', import.meta.url),
    flags: ['--state', join(dataDir, 'youtube.json'), ...(time ? flagsOf(time) : [])],
  });
  const accounts = channels.map(
    ({ id, title, refreshToken }): LocalAccount => ({
      ...{ municipality, platform: 'youtube', account: id, name: title, token: refreshToken },
      pollMinutes: LOOKED_AT_MINUTES,
    }),
  );
  return {
    accounts,
    settings: {
      YOUTUBE_API_URL: `${url}/youtube/v3`,
      YOUTUBE_TOKEN_URL: `${url}/token`,
      YOUTUBE_CLIENT_ID: SIMULATED_CLIENT.id,
      YOUTUBE_CLIENT_SECRET: SIMULATED_CLIENT.secret,
    },
    pages: pagesOf(accounts, municipality, ({ account }) => `${url}/channel/${account}`),
    stop,
  };
}

/** YouTube tells of nothing; who tries the bot should not have to wait for the ten minutes that its quota allows. */
const LOOKED_AT_MINUTES = 0.1;

async function startLinkedIn({ municipality, dataDir, time }: Options): Promise<Part | null> {
  const pages = sampleLinkedInPages().filter((page) => page.municipality === municipality);
  if (pages.length === 0) return null;
  const { url, stop, subscribe } = await startLinkedInProcess({
    stateFile: join(dataDir, 'linkedin.json'),
    time,
  });
  const secret = randomBytes(16).toString('hex');
  const accounts = pages.map(
    ({ number, name, token }): LocalAccount => ({
      municipality,
      platform: 'linkedin',
      account: number,
      name,
      token,
    }),
  );
  return {
    accounts,
    settings: { LINKEDIN_API_URL: `${url}/rest`, LINKEDIN_CLIENT_SECRET: secret },
    pages: pagesOf(accounts, municipality, ({ account }) => `${url}/page/${account}`),
    subscribe: (botUrl) => subscribe({ url: `${botUrl}/webhooks/linkedin`, secret }),
    stop,
  };
}

const pagesOf = (
  accounts: readonly LocalAccount[],
  municipality: string,
  urlOf: (account: LocalAccount) => string,
): TownPage[] =>
  accounts
    .filter((account) => account.municipality === municipality)
    .map((account) => ({ platform: account.platform, account: account.account, url: urlOf(account) }));
