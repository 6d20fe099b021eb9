import { expect, it } from 'vitest';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { NETWORK_NAMES } from '../fakes/networks.ts';
import { playWeek } from './week.ts';

// `npm run soak` plays a week.
it.each(NETWORK_NAMES)(
  'two days on %s with its deliveries lost, doubled and reordered leave nothing out',
  {
    timeout: 120_000,
  },
  async (platform) => {
    const settings = { DATABASE_URL: await createPostgresDatabase() };
    const { violations, figures } = await playWeek({ platform, seed: 1, days: 2, settings });
    expect(violations, JSON.stringify(figures)).toEqual([]);
    expect(figures['gone'], JSON.stringify(figures)).toBeGreaterThan(0);
    expect(figures['gaps'], JSON.stringify(figures)).toBeGreaterThan(0);
  },
);
