import { type Kysely, sql } from 'kysely';
import type { SealedToken, TokenOwner, TokenStore } from '../ports/tokens.ts';

const of = ({ municipality, platform, account }: TokenOwner) =>
  sql`municipality = ${municipality} AND platform = ${platform} AND account = ${account}`;

/** The stored tokens: bytes that only the holder of the key can read. */
export const tokensOn = (db: Kysely<unknown>): TokenStore => ({
  sealedToken: async (owner) => {
    const { rows } = await sql<SealedToken>`SELECT sealed, given FROM token WHERE ${of(owner)}`.execute(db);
    return rows[0] ?? null;
  },
  putSealedToken: async ({ municipality, platform, account }, { sealed, given }) => {
    await sql`INSERT INTO token (municipality, platform, account, sealed, given)
      VALUES (${municipality}, ${platform}, ${account}, ${sealed}::bytea, ${given}::bytea)
      ON CONFLICT (municipality, platform, account)
        DO UPDATE SET sealed = excluded.sealed, given = excluded.given`.execute(db);
  },
  sealedTokens: async () => {
    const { rows } = await sql<TokenOwner & SealedToken>`
      SELECT municipality, platform, account, sealed, given FROM token
      ORDER BY municipality, platform, account`.execute(db);
    return rows;
  },
  forgetTokens: async () => {
    await sql`DELETE FROM token`.execute(db);
  },
});
