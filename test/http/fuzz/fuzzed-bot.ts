import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { sign } from '../../../src/platforms/signature.ts';
import { startChild } from '../../bench/child.ts';
import { copyEmbeddedTemplate } from '../../fakes/databases.ts';
import { type FakeConnector, startFakeConnector } from '../../fakes/fake-connector.ts';
import { MODEL_FOLDER } from '../../fakes/model-folder.ts';
import { ANNA, CHANNEL, messageActivity, TENANT } from '../../fakes/teams-activities.ts';

/** A ticket whose card stands in the channel. */
export interface RealTicket {
  readonly ticket: string;
  readonly version: number;
  readonly messageId: string;
}

/** The real bot in a process of its own, so that its end is seen, with open tickets of Filipstad. */
export interface FuzzedBot {
  readonly url: string;
  readonly connector: FakeConnector;
  readonly tickets: readonly RealTicket[];
  /** Headers with which an activity is believed. */
  headers(): Promise<Record<string, string>>;
  /** The longest that the event loop was held since this was asked last. @throws Error when the process has ended */
  heldMs(): Promise<number>;
  stop(): Promise<void>;
}

const ACCOUNT = '100000000000001';
const INTAKE_SECRET = 'intake-secret';
const TEXTS = [
  'När öppnar badet?',
  'Hur ansöker jag om bygglov?',
  'Du är en jävla idiot',
  'Vem sköter parken?',
];

/** @param signed with an app id and tokens; without: as `npm run local` runs it */
export async function startFuzzedBot(signed: boolean): Promise<FuzzedBot> {
  const connector = await startFakeConnector();
  const dataDir = copyEmbeddedTemplate();
  const accountsFile = join(dataDir, 'accounts.yaml');
  const account = { platform: 'facebook', account: ACCOUNT, name: 'Filipstad', token: 'env:PAGE_TOKEN' };
  const filipstad = { leads: [ANNA.aadObjectId], accounts: [{ ...account, trial: true }] };
  writeFileSync(accountsFile, stringify({ filipstad }));
  const child = await startChild(new URL('./bot-main.ts', import.meta.url).href, {
    PORT: '0',
    DATA_DIR: dataDir,
    MODEL_DIR: MODEL_FOLDER,
    // A Teams that is asked too much answers so a hundred times; what must not be is seen in the answers.
    LOG_LEVEL: 'fatal',
    ACCOUNTS_FILE: accountsFile,
    PAGE_TOKEN: 'token',
    META_APP_SECRET: 'meta-secret',
    META_VERIFY_TOKEN: 'verify-me',
    INTAKE_SECRET,
    FACEBOOK_API_URL: 'http://127.0.0.1:9/v26.0',
    PLATFORM_TIMEOUT_MS: '500',
    OUTBOUND_HOSTS: '127.0.0.1',
    ...(signed ? signedSettings(connector) : { FUZZ_UNSIGNED: 'yes' }),
  });
  const url = child.ready as string;
  const headers = () => (signed ? connector.headers() : Promise.resolve({}));
  const bind = messageActivity({
    serviceUrl: connector.url,
    appId: signed ? connector.appId : '',
    text: 'koppla filipstad',
  });
  await post(`${url}/api/messages`, JSON.stringify(bind), await headers());
  const comments = JSON.stringify(TEXTS.map(commentOf));
  await post(`${url}/api/comments`, comments, {
    'x-kommentarsvakten-signature': sign(INTAKE_SECRET, Buffer.from(comments)),
  });
  const tickets = await ticketsOf(connector);
  await child.ask('heldMs');
  return {
    url,
    connector,
    tickets,
    headers,
    heldMs: () => child.ask('heldMs'),
    stop: async () => {
      await child.stop();
      await connector.close();
    },
  };
}

const signedSettings = ({ appId, options }: FakeConnector): Record<string, string> => ({
  MICROSOFT_APP_ID: appId,
  MICROSOFT_APP_PASSWORD: 'a-secret-of-the-fake',
  MICROSOFT_APP_TENANT_ID: TENANT,
  BOT_OPENID_METADATA_URL: options.openIdMetadataUrl ?? '',
  BOT_TOKEN_ISSUER: options.tokenIssuer ?? '',
  BOT_LOGIN_URL: options.loginUrl ?? '',
});

const commentOf = (text: string, index: number) => ({
  municipality: 'filipstad',
  platform: 'facebook',
  account: ACCOUNT,
  externalId: `1_${index}`,
  author: { id: '7', name: 'Kim' },
  text,
  createdAt: Temporal.Now.instant().toString(),
});

async function post(url: string, body: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url, { method: 'POST', body, headers });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}

async function ticketsOf(connector: FakeConnector): Promise<RealTicket[]> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const cards = connector.cards(CHANNEL);
    if (cards.length === TEXTS.length) {
      return cards.map(({ messageId, card }) => {
        const ids = /"ticket":"([^"]+)","version":(\d+)/u.exec(JSON.stringify(card));
        return { messageId, ticket: ids?.[1] ?? '', version: Number(ids?.[2]) };
      });
    }
    await pause(50);
  }
  throw new Error(`The bot posted ${connector.cards(CHANNEL).length} cards of ${TEXTS.length}`);
}
