import type { AccountsFile } from './accounts-file.ts';
import { dotted, type Path, type PlacedYaml } from './placed-yaml.ts';

type Account = Pick<AccountsFile[string]['accounts'][number], 'platform' | 'account'>;

/** Under which an account's token is kept: two platforms may give the same id to two accounts. */
export const accountKey = ({ platform, account }: Account): string => `${platform}:${account}`;

/** The secrets that the accounts file names, as they stand in the environment. */
export interface NamedSecrets {
  /** The access token of an account by its `accountKey`. */
  readonly tokens: ReadonlyMap<string, string>;
  /** The secrets of those municipalities that have one of their own for `POST /api/comments`. */
  readonly intakeSecrets: ReadonlyMap<string, string>;
  /** Each names the setting and who needs it. */
  readonly problems: readonly string[];
}

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
  const tokens = new Map<string, string>();
  const intakeSecrets = new Map<string, string>();
  for (const [municipality, { accounts: list, intakeSecret }] of Object.entries(accounts)) {
    for (const [index, account] of list.entries()) {
      const value = secretAt(account.token, [municipality, 'accounts', index, 'token']);
      if (value !== undefined) tokens.set(accountKey(account), value);
    }
    if (intakeSecret === undefined) continue;
    const value = secretAt(intakeSecret, [municipality, 'intakeSecret']);
    // A secret that two share would let each speak for the other.
    if (value !== undefined && [given['INTAKE_SECRET'], ...intakeSecrets.values()].includes(value))
      problems.push(
        `${intakeSecret.slice('env:'.length)}: expected a secret that ${municipality} shares with nobody`,
      );
    if (value !== undefined) intakeSecrets.set(municipality, value);
  }
  return { tokens, intakeSecrets, problems };
}
