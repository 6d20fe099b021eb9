import { expect, it } from 'vitest';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { playWholeYear } from './whole-year.ts';

it('reminds and tells in office hours alone, of everything and once, through a whole year', {
  timeout: 900_000,
}, async () => {
  const { figures, violations, told } = await playWholeYear({
    replicas: 1,
    // The embedded store is slow beside PostgreSQL, which has the whole of it (`replicas.test.ts`).
    comments: 800,
    open: { dataDir: copyEmbeddedTemplate() },
  });
  expect(violations.slice(0, 40), told).toEqual([]);
  expect(figures['comments']).toBe(800);
});
