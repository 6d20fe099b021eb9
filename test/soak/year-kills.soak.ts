import { expect, it } from 'vitest';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { playWithKills } from '../year/kills.ts';
import { announce, FORM, SEED } from './form.ts';

/** Both spans hold Easter; the long one the change to summer time too. */
const SPAN = {
  full: { from: '2026-03-25T00:00+01:00', until: '2026-04-11T00:00+02:00', comments: 60, kills: 3 },
  short: { from: '2026-04-01T00:00+02:00', until: '2026-04-09T00:00+02:00', comments: 20, kills: 1 },
}[FORM];

it('reminds and tells once although one of two bots, or both, are killed with -9 while they do', {
  timeout: 400_000,
}, async () => {
  announce('two bots that are killed while they remind');
  const { figures, violations, said } = await playWithKills({
    databaseUrl: await createPostgresDatabase(),
    seed: SEED,
    comments: SPAN.comments,
    kills: SPAN.kills,
    from: Temporal.Instant.from(SPAN.from),
    until: Temporal.Instant.from(SPAN.until),
  });
  expect(violations.slice(0, 40), `seed ${SEED}, ${JSON.stringify(figures)}, ${said.slice(-5)}`).toEqual([]);
  expect(figures['kills']).toBe(SPAN.kills);
});
