import { randomBytes } from 'node:crypto';
import type { AccountsFile } from '../config/accounts-file.ts';
import type { Config } from '../config/config.ts';
import { samplePages } from './graph/seed.ts';
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
      PLATFORM_TIMEOUT_MS: 10_000,
    },
  };
}
