import { z } from 'zod';
import type { PlatformName } from '../core/platform.ts';

/** `env:NAME`: a secret stands in the environment, never in the file. */
export const FromEnvironment = z
  .string()
  .regex(/^env:[A-Z][A-Z0-9_]*$/u, 'expected env: and the name of an environment variable');

/** The apps that a municipality may have registered for itself, each in place of the installation's. */
export const OwnApps = z.strictObject({
  meta: z.strictObject({ appSecret: FromEnvironment, verifyToken: FromEnvironment }).optional(),
  linkedin: z
    .strictObject({
      clientSecret: FromEnvironment,
      applicationId: z.string().regex(/^\d+$/u, 'expected the number of the app').optional(),
    })
    .optional(),
  /** A Google project, which has a quota of its own. */
  youtube: z.strictObject({ clientId: FromEnvironment, clientSecret: FromEnvironment }).optional(),
});
type OwnApps = z.infer<typeof OwnApps>;

/** Which setting each part of an app stands in for. */
export const APP_SETTINGS = {
  meta: { appSecret: 'META_APP_SECRET', verifyToken: 'META_VERIFY_TOKEN' },
  linkedin: { clientSecret: 'LINKEDIN_CLIENT_SECRET', applicationId: 'LINKEDIN_APPLICATION_ID' },
  youtube: { clientId: 'YOUTUBE_CLIENT_ID', clientSecret: 'YOUTUBE_CLIENT_SECRET' },
} as const satisfies { readonly [App in keyof OwnApps]-?: Record<keyof NonNullable<OwnApps[App]>, string> };

type Values<T> = T[keyof T];
type AppSetting = Values<{ [App in keyof OwnApps]-?: Values<(typeof APP_SETTINGS)[App]> }>;

/** A municipality's settings in place of the installation's; of an app that is its own all, also those that it leaves out. */
export type OwnSettings = Readonly<Partial<Record<AppSetting, string | undefined>>>;

/** The app over which each platform is spoken to. */
const APP_OF = {
  facebook: 'meta',
  instagram: 'meta',
  youtube: 'youtube',
  linkedin: 'linkedin',
} as const satisfies Readonly<Record<PlatformName, keyof OwnApps>>;

/** Has the municipality an app of its own on that platform? */
export const hasOwnApp = (
  town: { readonly apps?: OwnApps | undefined } | undefined,
  platform: PlatformName,
) => town?.apps?.[APP_OF[platform]] !== undefined;
