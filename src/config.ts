import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { PlatformName } from './core/comment.ts';
import { MunicipalityId } from './core/policy.ts';

const Url = z.url().transform((url) => url.replace(/\/+$/u, ''));
const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/u).filter(Boolean));
const secret = z.string().min(1, 'expected a secret');

/** Settings as they stand in the environment; the doc comments of `.env.example` say what each is. */
const Settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3978),
  DATABASE_URL: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  MICROSOFT_APP_ID: z.string().default(''),
  MICROSOFT_APP_PASSWORD: z.string().default(''),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI']).default('SingleTenant'),
  MICROSOFT_APP_TENANT_ID: z.string().default(''),
  ALLOWED_TENANTS: list,
  OUTBOUND_HOSTS: list,
  BOT_OPENID_METADATA_URL: Url.optional(),
  BOT_TOKEN_ISSUER: z.string().min(1).optional(),
  BOT_LOGIN_URL: Url.optional(),
  META_APP_SECRET: secret,
  META_VERIFY_TOKEN: secret,
  INTAKE_SECRET: secret,
  ACCOUNTS_FILE: z.string().min(1).default('./accounts.yaml'),
  FACEBOOK_API_URL: Url.default('https://graph.facebook.com/v26.0'),
  FACEBOOK_ATTACHMENT_HOSTS: list.pipe(
    z
      .array(z.string())
      .transform((hosts) => (hosts.length > 0 ? hosts : ['fbcdn.net', 'facebook.com', 'fbsbx.com'])),
  ),
  PLATFORM_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
});
type Settings = z.infer<typeof Settings>;

const AccountSetting = z.strictObject({
  platform: PlatformName,
  account: z.string().min(1),
  name: z.string().min(1),
  /** `env:NAME`: the access token stands in the environment, never in the file. */
  token: z.string().regex(/^env:[A-Z][A-Z0-9_]*$/u, 'expected env: and the name of an environment variable'),
  trial: z.boolean().default(true),
});

const MunicipalitySetting = z.strictObject({
  /** Entra object ids. The lead binds channels and leaves trial mode. */
  leads: z.array(z.string().min(1)).min(1, 'expected at least one lead, who can bind the channel'),
  registrars: z.array(z.string().min(1)).default([]),
  accounts: z.array(AccountSetting).default([]),
});
export const AccountsFile = z.record(MunicipalityId, MunicipalitySetting);
export type AccountsFile = z.infer<typeof AccountsFile>;

/** Everything the composition needs to know. */
export interface Config {
  readonly settings: Settings;
  readonly accounts: AccountsFile;
  /** The access token of an account by its id; read once at start. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** A setting or a file that does not hold what it must: each problem names the setting or file, the path and the expectation. */
class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const describe = (prefix: string, error: z.ZodError): string[] =>
  error.issues.map(({ path, message, code, input }) => {
    const missing = code === 'invalid_type' && input === undefined;
    return `${prefix}${path.join('.')}: ${missing ? 'missing' : message}`;
  });

/**
 * Reads the environment and the accounts file.
 * @throws ConfigError that lists every missing or wrong setting
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = present(environment);
  const settings = Settings.safeParse(given, { reportInput: true });
  if (!settings.success) throw new ConfigError(describe('', settings.error));
  const accounts = readAccounts(settings.data.ACCOUNTS_FILE);
  const tokens = new Map<string, string>();
  const missing: string[] = [];
  for (const [municipality, { accounts: list }] of Object.entries(accounts)) {
    for (const { account, token } of list) {
      const name = token.slice('env:'.length);
      const value = given[name];
      if (value === undefined)
        missing.push(
          `${name}: missing; ${settings.data.ACCOUNTS_FILE} names it for ${municipality}, account ${account}`,
        );
      else tokens.set(account, value);
    }
  }
  if (missing.length > 0) throw new ConfigError(missing);
  return { settings: settings.data, accounts, tokens };
}

/**
 * The settings that say where everything is kept, for programs that need no others.
 * @throws ConfigError
 */
export function readStoreSettings(environment: NodeJS.ProcessEnv = process.env): {
  dataDir: string;
  databaseUrl?: string;
} {
  const parsed = Settings.pick({ DATA_DIR: true, DATABASE_URL: true }).safeParse(present(environment));
  if (!parsed.success) throw new ConfigError(describe('', parsed.error));
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = parsed.data;
  return { dataDir, ...(databaseUrl !== undefined && { databaseUrl }) };
}

/** An empty variable counts as absent. */
const present = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));

function readAccounts(path: string): AccountsFile {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new ConfigError([`ACCOUNTS_FILE: ${path}: ${(cause as Error).message}`]);
  }
  const parsed = AccountsFile.safeParse(content, { reportInput: true });
  if (!parsed.success) throw new ConfigError(describe(`${path}: `, parsed.error));
  const owners = new Map<string, string>();
  for (const [municipality, { accounts }] of Object.entries(parsed.data)) {
    for (const { platform, account } of accounts) {
      const owner = owners.get(`${platform}:${account}`);
      if (owner !== undefined) {
        throw new ConfigError([
          `${path}: ${municipality}: the ${platform} account ${account} already belongs to ${owner}`,
        ]);
      }
      owners.set(`${platform}:${account}`, municipality);
    }
  }
  return parsed.data;
}
