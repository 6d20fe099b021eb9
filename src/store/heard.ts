import { type Kysely, sql } from 'kysely';
import { storable } from './storable.ts';

/** Notes that this has been heard; false when it had been before. Teams repeats for minutes: two days are plenty. */
export async function hear(db: Kysely<unknown>, key: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql`
    WITH old AS (DELETE FROM heard WHERE at < ${now}::timestamptz - interval '2 days')
    INSERT INTO heard (key, at) VALUES (${storable(key)}, ${now}) ON CONFLICT DO NOTHING RETURNING key`.execute(
    db,
  );
  return rows.length > 0;
}

/** It may be heard again: what was to be done failed. */
export async function unhear(db: Kysely<unknown>, key: string): Promise<void> {
  await sql`DELETE FROM heard WHERE key = ${storable(key)}`.execute(db);
}
