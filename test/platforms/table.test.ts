import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PlatformName } from '../../src/core/platform.ts';
import { PLATFORM_NAMES, PLATFORMS, platformOf } from '../../src/platforms/index.ts';
import type { PlatformSpec } from '../../src/platforms/spec.ts';

type Table = Readonly<Record<PlatformName, PlatformSpec>>;
const FOLDER = join(import.meta.dirname, '..', '..', 'src', 'platforms');

/** How Graph is spoken to, which two platforms share. */
const GRAPH = 'meta';

describe('the table of platforms', () => {
  it('does not compile without a row for every platform, or with one that does not say what can be done there', () => {
    const { youtube, ...others } = PLATFORMS;
    // @ts-expect-error A platform has no row.
    others satisfies Table;
    const { mention, ...can } = youtube.can;
    // @ts-expect-error It does not say what can be done about a mention.
    ({ ...PLATFORMS, youtube: { ...youtube, can } }) satisfies Table;
    expect(mention.reply).toBe('by-hand');
  });

  it('has a folder for every platform, and a platform for every folder', () => {
    const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...PlatformName.options, GRAPH].sort());
    expect(PLATFORM_NAMES).toEqual(PlatformName.options);
  });

  it('does nothing over an interface that it does not speak', () => {
    for (const name of PLATFORM_NAMES) {
      const { api, can } = platformOf(name);
      if (api === undefined)
        expect(
          Object.values(can).flatMap((each) => Object.values(each)),
          name,
        ).not.toContain('api');
    }
  });
});
