import { expect, it } from 'vitest';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { playWithKills } from './kills.ts';

it('reminds and tells once although one of two bots, or both, are killed with -9 while they do', {
  timeout: 400_000,
}, async () => {
  const seed = Number(process.env['YEAR_SEED'] ?? 1);
  const { figures, violations, said } = await playWithKills({
    databaseUrl: await createPostgresDatabase(),
    seed,
    comments: 60,
    kills: 3,
    // Easter, and the change to summer time.
    from: Temporal.Instant.from('2026-03-25T00:00+01:00'),
    until: Temporal.Instant.from('2026-04-11T00:00+02:00'),
  });
  expect(violations.slice(0, 40), `seed ${seed}, ${JSON.stringify(figures)}, ${said.slice(-5)}`).toEqual([]);
  expect(figures['kills']).toBe(3);
});
