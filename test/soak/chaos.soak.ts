import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { runChaos } from '../chaos/chaos.ts';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { announce, FORM, SEED } from './form.ts';

const { kills, comments, presses } = {
  full: { kills: 10, comments: 80, presses: 50 },
  short: { kills: 5, comments: 40, presses: 25 },
}[FORM];

let dataDir = '';
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('loses no comment and doubles no act when it is killed with -9 at random moments', {
  timeout: 400_000,
}, async () => {
  announce('a bot that is killed at random moments');
  dataDir = copyEmbeddedTemplate();
  const result = await runChaos({
    ...{ dataDir, seed: SEED, kills, comments, presses },
    speed: 200,
    longestLifeMs: 1000,
    hurry: true,
  });
  const { violations, figures } = result;
  expect(violations, `seed ${SEED}, ${JSON.stringify({ ...result.kills, ...figures })}`).toEqual([]);
  expect(figures['comments accepted']).toBe(comments);
  expect(figures['acts on the platforms']).toBeGreaterThan(0);
});
