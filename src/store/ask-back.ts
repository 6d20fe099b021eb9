import { type Kysely, sql } from 'kysely';
import type { DuePoll, ToldOf } from '../ports/polls.ts';
import { toJson } from './storable.ts';

type Account = Pick<DuePoll, 'municipality' | 'platform' | 'account'>;

/** Hands out a comment of these accounts that is to be asked of its platform, the one that has waited longest, once. */
export async function claimToldOf(
  db: Kysely<unknown>,
  accounts: readonly Account[],
  now: Temporal.Instant,
  leaseMs: number,
): Promise<ToldOf | null> {
  const { rows } = await sql<ToldOf>`
    UPDATE comment SET ask_at = ${now.add({ milliseconds: leaseMs })} WHERE (municipality, id) = (
      SELECT c.municipality, c.id FROM comment c
      JOIN jsonb_to_recordset(${toJson(accounts)}::jsonb) AS r (municipality text, platform text, account text)
        USING (municipality, platform, account)
      JOIN account a USING (municipality, platform, account)
      WHERE c.ask_at <= ${now} AND (a.paused_until IS NULL OR a.paused_until <= ${now})
      ORDER BY c.ask_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED)
    RETURNING municipality, platform, account, external_id AS "externalId", post_id AS "postId", kind,
      arrived_at AS "arrivedAt"`.execute(db);
  return rows[0] ?? null;
}

/** It need not be asked again. */
export async function answered(db: Kysely<unknown>, { externalId, ...of }: ToldOf): Promise<void> {
  await sql`UPDATE comment SET ask_at = NULL WHERE municipality = ${of.municipality} AND platform = ${of.platform}
    AND account = ${of.account} AND external_id = ${externalId}`.execute(db);
}

/** The account is not asked before then; what arrived before `since` never more. */
export async function askLater(
  db: Kysely<unknown>,
  { municipality, platform, account }: Account,
  until: Temporal.Instant,
  since: Temporal.Instant,
): Promise<void> {
  await sql`UPDATE comment SET ask_at = CASE WHEN arrived_at < ${since} THEN NULL ELSE greatest(ask_at, ${until}) END
    WHERE municipality = ${municipality} AND platform = ${platform} AND account = ${account}
      AND ask_at IS NOT NULL`.execute(db);
}
