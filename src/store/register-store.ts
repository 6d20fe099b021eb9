import type { Kysely } from 'kysely';
import type { RegisterStore } from '../ports/register.ts';
import { giveNumber, secureEntry } from './register.ts';
import { registerLines } from './register-lines.ts';

/** The register on a database. */
export const registerOn = (db: Kysely<unknown>): RegisterStore => ({
  secureEntry: (municipality, now, entry) =>
    db.transaction().execute((tx) => secureEntry(tx, municipality, now, entry)),
  giveNumber: (municipality, now, given) =>
    db.transaction().execute((tx) => giveNumber(tx, municipality, now, given)),
  registerLines: (municipality, query) => registerLines(db, municipality, query),
});
