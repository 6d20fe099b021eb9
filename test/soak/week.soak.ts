import { expect, it } from 'vitest';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { NETWORK_NAMES } from '../fakes/networks.ts';
import { playWeek } from '../week/week.ts';
import { announce, FORM, SEED } from './form.ts';

const DAYS = { full: 7, short: 2 }[FORM];

it.each(NETWORK_NAMES)(
  'a week on %s with its deliveries lost, doubled and reordered leaves nothing out',
  { timeout: 600_000 },
  async (platform) => {
    announce(`${DAYS} days on ${platform}`);
    const settings = { DATABASE_URL: await createPostgresDatabase() };
    const { violations, figures } = await playWeek({ platform, seed: SEED, days: DAYS, settings });
    expect(violations.slice(0, 40), JSON.stringify(figures)).toEqual([]);
    expect(figures['gone'], JSON.stringify(figures)).toBeGreaterThan(0);
  },
);
