import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { PlatformName } from '../core/platform.ts';
import { MunicipalityId } from '../core/policy.ts';
import { ConfigError, describe } from './config-error.ts';

/** `env:NAME`: a secret stands in the environment, never in the file. */
const FromEnvironment = z
  .string()
  .regex(/^env:[A-Z][A-Z0-9_]*$/u, 'expected env: and the name of an environment variable');

const AccountSetting = z.strictObject({
  platform: PlatformName,
  account: z.string().min(1),
  name: z.string().min(1),
  /** The access token. */
  token: FromEnvironment,
  trial: z.boolean().default(true),
});

const MunicipalitySetting = z.strictObject({
  /** Entra object ids. The lead binds channels and leaves trial mode. */
  leads: z.array(z.string().min(1)).min(1, 'expected at least one lead, who can bind the channel'),
  registrars: z.array(z.string().min(1)).default([]),
  /** Alerted personally, without any text, of statutory and secrecy tickets outside office hours. */
  duty: z.string().min(1).optional(),
  /** Who sees to unclaimed cards, a week each in turn. */
  rota: z.array(z.string().min(1)).default([]),
  /** Its own secret for `POST /api/comments`: INTAKE_SECRET then no longer speaks for it. */
  intakeSecret: FromEnvironment.optional(),
  accounts: z.array(AccountSetting).default([]),
});
/** Which account belongs to which municipality, and who does what there: the file at ACCOUNTS_FILE. */
export const AccountsFile = z.record(MunicipalityId, MunicipalitySetting);
export type AccountsFile = z.infer<typeof AccountsFile>;

/**
 * Reads the accounts file.
 * @throws ConfigError
 */
export function readAccounts(path: string): AccountsFile {
  const content = readYaml(path);
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

function readYaml(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError([`ACCOUNTS_FILE: ${path}: ${(cause as Error).message}`]);
  }
  const lines = new LineCounter();
  // Not prettyErrors: they show the text around the fault, which may be a token that was written there.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (!fault) return document.toJS();
  throw new ConfigError([
    `${path}: line ${lines.linePos(fault.pos[0]).line}: expected YAML: ${fault.message}`,
  ]);
}
