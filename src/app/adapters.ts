import type { Config } from '../config/config.ts';
import { secondOpinionSettings } from '../config/second-opinion-settings.ts';
import type { PlatformName } from '../core/platform.ts';
import type { EngineParts } from '../engine/decider.ts';
import { PLATFORM_NAMES, platformOf } from '../platforms/index.ts';
import type { Platform } from '../ports/platform.ts';
import { createSecondOpinion } from '../second-opinion/second-opinion.ts';
import type { OpenedScreening } from '../training/open-screening.ts';

/** The platforms whose interface we speak. */
export const platformsOf = ({ settings, tokens }: Config): ReadonlyMap<PlatformName, Platform> =>
  new Map(
    PLATFORM_NAMES.flatMap((name) => {
      const connected = platformOf(name).api?.connect(settings, (account) => tokens.get(account) ?? '');
      return connected ? [[name, connected] as const] : [];
    }),
  );

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
