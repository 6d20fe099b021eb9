import type { AccountsFile } from '../../src/config/accounts-file.ts';
import { samplePages } from '../../src/local/graph/seed.ts';
import { sampleLinkedInPages } from '../../src/local/linkedin/seed.ts';
import { flagsOf, type SimulatedTime } from '../../src/local/simulated-clock.ts';
import { type SimulatorProcess, startSimulator } from '../../src/local/simulator/process.ts';
import { SIMULATED_CLIENT, sampleChannels } from '../../src/local/youtube/seed.ts';
import { actsAt, type Network, networkOf, type Performed, pendingAt, setFault } from './networks.ts';

/** An account of the simulators, whose it is, and how it stands in the accounts file. */
export interface SimulatedAccount extends Network {
  readonly municipality: string;
  readonly setting: AccountsFile[string]['accounts'][number];
}

/** The platforms that are simulated, each a program of its own, and what a bot that is started must know of them. */
export interface SimulatedPlatforms {
  readonly accounts: readonly SimulatedAccount[];
  /** The bot's settings, tokens included. */
  readonly environment: Readonly<Record<string, string>>;
  /** Has what is written told to the bot there. */
  subscribe(botUrl: string): Promise<void>;
  /** Every write that the bot has performed. */
  acts(): Promise<Performed[]>;
  /** How many changes wait to be delivered. */
  pending(): Promise<number>;
  /** What every platform meets. */
  fault(fault: object): Promise<void>;
  stop(): Promise<void>;
}

interface Secrets {
  readonly META_APP_SECRET: string;
  readonly META_VERIFY_TOKEN: string;
}

const LINKEDIN_SECRET = 'linkedin-secret';

/** Starts them. @param time of all of them; default: the machine's */
export async function startPlatforms(secrets: Secrets, time?: SimulatedTime): Promise<SimulatedPlatforms> {
  const flags = time ? flagsOf(time) : [];
  const start = (name: string) =>
    startSimulator(name, {
      main: new URL(`../../src/local/${name}/main.ts`, import.meta.url),
      flags,
    });
  const started = await Promise.all([start('graph'), start('youtube'), start('linkedin')]);
  const [graph, youtube, linkedin] = started.map(({ url }) => url) as [string, string, string];
  const known = accountsOf({ graph, youtube, linkedin });
  const each = async <T>(ask: (url: string) => Promise<T>): Promise<T[]> =>
    Promise.all(started.map(({ url }) => ask(url)));
  return {
    accounts: known.map(({ token: _, ...account }) => account),
    environment: {
      ...secrets,
      ...Object.fromEntries(known.map(({ setting, token }) => [setting.token.slice('env:'.length), token])),
      FACEBOOK_API_URL: `${graph}/v26.0`,
      FACEBOOK_ATTACHMENT_HOSTS: '127.0.0.1',
      YOUTUBE_API_URL: `${youtube}/youtube/v3`,
      YOUTUBE_TOKEN_URL: `${youtube}/token`,
      YOUTUBE_CLIENT_ID: SIMULATED_CLIENT.id,
      YOUTUBE_CLIENT_SECRET: SIMULATED_CLIENT.secret,
      LINKEDIN_API_URL: `${linkedin}/rest`,
      LINKEDIN_ATTACHMENT_HOSTS: '127.0.0.1',
      LINKEDIN_CLIENT_SECRET: LINKEDIN_SECRET,
    },
    subscribe: async (botUrl) => {
      const { META_APP_SECRET: secret, META_VERIFY_TOKEN: verifyToken } = secrets;
      await subscribe(graph, { url: `${botUrl}/webhooks/facebook`, secret, verifyToken });
      await subscribe(linkedin, { url: `${botUrl}/webhooks/linkedin`, secret: LINKEDIN_SECRET });
    },
    acts: async () => (await each(actsAt)).flat(),
    // YouTube delivers nothing.
    pending: async () => (await pendingAt(graph)) + (await pendingAt(linkedin)),
    fault: async (fault) => void (await each((url) => setFault(url, fault))),
    stop: () => stopAll(started),
  };
}

const stopAll = async (started: readonly SimulatorProcess[]): Promise<void> =>
  void (await Promise.all(started.map(({ stop }) => stop())));

async function subscribe(simulator: string, subscription: object): Promise<void> {
  const body = JSON.stringify(subscription);
  const response = await fetch(`${simulator}/_sim/subscription`, { method: 'POST', body });
  if (!response.ok) throw new Error(`The simulator was not subscribed: ${await response.text()}`);
}

/** Every account of the samples, each with its token's own name. */
function accountsOf(urls: { readonly graph: string; readonly youtube: string; readonly linkedin: string }) {
  const named = (platform: string, municipality: string) =>
    `env:TOKEN_${platform}_${municipality}`.toUpperCase().replace('ENV:', 'env:');
  const graphs = samplePages().flatMap(({ municipality, id, name, token, instagram }) => [
    {
      ...networkOf('facebook', urls.graph, id),
      ...{ municipality, token },
      setting: {
        ...{ platform: 'facebook' as const, account: id, name, trial: false },
        token: named('facebook', municipality),
      },
    },
    ...(instagram
      ? [
          {
            ...networkOf('instagram', urls.graph, instagram.id),
            ...{ municipality, token },
            setting: {
              ...{ platform: 'instagram' as const, account: instagram.id, name: instagram.username },
              ...{ page: id, trial: false, token: named('instagram', municipality) },
            },
          },
        ]
      : []),
  ]);
  const channels = sampleChannels().map(({ municipality, id, title: name, refreshToken: token }) => ({
    ...networkOf('youtube', urls.youtube, id),
    ...{ municipality, token },
    setting: {
      ...{ platform: 'youtube' as const, account: id, name, trial: false },
      token: named('youtube', municipality),
    },
  }));
  const companies = sampleLinkedInPages().map(({ municipality, number, name, token }) => ({
    ...networkOf('linkedin', urls.linkedin, number),
    ...{ municipality, token },
    setting: {
      ...{ platform: 'linkedin' as const, account: number, name, trial: false },
      token: named('linkedin', municipality),
    },
  }));
  return [...graphs, ...channels, ...companies];
}
