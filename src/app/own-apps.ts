import type { Config } from '../config/config.ts';
import { hasOwnApp } from '../config/own-apps.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { Inbox } from '../platforms/inbox.ts';
import { PLATFORM_NAMES, platformOf } from '../platforms/index.ts';
import type { PlatformSettings } from '../platforms/spec.ts';
import type { Route } from '../ports/http.ts';

/** Whose app speaks for a municipality on a platform: its own alone, where it has one; null: the installation's. */
export const appOf =
  ({ accounts }: Pick<Config, 'accounts'>) =>
  (platform: PlatformName, municipality: MunicipalityId): MunicipalityId | null =>
    hasOwnApp(accounts[municipality], platform) ? municipality : null;

/** The settings under which platforms are spoken to for a municipality; null: the installation's. */
export const settingsFor = (
  { settings, ownSettings }: Pick<Config, 'settings' | 'ownSettings'>,
  municipality: MunicipalityId | null,
): PlatformSettings => ({ ...settings, ...(municipality !== null && ownSettings.get(municipality)) });

/** The webhooks of every app, each at a path of its own: `/webhooks/facebook`, and `/webhooks/facebook/<municipality>`. */
export const webhookRoutes = (config: Config, keep: Inbox['keep']): readonly Route[] =>
  PLATFORM_NAMES.flatMap((platform) => {
    const owners = Object.keys(config.accounts).filter((town) => hasOwnApp(config.accounts[town], platform));
    return [null, ...owners].flatMap((app) => {
      const path = `/webhooks/${platform}${app === null ? '' : `/${app}`}`;
      const kept = (body: Buffer) => keep(platform, body, app);
      return platformOf(platform).api?.routes?.(path, settingsFor(config, app), kept) ?? [];
    });
  });
