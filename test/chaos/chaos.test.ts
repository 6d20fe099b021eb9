import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { runChaos } from './chaos.ts';

let dataDir = '';
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('loses no comment and doubles no act when it is killed with -9 at random moments', {
  timeout: 150_000,
}, async () => {
  dataDir = copyEmbeddedTemplate();
  const seed = Math.floor(Math.random() * 1e6);
  const { violations, figures, kills } = await runChaos({
    dataDir,
    seed,
    kills: 5,
    comments: 40,
    presses: 25,
    speed: 200,
    longestLifeMs: 1000,
    hurry: true,
  });
  expect(violations, `seed ${seed}, ${JSON.stringify({ ...kills, ...figures })}`).toEqual([]);
  expect(figures['comments accepted']).toBe(40);
  expect(figures['acts on the platform']).toBeGreaterThan(0);
});
