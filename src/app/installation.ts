import type { Reading } from '../config/config.ts';
import { secondOpinionSettings } from '../config/second-opinion-settings.ts';
import type { Policy } from '../core/policy.ts';
import type { Installation } from '../records/processing/processing.ts';

/** What the settings and the accounts file say of where a municipality's personal data goes; no secret and no address with one. */
export function installationOf(
  { settings, accounts }: Pick<Reading, 'settings' | 'accounts'>,
  { municipality, name }: Pick<Policy, 'municipality' | 'name'>,
): Installation {
  const town = accounts[municipality];
  const { folder, secretFolder, mail } = town?.register ?? {};
  return {
    municipality,
    name,
    accounts: (town?.accounts ?? []).map(({ platform, name: account, keep }) => ({
      ...{ platform, name: account, keep: keep ?? ('law' as const) },
    })),
    teams: Boolean(settings.MICROSOFT_APP_ID),
    databaseHost: hostOf(settings.DATABASE_URL),
    modelHost: modelHostIn(settings),
    handOver: {
      folder: (folder ?? secretFolder) !== undefined,
      mailHost: mail ? hostOf(settings.SMTP_URL ?? '') : null,
    },
    archive: town?.archive?.agreement !== undefined,
  };
}

function modelHostIn(settings: Reading['settings']): string | null {
  const provider = secondOpinionSettings(settings)?.provider;
  if (!provider) return null;
  return hostOf(provider.kind === 'openai' ? provider.baseUrl : provider.endpoint);
}

/** A socket has no host: its own name then stands for it. */
const hostOf = (url: string | undefined): string | null =>
  url === undefined ? null : URL.parse(url)?.hostname || 'localhost';
