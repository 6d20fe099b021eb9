import { afterAll } from 'vitest';
import { created } from './fakes/created.ts';

// Most test files have none, and need not load a driver.
afterAll(async () => {
  if (created.size > 0) await (await import('./fakes/databases.ts')).dropPostgresDatabases();
});
