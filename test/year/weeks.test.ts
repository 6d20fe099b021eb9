import { expect, it } from 'vitest';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { playInProcess } from './whole-year.ts';

/** A few weeks with Easter, the change to summer time and an outage; the year, replicas and kills are `npm run soak`'s. */
it('reminds and tells in office hours alone, of everything and once, through the weeks around Easter', {
  timeout: 120_000,
}, async () => {
  const { figures, violations, told } = await playInProcess({
    ...{ seed: 1, replicas: 1, comments: 40 },
    open: { dataDir: copyEmbeddedTemplate() },
    from: Temporal.Instant.from('2026-03-25T00:00+01:00'),
    until: Temporal.Instant.from('2026-04-11T00:00+02:00'),
  });
  expect(violations.slice(0, 40), told).toEqual([]);
  expect(figures['comments']).toBe(40);
});
