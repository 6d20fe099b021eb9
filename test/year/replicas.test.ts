import { expect, it } from 'vitest';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { playWholeYear } from './whole-year.ts';

it('reminds and tells in office hours alone, of everything and once, through a whole year with two replicas on PostgreSQL', {
  timeout: 900_000,
}, async () => {
  const { figures, violations, told } = await playWholeYear({
    replicas: 2,
    comments: 2000,
    open: { dataDir: '.', databaseUrl: await createPostgresDatabase() },
  });
  expect(violations.slice(0, 40), told).toEqual([]);
  expect(figures['comments']).toBe(2000);
});
