import { expect, it } from 'vitest';
import { outliveRestarts } from './outlive-restarts.ts';

it('outlives restarts of PostgreSQL under load: nothing answered is lost or doubled, and it is ready within a second', async () => {
  const outlived = await outliveRestarts(['fast', 'immediate']);
  expect(outlived).toMatchObject({ awayStatus: [503, 503], lost: [], doubled: [], recordsAreSound: true });
  expect(outlived.refused).toBeGreaterThan(0);
  expect(outlived.presses).toBeGreaterThan(0);
  for (const readyMs of outlived.readyMs) expect(readyMs).toBeLessThan(1000);
}, 180_000);
