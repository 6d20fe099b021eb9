import type { PlatformName } from '../core/platform.ts';
import type { AccountsFile } from './accounts-file.ts';
import { hasOwnApp } from './own-apps.ts';
import type { PlacedYaml } from './placed-yaml.ts';

const META = ['META_APP_SECRET', 'META_VERIFY_TOKEN'];
/** Settings that are needed only where the accounts file has an account of that platform, and no app of its own for it. */
const NEEDED: Readonly<Record<PlatformName, readonly string[]>> = {
  facebook: META,
  instagram: META,
  youtube: ['YOUTUBE_CLIENT_ID', 'YOUTUBE_CLIENT_SECRET'],
  linkedin: ['LINKEDIN_CLIENT_SECRET'],
};
/** What is asked for while no municipality is known that might need it, or have its own. */
const BEFOREHAND = [...META, 'INTAKE_SECRET'];

/** What the accounts need and the environment lacks: each setting once, with who needs it first. */
export function platformProblems(
  accounts: AccountsFile,
  given: NodeJS.ProcessEnv,
  placeOf: PlacedYaml['placeOf'],
): readonly string[] {
  const towns = Object.entries(accounts);
  const wanted =
    towns.length === 0
      ? BEFOREHAND.map((name) => ({ name, why: '' }))
      : towns.flatMap(([municipality, town]) => wantedBy(municipality, town, placeOf));
  const missing = wanted.filter(({ name }) => given[name] === undefined);
  return [...Map.groupBy(missing, ({ name }) => name)].map(
    ([name, [first]]) => `${name}: missing${first?.why}`,
  );
}

function wantedBy(municipality: string, town: AccountsFile[string], placeOf: PlacedYaml['placeOf']) {
  const ofAccounts = town.accounts.flatMap(({ platform, account }, index) => {
    const place = placeOf([municipality, 'accounts', index]);
    const why = `; ${place} has the ${platform} account ${account} of ${municipality}`;
    return hasOwnApp(town, platform) ? [] : NEEDED[platform].map((name) => ({ name, why }));
  });
  const why = `; ${placeOf([municipality])} names no intakeSecret for ${municipality}`;
  return town.intakeSecret === undefined ? [...ofAccounts, { name: 'INTAKE_SECRET', why }] : ofAccounts;
}
