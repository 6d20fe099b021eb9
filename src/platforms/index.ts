import type { PlatformName } from '../core/platform.ts';
import { facebook } from './facebook/index.ts';
import { instagram } from './instagram/index.ts';
import { linkedin } from './linkedin/index.ts';
import type { PlatformSpec } from './spec.ts';
import { youtube } from './youtube/index.ts';

/** Every platform. The key is its name, and its folder's name here. */
export const PLATFORMS = {
  facebook,
  instagram,
  youtube,
  linkedin,
} satisfies Readonly<Record<PlatformName, PlatformSpec>>;

/** The table as the rest reads it, which knows none of its rows. */
export const platformOf = (name: PlatformName): PlatformSpec => PLATFORMS[name];

/** The names of all platforms. */
export const PLATFORM_NAMES = Object.keys(PLATFORMS) as PlatformName[];
