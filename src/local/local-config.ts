import { randomBytes } from 'node:crypto';
import type { AccountsFile } from '../config/accounts-file.ts';
import type { Config } from '../config/config.ts';
import { type SamplePage, samplePages } from './graph/seed.ts';
import { PLAYGROUND_PEOPLE } from './playground.ts';

/** The settings of a bot that knows the simulated Facebook's pages and is reached on loopback alone. */
export function localConfig(options: {
  readonly port: number;
  readonly dataDir: string;
  /** Where the screening model is kept; default: `dataDir`. */
  readonly modelDir?: string;
  /** The simulated Graph API. */
  readonly graphUrl: string;
  readonly appSecret: string;
  readonly verifyToken: string;
}): Config {
  const [lead] = PLAYGROUND_PEOPLE;
  const pages = samplePages();
  const accounts: AccountsFile = Object.fromEntries(
    pages.map((page) => [
      page.municipality,
      {
        leads: [lead.id],
        registrars: [],
        rota: [],
        accounts: accountsOf(page),
      },
    ]),
  );
  return {
    accounts,
    tokens: new Map(
      pages.flatMap((page) => accountsOf(page).map(({ account }) => [account, page.token] as const)),
    ),
    intakeSecrets: new Map(),
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
      YOUTUBE_API_URL: 'https://www.googleapis.com/youtube/v3',
      YOUTUBE_TOKEN_URL: 'https://oauth2.googleapis.com/token',
      LINKEDIN_API_URL: 'https://api.linkedin.com/rest',
      LINKEDIN_ATTACHMENT_HOSTS: [],
      LINKEDIN_VERSION: '202610',
      PLATFORM_TIMEOUT_MS: 10_000,
    },
  };
}

/** The Page, and the Instagram account that is linked to it. */
function accountsOf({ id, name, instagram }: SamplePage): AccountsFile[string]['accounts'] {
  const common = { token: 'env:UNUSED', trial: false };
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
}
