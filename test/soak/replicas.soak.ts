import { expect, it } from 'vitest';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { playWholeYear } from '../year/whole-year.ts';
import { announce, FORM, SEED } from './form.ts';

const COMMENTS = { full: 2000, short: 120 }[FORM];

it('reminds and tells in office hours alone, of everything and once, through a whole year with two replicas on PostgreSQL', {
  timeout: 900_000,
}, async () => {
  announce('a year with two replicas on PostgreSQL');
  const { figures, violations, told } = await playWholeYear({
    seed: SEED,
    replicas: 2,
    comments: COMMENTS,
    open: { dataDir: '.', databaseUrl: await createPostgresDatabase() },
  });
  expect(violations.slice(0, 40), told).toEqual([]);
  expect(figures['comments']).toBe(COMMENTS);
});
