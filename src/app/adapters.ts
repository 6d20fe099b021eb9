import type { Config } from '../config/config.ts';
import { accountKey } from '../config/named-secrets.ts';
import { secondOpinionSettings } from '../config/second-opinion-settings.ts';
import type { PlatformName } from '../core/platform.ts';
import type { EngineParts } from '../engine/decider.ts';
import { PLATFORM_NAMES, platformOf } from '../platforms/index.ts';
import type { KnownAccounts } from '../platforms/spec.ts';
import type { Clock } from '../ports/clock.ts';
import type { Platform } from '../ports/platform.ts';
import { createSecondOpinion } from '../second-opinion/second-opinion.ts';
import type { OpenedScreening } from '../training/open-screening.ts';
import { municipalityOf } from './accounts.ts';
import { settingsFor } from './own-apps.ts';
import { FORGETFUL, type TokenVault } from './token-vault.ts';

/** The platforms whose interface we speak. @param vault null: what they give anew is forgotten when the process ends */
export function platformsOf(
  config: Pick<Config, 'settings' | 'accounts' | 'tokens' | 'ownSettings'>,
  { now }: Clock,
  vault: TokenVault | null,
): ReadonlyMap<PlatformName, Platform> {
  const { settings, accounts, tokens } = config;
  const all = Object.values(accounts).flatMap((town) => town.accounts);
  const pages = new Map(all.map((account) => [accountKey(account), account.page]));
  const owner = municipalityOf(config);
  const knownOn = (platform: PlatformName): KnownAccounts => ({
    tokenOf: (account) => tokens.get(accountKey({ platform, account })) ?? '',
    settingsOf: (account) => settingsFor(config, owner(platform, account) ?? null),
    pageOf: (account) => pages.get(accountKey({ platform, account })),
    kept:
      vault?.keptFor((account) => {
        const municipality = owner(platform, account);
        return municipality === undefined ? undefined : { municipality, platform, account };
      }) ?? FORGETFUL,
  });
  return new Map(
    PLATFORM_NAMES.flatMap((name) => {
      const connected = platformOf(name).api?.connect(settings, knownOn(name), now);
      return connected ? [[name, connected] as const] : [];
    }),
  );
}

/** Whom to ask about comments that screening is unsure of: nobody where no key is set. */
export function secondOpinionOf(
  { settings }: Config,
  { lexicon, assess }: OpenedScreening,
  onDropped: (error: Error) => void,
): Pick<EngineParts, 'secondOpinion'> {
  const asked = secondOpinionSettings(settings);
  if (!asked) return {};
  const scoreOf: Parameters<typeof createSecondOpinion>[0]['scoreOf'] = (text, policy) =>
    assess(text, policy).score;
  return { secondOpinion: createSecondOpinion({ ...asked, names: lexicon.names, scoreOf, onDropped }) };
}
