import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { inject } from 'vitest';
import type { z } from 'zod';
import { type App, type AppOptions, startApp } from '../../src/app/start.ts';
import { systemClock } from '../../src/app/system-clock.ts';
import type { Config } from '../../src/config/config.ts';
import { Fault } from '../../src/local/graph/faults.ts';
import { samplePages } from '../../src/local/graph/seed.ts';
import { type GraphSimulator, startGraph } from '../../src/local/graph/server.ts';
import { sampleLinkedInPages } from '../../src/local/linkedin/seed.ts';
import { type LinkedInSimulator, startLinkedIn } from '../../src/local/linkedin/server.ts';
import { SIMULATED_CLIENT, sampleChannels } from '../../src/local/youtube/seed.ts';
import { startYouTube, type YouTubeSimulator } from '../../src/local/youtube/server.ts';
import { sign } from '../../src/platforms/signature.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { type Verification, verifyRecords } from '../../src/store/verify.ts';
import { inTurn } from '../soak/form.ts';
import { copyEmbeddedTemplate, createPostgresDatabase } from './databases.ts';
import { type FakeConnector, startFakeConnector } from './fake-connector.ts';
import {
  ANNA,
  CHANNEL,
  type FakePerson,
  messageActivity,
  pressActivity,
  TENANT,
} from './teams-activities.ts';

/** Both stores, for `describe.each(stores)('… on %s', (_, where) => …)`. */
export const stores = [
  ['PGlite', async () => ({ DATA_DIR: copyEmbeddedTemplate() })],
  ['PostgreSQL', async () => ({ DATA_DIR: './data', DATABASE_URL: await createPostgresDatabase() })],
] as const satisfies readonly (readonly [string, () => Promise<Partial<Config['settings']>>])[];

/** For what is long and asks little of the store. */
export const storeInTurn = inTurn(stores);

const SECRETS = {
  META_APP_SECRET: 'meta-secret',
  META_VERIFY_TOKEN: 'verify-me',
  INTAKE_SECRET: 'intake-secret',
};
const LINKEDIN_SECRET = 'linkedin-secret';
/** Far from a digest, a reminder, a day's end and a day off, and after all that the recorded deliveries tell of. */
const TUESDAY = '2026-12-01T10:00+01:00';
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';

/** A whole bot over real HTTP, with a fake Teams and simulated platforms, Facebook unless others are asked for, bound to one municipality's channel. */
export interface RunningApp {
  readonly connector: FakeConnector;
  readonly graph: GraphSimulator;
  /** Where it was asked for. */
  readonly youtube: YouTubeSimulator | null;
  readonly linkedin: LinkedInSimulator | null;
  readonly municipality: string;
  /** The municipality's page on the simulated Facebook. */
  readonly page: string;
  url(): string;
  /** A citizen writes on the page; resolves with the comment's id there. */
  comment(message: string, author?: string): string;
  /** Posts signed JSON to `POST /api/comments`. */
  intake(body: unknown): Promise<Response>;
  /** The cards that stand in the channel. */
  cards(): readonly ShownCard[];
  /** Waits for the card that holds the text, and gives its newest form. */
  card(text: string | RegExp): Promise<ShownCard>;
  /** Waits until the card of that message fits. */
  cardWhere(messageId: string, fits: (json: string) => boolean): Promise<ShownCard>;
  /** Presses the button of that verb as Teams would; resolves with the card that the presser is shown. */
  press(card: ShownCard, verb: string, inputs?: Record<string, unknown>, by?: FakePerson): Promise<ShownCard>;
  /** Presses with any data whatever, and as the activity that `where` describes. */
  pressWith(data: unknown, where?: Partial<Parameters<typeof pressActivity>[0]>): Promise<ShownCard>;
  /** Says words to the bot in the channel. */
  say(text: string, by?: FakePerson): Promise<Response>;
  /** Posts any activity, signed. */
  activity(activity: Record<string, unknown>): Promise<Response>;
  /** Posts bytes to a path, signed with the secret that the path asks for unless `headers` says otherwise. */
  send(path: string, body: Buffer | string, headers?: Record<string, string>): Promise<Response>;
  /** The next calls to the simulated Facebook that fit meet this fault. */
  fault(
    fault: Omit<z.input<typeof Fault>, 'match'> & { method?: 'GET' | 'POST' | 'DELETE'; path?: string },
  ): void;
  /** Rows from the bot's database. On the embedded store the bot is stopped meanwhile. */
  query<Row>(query: string): Promise<Row[]>;
  /** Waits until the bot has nothing left to do now. */
  idle(): Promise<void>;
  /** The time of the bot and of the simulators. */
  now(): Temporal.Instant;
  /** Lets the bot's clock jump ahead, by a part of a minute too: an undo window ends at once. */
  pass(minutes: number): void;
  /**
   * Lets the bot's clock run ahead whenever the bot is idle, past the pauses that it keeps by it, until `look` finds
   * something. @returns the milliseconds by which the clock ran ahead
   */
  hurry(look: () => unknown, what: string): Promise<number>;
  /** The municipality's journal and register, walked as `kv verify` walks them. */
  verify(): Promise<Verification | undefined>;
  restart(): Promise<void>;
  /** Starts a second bot on the same database (PostgreSQL alone), which the caller closes. */
  replica(): Promise<App>;
  close(): Promise<void>;
}

/** A card as Teams holds it, with what its buttons carry. */
export interface ShownCard {
  readonly messageId: string;
  readonly json: string;
  readonly ticket: string;
  readonly version: number;
  /** The verbs that the card offers, in the order in which they stand. */
  readonly verbs: readonly string[];
}

/** Less than any pause that a test measures. */
const HURRY_MS = 250;
/** Longer than an answer of Teams is waited for. */
const HURRIES_WITHIN_MS = 25_000;

/** Waits up to `withinMs` for `look` to find something. @throws Error with `what` */
export async function eventually<T>(
  look: () => T | null | undefined | false,
  what: string | (() => string),
  withinMs = 20_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > until) {
      throw new Error(`Not within ${withinMs} ms: ${typeof what === 'string' ? what : what()}`);
    }
    await pause(15);
  }
}

export async function startRunningApp(
  options: {
    municipality?: string;
    settings?: Partial<Config['settings']> | undefined;
    trial?: boolean;
    leads?: readonly string[];
    registrars?: readonly string[];
    duty?: string;
    rota?: readonly string[];
    /** Secrets of their own for `POST /api/comments`, by municipality. */
    intakeSecrets?: Readonly<Record<string, string>>;
    bind?: boolean;
    /** With the Instagram accounts that are linked to the pages. */
    instagram?: boolean;
    /** With the channels, and with the Pages, that the samples have. */
    youtube?: boolean;
    linkedin?: boolean;
    /** How often each account is listed. */
    pollMinutes?: number;
    /** With the Pages of the other municipalities. */
    everyTown?: boolean;
    rulesDir?: string;
    /** What else an installer has written. */
    configure?: (config: Config) => Config;
    /** When the clocks of the bot and of the simulators start; default: an ordinary Tuesday morning, whenever the tests run. */
    at?: string;
  } = {},
): Promise<RunningApp> {
  const municipality = options.municipality ?? 'filipstad';
  const connector = await startFakeConnector();
  const start = systemClock.now();
  const startsAt = Temporal.Instant.from(options.at ?? TUESDAY);
  let passedMs = 0;
  const clock = { now: () => startsAt.add(start.until(systemClock.now())).add({ milliseconds: passedMs }) };
  const graph = await startGraph({ now: clock.now });
  const youtube = options.youtube ? await startYouTube({ now: clock.now }) : null;
  const linkedin = options.linkedin ? await startLinkedIn({ now: clock.now }) : null;
  const pages = samplePages();
  const towns = options.everyTown ? pages : pages.filter((one) => one.municipality === municipality);
  const channels = youtube ? sampleChannels() : [];
  const companies = linkedin ? sampleLinkedInPages() : [];
  const common = {
    trial: options.trial ?? false,
    token: 'env:X',
    ...(options.pollMinutes !== undefined && { pollMinutes: options.pollMinutes }),
  };
  const page = pages.find((one) => one.municipality === municipality)?.id ?? '';
  const usual: Config = {
    accounts: Object.fromEntries(
      towns.map(({ municipality, id, name, instagram }) => [
        municipality,
        {
          leads: [...(options.leads ?? [ANNA.aadObjectId ?? ''])],
          registrars: [...(options.registrars ?? [])],
          ...(options.duty !== undefined && { duty: options.duty }),
          rota: [...(options.rota ?? [])],
          accounts: [
            { platform: 'facebook' as const, account: id, name, ...common },
            ...(options.instagram && instagram
              ? [
                  {
                    ...{ platform: 'instagram' as const, account: instagram.id, page: id },
                    ...{ name: instagram.username, ...common },
                  },
                ]
              : []),
            ...channels
              .filter((channel) => channel.municipality === municipality)
              .map((one) => ({
                ...{ platform: 'youtube' as const, account: one.id, name: one.title, ...common },
              })),
            ...companies
              .filter((company) => company.municipality === municipality)
              .map((one) => ({
                ...{ platform: 'linkedin' as const, account: one.number, name: one.name, ...common },
              })),
          ],
        },
      ]),
    ),
    tokens: new Map([
      ...pages.flatMap(({ id, token, instagram }) => [
        [`facebook:${id}`, token] as const,
        [`instagram:${instagram?.id}`, token] as const,
      ]),
      ...channels.map(({ id, refreshToken }) => [`youtube:${id}`, refreshToken] as const),
      ...companies.map(({ number, token }) => [`linkedin:${number}`, token] as const),
    ]),
    intakeSecrets: new Map(Object.entries(options.intakeSecrets ?? {})),
    ownSettings: new Map(),
    settings: {
      HOST: '127.0.0.1',
      PORT: 0,
      DATA_DIR: './data',
      MODEL_DIR: inject('modelFolder'),
      LOG_LEVEL: 'error',
      MICROSOFT_APP_ID: connector.appId,
      MICROSOFT_APP_PASSWORD: 'a-secret-of-the-fake',
      MICROSOFT_APP_TYPE: 'SingleTenant',
      MICROSOFT_APP_TENANT_ID: TENANT,
      ALLOWED_TENANTS: [],
      OUTBOUND_HOSTS: ['127.0.0.1'],
      BOT_OPENID_METADATA_URL: connector.options.openIdMetadataUrl,
      BOT_TOKEN_ISSUER: connector.options.tokenIssuer,
      BOT_LOGIN_URL: connector.options.loginUrl,
      ...SECRETS,
      ACCOUNTS_FILE: 'accounts.yaml',
      FACEBOOK_API_URL: `${graph.url}/v26.0`,
      FACEBOOK_ATTACHMENT_HOSTS: ['127.0.0.1'],
      YOUTUBE_API_URL: `${youtube?.url ?? NOWHERE}/youtube/v3`,
      YOUTUBE_TOKEN_URL: `${youtube?.url ?? NOWHERE}/token`,
      YOUTUBE_CLIENT_ID: SIMULATED_CLIENT.id,
      YOUTUBE_CLIENT_SECRET: SIMULATED_CLIENT.secret,
      LINKEDIN_API_URL: `${linkedin?.url ?? NOWHERE}/rest`,
      LINKEDIN_CLIENT_SECRET: LINKEDIN_SECRET,
      LINKEDIN_INTROSPECT_URL: NOWHERE,
      LINKEDIN_ATTACHMENT_HOSTS: ['127.0.0.1'],
      LINKEDIN_VERSION: '202610',
      PLATFORM_TIMEOUT_MS: 1000,
      ...options.settings,
    },
  };
  const config = options.configure?.(usual) ?? usual;
  const appOptions: AppOptions = {
    config,
    clock,
    ...(options.rulesDir && { rulesDir: options.rulesDir }),
  };
  let app: App = await startApp(appOptions);
  const subscribe = async () => {
    await graph.subscribe({
      url: `${app.url}/webhooks/facebook`,
      secret: SECRETS.META_APP_SECRET,
      verifyToken: SECRETS.META_VERIFY_TOKEN,
    });
    await linkedin?.subscribe({ url: `${app.url}/webhooks/linkedin`, secret: LINKEDIN_SECRET });
  };
  const startAnew = async () => {
    app = await startApp(appOptions);
    // It listens on another port now.
    await subscribe();
  };
  await subscribe();
  // What stands on the pages has been listed: what follows is the test's alone.
  await app.idle();

  const activity = async (body: Record<string, unknown>) =>
    fetch(`${app.url}/api/messages`, {
      method: 'POST',
      headers: await connector.headers(),
      body: JSON.stringify(body),
    });
  const where = { serviceUrl: connector.url, appId: connector.appId };
  if (options.bind ?? true) {
    const bound = await activity(messageActivity({ ...where, text: `koppla ${municipality}`, from: ANNA }));
    if (!bound.ok) throw new Error(`The channel was not bound: ${bound.status}`);
  }
  const withDatabase = async <T>(use: (database: Database<unknown>) => Promise<T>): Promise<T> => {
    const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = config.settings;
    if (databaseUrl === undefined) await app.close();
    const database = await openDatabase({ dataDir, ...(databaseUrl !== undefined && { databaseUrl }) });
    try {
      return await use(database);
    } finally {
      await database.close();
      if (databaseUrl === undefined) await startAnew();
    }
  };
  const send = (path: string, body: Buffer | string, headers?: Record<string, string>) => {
    const bytes = Buffer.from(body);
    const signed: Record<string, string> = path.startsWith('/webhooks')
      ? { 'x-hub-signature-256': sign(SECRETS.META_APP_SECRET, bytes) }
      : { 'x-kommentarsvakten-signature': sign(SECRETS.INTAKE_SECRET, bytes) };
    return fetch(`${app.url}${path}`, { method: 'POST', headers: headers ?? signed, body: bytes });
  };
  const pressWith: RunningApp['pressWith'] = async (data, from) => {
    const body = pressActivity({ ...where, from: ANNA, messageId: '1', ...from, data });
    const answer = (await (await activity(body)).json()) as { value: unknown };
    return shownCard(String(body['replyToId']), answer.value);
  };
  const shown = (): ShownCard[] =>
    connector.cards(CHANNEL).map(({ messageId, card }) => shownCard(messageId, card));

  return {
    connector,
    graph,
    youtube,
    linkedin,
    municipality,
    page,
    url: () => app.url,
    comment: (message, author = 'Kim Testsson') =>
      graph.deed({ op: 'add', page, author, message, anonymous: false, photo: false }).id,
    intake: (body) => send('/api/comments', JSON.stringify(body)),
    send,
    cards: shown,
    card: (text) =>
      eventually(
        () =>
          shown().findLast(({ json }) => (typeof text === 'string' ? json.includes(text) : text.test(json))),
        `a card with ${text}; there are: ${shown().length}`,
      ),
    cardWhere: (messageId, fits) =>
      eventually(
        () => shown().find((card) => card.messageId === messageId && fits(card.json)),
        () =>
          `the card as expected; it says ${wordsOn(shown().find((card) => card.messageId === messageId))}`,
      ),
    press: (card, verb, inputs = {}, by = ANNA) =>
      pressWith(
        { verb, ticket: card.ticket, version: card.version, ...inputs },
        { from: by, messageId: card.messageId },
      ),
    pressWith,
    say: (text, by = ANNA) => activity(messageActivity({ ...where, text, from: by })),
    fault: ({ method, path, ...fault }) =>
      graph.fault(Fault.parse({ ...fault, match: { ...(method && { method }), ...(path && { path }) } })),
    query: (query) =>
      withDatabase(async ({ kysely }) => (await sql.raw(query).execute(kysely)).rows as never[]),
    activity,
    idle: () => app.idle(),
    now: clock.now,
    pass: (minutes) => {
      passedMs += Math.round(minutes * 60_000);
    },
    hurry: async (look, what) => {
      const before = passedMs;
      for (const until = performance.now() + HURRIES_WITHIN_MS; !look(); ) {
        if (performance.now() > until) throw new Error(`Not within ${HURRIES_WITHIN_MS} ms: ${what}`);
        await app.idle();
        if (!look()) passedMs += HURRY_MS;
      }
      return passedMs - before;
    },
    verify: () =>
      withDatabase(async ({ kysely }) =>
        (await verifyRecords(kysely)).find((one) => one.municipality === municipality),
      ),
    restart: async () => {
      await app.close();
      await startAnew();
    },
    replica: () => startApp(appOptions),
    close: async () => {
      await app.close();
      await Promise.all([graph.close(), youtube?.close(), linkedin?.close(), connector.close()]);
    },
  };
}

function shownCard(messageId: string, card: unknown): ShownCard {
  const json = JSON.stringify(card);
  const ids = /"ticket":"([^"]+)","version":(\d+)/u.exec(json);
  const verbs = [...json.matchAll(/"verb":"([^"]+)","ticket"/gu)].map(([, verb = '']) => verb);
  return { messageId, json, ticket: ids?.[1] ?? '', version: Number(ids?.[2] ?? 0), verbs };
}

/** Its sentences without its forms, to tell what was there instead of what a test waited for. */
const wordsOn = (card: ShownCard | undefined): string =>
  [...(card?.json.split('"actions":[{"type":"Action.ShowCard"')[0] ?? '').matchAll(/"text":"([^"]+)"/gu)]
    .map(([, text]) => text)
    .join(' | ');
