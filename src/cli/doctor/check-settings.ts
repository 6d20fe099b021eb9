import type { Reading } from '../../config/config.ts';
import { type Diagnosis, ill, well } from './diagnosis.ts';

/** Everything that is missing or wrong in the environment and the accounts file, in one round. */
export function checkSettings({ settings, accounts, problems }: Reading): Diagnosis[] {
  const found = problems.map((says) => ill('settings', says, cureOf(says, settings.ACCOUNTS_FILE)));
  if (found.length > 0) return found;
  const towns = Object.values(accounts);
  const count = towns.reduce((sum, town) => sum + town.accounts.length, 0);
  return [
    well(
      'settings',
      `all are there; ${settings.ACCOUNTS_FILE} names ${towns.length} municipalities, ${count} accounts`,
    ),
  ];
}

/** Municipalities of the accounts file that have no rules. */
export function checkKnown(
  { settings, accounts }: Reading,
  policies: ReadonlyMap<string, unknown>,
): Diagnosis[] {
  const known = [...policies.keys()].join(', ');
  return Object.keys(accounts)
    .filter((municipality) => !policies.has(municipality))
    .map((municipality) =>
      ill(
        'settings',
        `${settings.ACCOUNTS_FILE}: ${municipality}: no such municipality in rules/`,
        `write one of ${known}, or make the file rules/${municipality}.yaml`,
      ),
    );
}

function cureOf(problem: string, accountsFile = ''): string {
  if (problem.startsWith(`${accountsFile}: `))
    return `correct it in ${accountsFile}; the README shows its form`;
  const [name = ''] = problem.split(':');
  return name === 'ACCOUNTS_FILE'
    ? `write ${accountsFile} as the README shows it, or set ACCOUNTS_FILE to where it is`
    : `set ${name} in the environment or in .env; .env.example says what it is`;
}
