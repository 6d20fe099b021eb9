import { existsSync } from 'node:fs';
import { z } from 'zod';
import { type AccountsFile, inspectAccounts } from './accounts-file.ts';
import { ConfigError, describe } from './config-error.ts';
import { type NamedSecrets, namedSecrets } from './named-secrets.ts';
import type { PlacedYaml } from './placed-yaml.ts';
import { platformProblems } from './platform-problems.ts';
import { registerProblems } from './register-settings.ts';
import { SecondOpinionSettings, secondOpinionProblems } from './second-opinion-settings.ts';
import { type Kept, Key, keptIn, StoreSettings } from './store-settings.ts';

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
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  MICROSOFT_APP_ID: z.string().default(''),
  MICROSOFT_APP_PASSWORD: z.string().default(''),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI']).default('SingleTenant'),
  MICROSOFT_APP_TENANT_ID: z.string().default(''),
  ALLOWED_TENANTS: list,
  OUTBOUND_HOSTS: list,
  BOT_OPENID_METADATA_URL: Url.optional(),
  BOT_TOKEN_ISSUER: z.string().min(1).optional(),
  BOT_LOGIN_URL: Url.optional(),
  META_APP_SECRET: secret.optional(),
  META_VERIFY_TOKEN: secret.optional(),
  INTAKE_SECRET: secret.optional(),
  /** Seals the tokens that platforms give anew. */
  TOKEN_KEY: Key.optional(),
  /** The mail server that entries of the register are sent by. */
  SMTP_URL: z.url({ protocol: /^smtps?$/u, error: 'expected smtp://… or smtps://…' }).optional(),
  ACCOUNTS_FILE: z.string().min(1).default('./accounts.yaml'),
  FACEBOOK_API_URL: Url.default('https://graph.facebook.com/v26.0'),
  FACEBOOK_ATTACHMENT_HOSTS: list.pipe(
    z
      .array(z.string())
      .transform((hosts) =>
        hosts.length > 0 ? hosts : ['fbcdn.net', 'facebook.com', 'fbsbx.com', 'cdninstagram.com'],
      ),
  ),
  YOUTUBE_API_URL: Url.default('https://www.googleapis.com/youtube/v3'),
  YOUTUBE_TOKEN_URL: Url.default('https://oauth2.googleapis.com/token'),
  YOUTUBE_CLIENT_ID: z.string().min(1).optional(),
  YOUTUBE_CLIENT_SECRET: secret.optional(),
  LINKEDIN_API_URL: Url.default('https://api.linkedin.com/rest'),
  LINKEDIN_VERSION: z
    .string()
    .regex(/^20\d\d(?:0[1-9]|1[0-2])$/u, 'expected a year and a month, such as 202610')
    .default('202610'),
  LINKEDIN_CLIENT_ID: z.string().min(1).optional(),
  LINKEDIN_CLIENT_SECRET: secret.optional(),
  LINKEDIN_INTROSPECT_URL: Url.default('https://www.linkedin.com/oauth/v2/introspectToken'),
  LINKEDIN_APPLICATION_ID: z.string().regex(/^\d+$/u, 'expected the number of the app').optional(),
  LINKEDIN_ATTACHMENT_HOSTS: list.pipe(
    z.array(z.string()).transform((hosts) => (hosts.length > 0 ? hosts : ['licdn.com'])),
  ),
  PLATFORM_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
  ...StoreSettings.shape,
  ...SecondOpinionSettings.shape,
});
type Settings = z.infer<typeof Settings>;

/** Which setting fills which of the chat's options (`chat/teams/options.ts`). An option whose setting is absent has its default. */
export const TEAMS_SETTINGS = {
  appId: 'MICROSOFT_APP_ID',
  appPassword: 'MICROSOFT_APP_PASSWORD',
  appType: 'MICROSOFT_APP_TYPE',
  tenantId: 'MICROSOFT_APP_TENANT_ID',
  allowedTenants: 'ALLOWED_TENANTS',
  outboundHosts: 'OUTBOUND_HOSTS',
  openIdMetadataUrl: 'BOT_OPENID_METADATA_URL',
  tokenIssuer: 'BOT_TOKEN_ISSUER',
  loginUrl: 'BOT_LOGIN_URL',
} as const satisfies Record<string, keyof Settings>;

/** Everything the composition needs to know; secrets are read once at start. */
export interface Config extends Omit<NamedSecrets, 'problems'> {
  readonly settings: Settings;
  readonly accounts: AccountsFile;
}

/** What stands in the environment and the accounts file, as far as it can be read. */
export interface Reading extends Pick<PlacedYaml, 'placeOf'> {
  /** Null where anything is missing or wrong. */
  readonly config: Config | null;
  readonly settings: Partial<Settings>;
  readonly accounts: AccountsFile;
  /** Each names the setting, or the accounts file, the line and the path in it, and what was expected; none holds a value. */
  readonly problems: readonly string[];
}

/** Reads the environment and the accounts file to the end, whatever is wrong on the way. */
export function inspectConfig(environment: NodeJS.ProcessEnv = process.env): Reading {
  const given = present(environment);
  const settings = Settings.safeParse(given, { reportInput: true });
  const usable = settings.data ?? readEach(given);
  const problems = settings.error ? describe(settingAt, settings.error) : [];
  problems.push(...secondOpinionProblems(given));
  const { accounts, placeOf, ...file } = inspectAccounts(usable.ACCOUNTS_FILE ?? '');
  problems.push(...file.problems);
  const { problems: lacking, ...secrets } = namedSecrets(accounts, given, placeOf);
  problems.push(...lacking, ...platformProblems(accounts, given, placeOf));
  problems.push(...registerProblems(accounts, given, placeOf));
  const config =
    settings.success && problems.length === 0 ? { settings: settings.data, accounts, ...secrets } : null;
  return { config, settings: usable, accounts, placeOf, problems };
}

/** Those settings that are right by themselves. */
function readEach(given: NodeJS.ProcessEnv): Partial<Settings> {
  const right = Object.entries(Settings.shape).flatMap(([name, schema]) => {
    const { success, data } = schema.safeParse(given[name]);
    return success ? [[name, data] as const] : [];
  });
  return Object.fromEntries(right);
}

/**
 * The settings that say where everything is kept, for programs that need no others.
 * @throws ConfigError
 */
export function readStoreSettings(environment: NodeJS.ProcessEnv = process.env): Kept {
  const parsed = StoreSettings.safeParse(present(environment));
  if (!parsed.success) throw new ConfigError(describe(settingAt, parsed.error));
  return keptIn(parsed.data);
}

/**
 * The same, and where it is written whose account is whose, for programs that work on the record.
 * @throws ConfigError
 */
export function readRecordSettings(environment: NodeJS.ProcessEnv = process.env): {
  readonly kept: Kept;
  readonly accountsFile: string;
} {
  const kept = readStoreSettings(environment);
  return { kept, accountsFile: Settings.shape.ACCOUNTS_FILE.parse(present(environment)['ACCOUNTS_FILE']) };
}

/**
 * What stands in the accounts file, for programs that do without one: nothing where none is named, and none lies where it is
 * looked for. @throws ConfigError
 */
export function readAccounts(environment: NodeJS.ProcessEnv = process.env): AccountsFile {
  const named = present(environment)['ACCOUNTS_FILE'];
  const file = Settings.shape.ACCOUNTS_FILE.parse(named);
  if (named === undefined && !existsSync(file)) return {};
  const { accounts, problems } = inspectAccounts(file);
  if (problems.length > 0) throw new ConfigError(problems);
  return accounts;
}

const settingAt = (path: readonly PropertyKey[]): string => path.join('.');

/** An empty variable counts as absent. */
const present = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
