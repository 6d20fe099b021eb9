import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { AccountsFile } from '../../src/config/accounts-file.ts';
import { type SamplePage, samplePages } from '../../src/local/graph/seed.ts';
import { type GraphSimulator, startGraph } from '../../src/local/graph/server.ts';
import { sign } from '../../src/platforms/signature.ts';
import { type FakeConnector, startFakeConnector } from '../fakes/fake-connector.ts';
import { MODEL_FOLDER } from '../fakes/model-folder.ts';
import { ANNA, type FakePerson, messageActivity, pressActivity, TENANT } from '../fakes/teams-activities.ts';
import { type Child, startChild } from './child.ts';
import { QUESTION } from './comments.ts';
import { SECRETS } from './secrets.ts';

const CARDS_WITHIN_MS = 60_000;

/** Where the bot keeps everything. */
export interface Where {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

/** A card in the channel of a municipality, as far as a press needs it. */
export interface Pressable {
  readonly conversation: string;
  readonly messageId: string;
  readonly ticket: string;
  readonly version: number;
}

/** The deployed bot in its own process, in trial of nothing, with five municipalities' simulated pages and channels. */
export interface Surroundings {
  readonly bot: Child;
  readonly pages: readonly SamplePage[];
  /** Sends a signed webhook. @returns milliseconds until it was answered 200 */
  webhook(body: Buffer): Promise<number>;
  /** Lets citizens write `perPage` questions on each page and waits until all their cards stand in the channels. */
  openTickets(perPage: number): Promise<Pressable[]>;
  /** @returns milliseconds until Teams got its answer, and the card in it. @throws Error when the press was refused */
  press(card: Pressable, verb: string, by: FakePerson, inputs?: Record<string, string>): Promise<Pressed>;
  /** The cards that have been posted to a municipality's channel: when, on the clock of `performance.now()`, and as JSON. */
  posted(municipality: string): { readonly atMs: number; readonly json: string }[];
  close(): Promise<void>;
}

interface Pressed {
  readonly tookMs: number;
  readonly card: Pressable;
}

/** Sends a signed webhook to the server there. @returns milliseconds until it was answered 200 */
export async function sendWebhook(url: string, body: Buffer): Promise<number> {
  const signed = { 'x-hub-signature-256': sign(SECRETS.META_APP_SECRET, body) };
  const startedAt = performance.now();
  const response = await fetch(`${url}/webhooks/facebook`, { method: 'POST', headers: signed, body });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`The webhook was answered ${response.status}`);
  return performance.now() - startedAt;
}

export async function startSurroundings(where: Where): Promise<Surroundings> {
  const [connector, graph] = await Promise.all([startFakeConnector(), startGraph()]);
  const pages = samplePages();
  const bot = await startChild('./bot-main.ts', environmentOf(where, connector, graph, pages));
  const url = String(bot.ready);
  // Made once: the bench would otherwise spend on signing tokens what the bot spends on checking them.
  const headers = await connector.headers();
  const channelOf = (municipality: string) => `19:${municipality}@thread.tacv2`;
  const post = (activity: unknown) =>
    fetch(`${url}/api/messages`, { method: 'POST', headers, body: JSON.stringify(activity) });
  const from = { serviceUrl: connector.url, appId: connector.appId };

  for (const { municipality } of pages) {
    const conversation = channelOf(municipality);
    const bound = await post(
      messageActivity({ ...from, from: ANNA, text: `koppla ${municipality}`, conversation }),
    );
    if (!bound.ok) throw new Error(`The channel of ${municipality} was not bound: HTTP ${bound.status}`);
  }
  await graph.subscribe({
    url: `${url}/webhooks/facebook`,
    secret: SECRETS.META_APP_SECRET,
    verifyToken: SECRETS.META_VERIFY_TOKEN,
  });

  return {
    bot,
    pages,
    webhook: (body) => sendWebhook(url, body),
    openTickets: async (perPage) => {
      for (const { id: page } of pages) {
        // Spread, so that no storm's card takes their place.
        const posts = graph.state.posts.filter((each) => each.page === page).map(({ id }) => id);
        for (let count = 0; count < perPage; count += 1) {
          const [author, post] = [`Kim Testsson ${count}`, posts[count % posts.length]];
          graph.deed({ op: 'add', page, post, author, message: QUESTION, anonymous: false, photo: false });
        }
      }
      const until = performance.now() + CARDS_WITHIN_MS;
      for (;;) {
        const cards = pages.flatMap(({ municipality }) => cardsIn(connector, channelOf(municipality)));
        if (cards.length >= perPage * pages.length) return cards;
        if (performance.now() > until) throw new Error(`Only ${cards.length} cards were posted`);
        await pause(50);
      }
    },
    press: presser(url, connector, headers),
    posted: (municipality) =>
      connector.requests
        .filter(({ act, conversation }) => act === 'post' && conversation === channelOf(municipality))
        .map(({ atMs, body }) => ({ atMs, json: JSON.stringify(body) })),
    close: async () => {
      await bot.stop();
      await Promise.all([graph.close(), connector.close()]);
    },
  };
}

/** Presses as Teams would. `headers`: a token that has been signed. */
export const presser =
  (url: string, connector: FakeConnector, headers: Record<string, string>): Surroundings['press'] =>
  async (card, verb, by, inputs = {}) => {
    const data = { verb, ticket: card.ticket, version: card.version, ...inputs };
    const { conversation, messageId } = card;
    const where = { serviceUrl: connector.url, appId: connector.appId, from: by, conversation, messageId };
    const body = JSON.stringify(pressActivity({ ...where, data }));
    const startedAt = performance.now();
    const response = await fetch(`${url}/api/messages`, { method: 'POST', headers, body });
    const text = await response.text();
    const tookMs = performance.now() - startedAt;
    const isAccepted =
      response.status === 200 && !text.includes('"style":"attention"') && text.includes('"AdaptiveCard"');
    if (!isAccepted)
      throw new Error(
        `The press of ${verb} was not accepted: HTTP ${response.status} ${text.match(/"text":"[^"]*"/gu)?.slice(0, 4)}`,
      );
    return { tookMs, card: pressable(conversation, messageId, text) };
  };

/** The cards of a channel, as far as a press needs them. */
export const cardsIn = (connector: FakeConnector, conversation: string): Pressable[] =>
  connector
    .cards(conversation)
    .map(({ messageId, card }) => pressable(conversation, messageId, JSON.stringify(card)));

function pressable(conversation: string, messageId: string, json: string): Pressable {
  const ids = /"ticket":"([^"]+)","version":(\d+)/u.exec(json);
  return { conversation, messageId, ticket: ids?.[1] ?? '', version: Number(ids?.[2] ?? 0) };
}

const tokenName = (municipality: string) => `PAGE_TOKEN_${municipality.toUpperCase()}`;

function environmentOf(
  where: Where,
  connector: FakeConnector,
  graph: GraphSimulator,
  pages: readonly SamplePage[],
): Record<string, string> {
  const accounts: AccountsFile = Object.fromEntries(
    pages.map(({ municipality, id: account, name }) => {
      const token = `env:${tokenName(municipality)}`;
      const facebook = { platform: 'facebook' as const, account, name, token, trial: false };
      return [municipality, staffed([facebook])];
    }),
  );
  return {
    ...SECRETS,
    ...Object.fromEntries(pages.map(({ municipality, token }) => [tokenName(municipality), token])),
    ...botEnvironment(where, connector, accounts),
    FACEBOOK_API_URL: `${graph.url}/v26.0`,
    FACEBOOK_ATTACHMENT_HOSTS: '127.0.0.1',
  };
}

/** A municipality with these accounts, led by Anna. */
export const staffed = (accounts: AccountsFile[string]['accounts']): AccountsFile[string] => ({
  leads: [ANNA.aadObjectId ?? ''],
  registrars: [],
  rota: [],
  accounts,
});

/** What every bot of the bench is told but for its platforms; writes its accounts file. */
export function botEnvironment(
  where: Where,
  connector: FakeConnector,
  accounts: AccountsFile,
): Record<string, string> {
  mkdirSync(where.dataDir, { recursive: true });
  const accountsFile = join(where.dataDir, 'accounts.yaml');
  writeFileSync(accountsFile, stringify(accounts));
  return {
    ...(where.databaseUrl === undefined ? {} : { DATABASE_URL: where.databaseUrl }),
    DATA_DIR: where.dataDir,
    MODEL_DIR: MODEL_FOLDER,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    MICROSOFT_APP_ID: connector.appId,
    MICROSOFT_APP_PASSWORD: 'a-secret-of-the-fake',
    MICROSOFT_APP_TENANT_ID: TENANT,
    OUTBOUND_HOSTS: '127.0.0.1',
    BOT_OPENID_METADATA_URL: connector.options.openIdMetadataUrl ?? '',
    BOT_TOKEN_ISSUER: connector.options.tokenIssuer ?? '',
    BOT_LOGIN_URL: connector.options.loginUrl ?? '',
    ACCOUNTS_FILE: accountsFile,
  };
}
