import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { AccountsFile } from '../config/accounts-file.ts';
import type { Config } from '../config/config.ts';
import { accountKey } from '../config/named-secrets.ts';
import { PLAYGROUND_PEOPLE } from './playground.ts';

type Account = AccountsFile[string]['accounts'][number];

/** An account on a simulated platform. */
export interface LocalAccount extends Omit<Account, 'token' | 'trial'> {
  readonly municipality: string;
  /** The token itself: the simulators' are no secrets. */
  readonly token: string;
}

/** What nobody listens at: a simulator that was not started is not found anywhere else. */
const NOWHERE = 'http://127.0.0.1:9';

/** The settings of a bot that knows the simulated platforms' accounts and is reached on loopback alone. */
export const localConfig = (options: {
  readonly port: number;
  readonly dataDir: string;
  /** Where the screening model is kept; default: `dataDir`. */
  readonly modelDir?: string;
  readonly accounts: readonly LocalAccount[];
  /** Of the simulated platforms. */
  readonly settings: Partial<Config['settings']>;
}): Config => ({
  accounts: accountsFile(options),
  tokens: new Map(options.accounts.map((account) => [accountKey(account), account.token])),
  intakeSecrets: new Map(),
  ownSettings: new Map(),
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
    META_APP_SECRET: randomBytes(16).toString('hex'),
    META_VERIFY_TOKEN: randomBytes(8).toString('hex'),
    INTAKE_SECRET: randomBytes(16).toString('hex'),
    ACCOUNTS_FILE: '',
    FACEBOOK_API_URL: NOWHERE,
    FACEBOOK_ATTACHMENT_HOSTS: ['127.0.0.1'],
    YOUTUBE_API_URL: NOWHERE,
    YOUTUBE_TOKEN_URL: NOWHERE,
    LINKEDIN_API_URL: NOWHERE,
    LINKEDIN_INTROSPECT_URL: NOWHERE,
    LINKEDIN_ATTACHMENT_HOSTS: ['127.0.0.1'],
    LINKEDIN_VERSION: '202610',
    PLATFORM_TIMEOUT_MS: 10_000,
    ...options.settings,
  },
});

/** Where the town's register is handed over: what may be secret apart from the rest. Nobody but an installation makes them. */
export const registerFolders = (dataDir: string) => ({
  folder: resolve(dataDir, 'diarium'),
  secretFolder: resolve(dataDir, 'sekretess'),
});

/** Who is at the keyboard leads the town, keeps its register and is on duty: what goes to those comes to their own chat too. */
function accountsFile({
  accounts,
  dataDir,
}: {
  readonly accounts: readonly LocalAccount[];
  readonly dataDir: string;
}): AccountsFile {
  const [lead] = PLAYGROUND_PEOPLE;
  const towns = Map.groupBy(accounts, ({ municipality }) => municipality);
  return Object.fromEntries(
    [...towns].map(([town, own]) => [
      town,
      {
        leads: [lead.id],
        registrars: [lead.id],
        duty: lead.id,
        register: registerFolders(dataDir),
        rota: [],
        accounts: own.map(({ municipality, ...account }) => ({
          ...account,
          token: 'env:UNUSED',
          trial: false,
        })),
      },
    ]),
  );
}
