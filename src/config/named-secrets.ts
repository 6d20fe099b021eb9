import type { AccountsFile } from './accounts-file.ts';
import { APP_SETTINGS, type OwnSettings } from './own-apps.ts';
import { dotted, type Path, type PlacedYaml } from './placed-yaml.ts';

/** Under which an account's token is kept: two platforms may give the same id to two accounts. */
export const accountKey = ({
  platform,
  account,
}: {
  readonly platform: string;
  readonly account: string;
}): string => `${platform}:${account}`;

/** The secrets that the accounts file names, as they stand in the environment. */
export interface NamedSecrets {
  /** The access token of an account by its `accountKey`. */
  readonly tokens: ReadonlyMap<string, string>;
  /** The secrets of those municipalities that have one of their own for `POST /api/comments`. */
  readonly intakeSecrets: ReadonlyMap<string, string>;
  /** What the apps of municipalities put in the place of the installation's settings. */
  readonly ownSettings: ReadonlyMap<string, OwnSettings>;
  /** Each names the setting and who needs it. */
  readonly problems: readonly string[];
}

/** Settings that prove who sends: one that two share would let each speak for the other. */
const PROVING = ['INTAKE_SECRET', 'META_APP_SECRET', 'LINKEDIN_CLIENT_SECRET'];

/** Looks up every `env:NAME` of the accounts file. */
export function namedSecrets(
  accounts: AccountsFile,
  given: NodeJS.ProcessEnv,
  placeOf: PlacedYaml['placeOf'],
): NamedSecrets {
  const problems: string[] = [];
  const secretAt = (reference: string, path: Path): string | undefined => {
    const name = reference.slice('env:'.length);
    if (given[name] === undefined)
      problems.push(`${name}: missing; ${placeOf(path)} names it for ${dotted(path)}`);
    return given[name];
  };
  const sent = new Set(PROVING.map((setting) => `${setting} ${given[setting]}`));
  /** As `secretAt`, of what stands in the place of a setting. */
  const insteadOf = (setting: string, written: string, path: Path): string | undefined => {
    if (!written.startsWith('env:')) return written;
    const value = secretAt(written, path);
    const key = `${setting} ${value}`;
    if (value !== undefined && PROVING.includes(setting) && sent.has(key))
      problems.push(
        `${written.slice('env:'.length)}: expected a secret that ${path[0]?.toString()} shares with nobody; ${placeOf(path)} names it`,
      );
    sent.add(key);
    return value;
  };
  const tokens = new Map<string, string>();
  const intakeSecrets = new Map<string, string>();
  const ownSettings = new Map<string, OwnSettings>();
  for (const [municipality, town] of Object.entries(accounts)) {
    for (const [index, account] of town.accounts.entries()) {
      const value = secretAt(account.token, [municipality, 'accounts', index, 'token']);
      if (value !== undefined) tokens.set(accountKey(account), value);
    }
    const { intakeSecret, apps } = town;
    const intake = intakeSecret && insteadOf('INTAKE_SECRET', intakeSecret, [municipality, 'intakeSecret']);
    if (intake !== undefined) intakeSecrets.set(municipality, intake);
    if (apps) ownSettings.set(municipality, ownOf(municipality, apps, insteadOf));
  }
  return { tokens, intakeSecrets, ownSettings, problems };
}

/** What a municipality's apps put in the place of settings. */
function ownOf(
  municipality: string,
  apps: NonNullable<AccountsFile[string]['apps']>,
  insteadOf: (setting: string, written: string, path: Path) => string | undefined,
): OwnSettings {
  return Object.fromEntries(
    Object.entries(apps).flatMap(([app, parts]) =>
      Object.entries(APP_SETTINGS[app as keyof typeof APP_SETTINGS]).map(([part, setting]) => {
        const written = (parts as Readonly<Record<string, string | undefined>>)[part];
        return [setting, written && insteadOf(setting, written, [municipality, 'apps', app, part])];
      }),
    ),
  );
}
