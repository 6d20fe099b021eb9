import { readdirSync, readFileSync } from 'node:fs';
import type { Migration } from './migrate.ts';

const MIGRATIONS = new URL('migrations/', import.meta.url);

/** The schema's steps, in order: `src/store/migrations/*.sql`. */
export const migrations: readonly Migration[] = readdirSync(MIGRATIONS)
  .filter((file) => file.endsWith('.sql'))
  .toSorted()
  .map((file) => ({
    name: file.replace('.sql', ''),
    // A checkout on Windows may have CRLF; the recorded hash must not depend on it.
    sql: readFileSync(new URL(file, MIGRATIONS), 'utf8').replaceAll('\r\n', '\n'),
  }));
