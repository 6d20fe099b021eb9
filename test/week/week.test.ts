import { expect, it } from 'vitest';
import type { NetworkName } from '../fakes/networks.ts';
import { stores } from '../fakes/running-app.ts';
import { playWeek } from './week.ts';

const [, [, onPostgres]] = stores;
const PLATFORMS: readonly NetworkName[] = ['facebook', 'instagram', 'youtube', 'linkedin'];

it.each(PLATFORMS)(
  'two days on %s with its deliveries lost, doubled and reordered leave nothing out',
  async (platform) => {
    const { violations, figures } = await playWeek({
      platform,
      seed: 1,
      days: 2,
      settings: await onPostgres(),
    });
    console.log(platform, JSON.stringify(figures));
    expect(violations, JSON.stringify(figures)).toEqual([]);
  },
);
