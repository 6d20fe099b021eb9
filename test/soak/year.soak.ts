import { expect, it } from 'vitest';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { playWholeYear } from '../year/whole-year.ts';
import { announce, FORM, SEED } from './form.ts';

// The embedded store is slow beside PostgreSQL, which has the whole of it (`replicas.soak.ts`).
const COMMENTS = { full: 800, short: 60 }[FORM];

it('reminds and tells in office hours alone, of everything and once, through a whole year', {
  timeout: 900_000,
}, async () => {
  announce('a year on the embedded store');
  const { figures, violations, told } = await playWholeYear({
    seed: SEED,
    replicas: 1,
    comments: COMMENTS,
    open: { dataDir: copyEmbeddedTemplate() },
  });
  expect(violations.slice(0, 40), told).toEqual([]);
  expect(figures['comments']).toBe(COMMENTS);
});
