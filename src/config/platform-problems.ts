import type { PlatformName } from '../core/platform.ts';
import type { AccountsFile } from './accounts-file.ts';
import type { PlacedYaml } from './placed-yaml.ts';

/** Settings that are needed only where the accounts file has an account of that platform. */
const NEEDED: Partial<Record<PlatformName, readonly string[]>> = {
  youtube: ['YOUTUBE_CLIENT_ID', 'YOUTUBE_CLIENT_SECRET'],
  linkedin: ['LINKEDIN_CLIENT_SECRET'],
};

/** What the accounts need and the environment lacks: each setting once, with who needs it first. */
export function platformProblems(
  accounts: AccountsFile,
  given: NodeJS.ProcessEnv,
  placeOf: PlacedYaml['placeOf'],
): readonly string[] {
  const problems = new Map<string, string>();
  for (const [municipality, { accounts: list }] of Object.entries(accounts)) {
    for (const [index, { platform, account }] of list.entries()) {
      for (const name of NEEDED[platform] ?? []) {
        if (given[name] !== undefined || problems.has(name)) continue;
        problems.set(
          name,
          `${name}: missing; ${placeOf([municipality, 'accounts', index])} has the ${platform} account ${account} of ${municipality}`,
        );
      }
    }
  }
  return [...problems.values()];
}
