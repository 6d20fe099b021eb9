import type pg from 'pg';
import type { Store } from '../../src/ports/store.ts';
import { ANNA, situation } from '../fakes/situations.ts';

/** When the first of them came; each of the others a minute after the one before. */
export const FIRST_CAME = Temporal.Instant.from('2025-03-03T08:00:00Z');
const PICTURE_BYTES = 60_000;
/** One in so many has been edited, was decided about and answered, is registered, and has a picture. */
const [EDITED, DECIDED, REGISTERED, PICTURED] = [20, 10, 50, 100] as const;

const SERIES = 'generate_series(1, $2::int) n';
const AT = `($3::timestamptz + n * interval '1 min')`;
const ID = (kind: number) => `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const TEXT = `'Snöröjningen på Storgatan är under all kritik, och ingen svarar i telefon. '
  || repeat('Jag har ringt tre gånger. ', n % 8) || 'Ärende ' || n`;

/**
 * Fills a town's record with so many versions of comments, as they lie after years: screened, a part of them edited, decided
 * about, answered and registered, one in a hundred with a picture. Straight into the tables, but for the pictures.
 */
export async function fillRecord(
  pool: pg.Pool,
  store: Store,
  { town, items }: { readonly town: string; readonly items: number },
): Promise<void> {
  const count = Math.ceil((items * EDITED) / (EDITED + 1));
  const client = await pool.connect();
  const common = [town, count, FIRST_CAME];
  const insert = (text: string, ...more: unknown[]) => client.query(text, [...common, ...more]);
  try {
    // Spares the checks of foreign keys; a server may forbid it.
    await client.query('SET session_replication_role = replica').catch(() => undefined);
    await client.query(
      `INSERT INTO account (municipality, platform, account, name, trial) VALUES ($1, 'facebook', 'record', $1, false)`,
      [town],
    );
    await client.query(
      `INSERT INTO delivery (municipality, id, source, received_at, sha256)
       VALUES ($1, '00000009-0000-7000-8000-000000000000', 'bench', $2, 'none')`,
      [town, FIRST_CAME],
    );
    await addComments(insert);
    await addDecided(insert);
    await client.query('RESET session_replication_role');
    await client.query('VACUUM (ANALYZE)');
  } finally {
    client.release();
  }
  await addPictures(pool, store, town);
}

type Insert = (text: string, ...more: unknown[]) => Promise<unknown>;

async function addComments(insert: Insert): Promise<void> {
  await insert(
    `INSERT INTO comment (municipality, id, platform, account, external_id, post_id, author_id, author_name, permalink,
       created_at, arrived_at, own, version)
     SELECT $1, ${ID(5)}, 'facebook', 'record', '77_' || n, '77_' || n % 500, 'a' || n % 3000,
       'Kim Testsson ' || n % 3000, 'https://facebook.com/77/posts/' || n, ${AT}, ${AT}, false,
       CASE WHEN n % ${EDITED} = 5 THEN 2 ELSE 1 END
     FROM ${SERIES}`,
  );
  for (const [number, which] of [
    [1, 'true'],
    [2, `n % ${EDITED} = 5`],
  ])
    await insert(
      `INSERT INTO comment_version (municipality, comment, number, text, salt, text_hmac, attachments, written_at,
         stored_at, delivery, screened_at)
       SELECT $1, ${ID(5)}, $4::int, ${TEXT}, 'salt', 'hmac', CASE WHEN n % ${PICTURED} = 0 THEN
           '[{"type":"image","url":"https://fbcdn.net/a.jpg"}]'::jsonb ELSE '[]' END, ${AT}, ${AT},
         '00000009-0000-7000-8000-000000000000'::uuid, ${AT}
       FROM ${SERIES} WHERE ${which}`,
      number,
    );
}

async function addDecided(insert: Insert): Promise<void> {
  const decided = `${SERIES} WHERE n % ${DECIDED} = 0`;
  const { ticket } = situation({ screening: { needsReply: true } });
  await insert(
    `INSERT INTO ticket (municipality, id, number, comment, version, state, opened_at, due_at, closed_at, needs_reply,
       clock, body)
     SELECT $1, ${ID(6)}, 1000000 + n, ${ID(5)}, 1, 'closed', ${AT}, ${AT}, ${AT}, false, '', $4::jsonb || jsonb_build_object(
       'id', ${ID(6)}, 'comment', ${ID(5)}, 'municipality', $1::text, 'state', 'closed') FROM ${decided}`,
    JSON.stringify({ ...ticket, target: null }),
  );
  const by = [ANNA] as const;
  await insert(
    `INSERT INTO reason (municipality, id, ticket, verb, rule, quote, policy, text, salt, by, at)
     SELECT $1, ${ID(7)}, ${ID(6)}, 'dismiss', NULL, NULL, '1', 'Besvarad: ingen regel bruten.', 'salt', $4, ${AT} FROM ${decided}`,
    ...by,
  );
  await insert(
    `INSERT INTO reply (municipality, id, ticket, kind, text, salt, by, at)
     SELECT $1, ${ID(8)}, ${ID(6)}, 'reply', 'Hej! Vi har skickat det vidare till gatukontoret.', 'salt', $4, ${AT} FROM ${decided}`,
    ...by,
  );
  await insert(
    `INSERT INTO effect (municipality, id, ticket, comment, seq, lane, kind, state, due_at, params, comment_version, result)
     SELECT $1, ${ID(7)}, ${ID(6)}, ${ID(5)}, 1, 'comment', 'publish-reply', 'done', ${AT},
       jsonb_build_object('decision', ${ID(8)}), 1, jsonb_build_object('at', '2026-01-10T08:00:00Z', 'how', 'performed')
     FROM ${decided}`,
  );
  await insert(
    `INSERT INTO journal (municipality, seq, at, kind, ticket, by, data, previous_hash, hash)
     SELECT $1, 100000000 + 3 * n + k, ${AT}, (ARRAY['ticket-opened', 'ticket-claimed', 'let-stand'])[k], ${ID(6)}, $4,
       '{}', 'hash', 'hash' FROM ${SERIES}, generate_series(1, 3) k WHERE n % ${DECIDED} = 0`,
    ...by,
  );
  await insert(
    `INSERT INTO registration (municipality, id, ticket, comment, kind, state, series_year, series_number, subject, secret,
       secrecy, secured_at, by)
     SELECT $1, ${ID(8)}, ${ID(6)}, ${ID(5)}, 'comment', 'secured', 2025, 1000000 + n, 'Fråga på Facebook', false, 'none',
       ${AT}, $4 FROM ${SERIES} WHERE n % ${REGISTERED} = 0`,
    ...by,
  );
}

/** Each sealed as the bot seals them. */
async function addPictures(pool: pg.Pool, store: Store, town: string): Promise<void> {
  const { rows } = await pool.query<{ comment: string }>(
    `SELECT comment FROM comment_version WHERE municipality = $1 AND attachments <> '[]' AND number = 1 ORDER BY comment`,
    [town],
  );
  for (const { comment } of rows)
    await store.storeAttachments(
      town,
      comment,
      1,
      [{ bytes: pictureOf(comment), contentType: 'image/jpeg' }],
      FIRST_CAME,
    );
}

/** A JPEG as far as its metadata goes. */
function pictureOf(comment: string): Buffer {
  const head = Buffer.concat([Buffer.from('ffd8ffe10012', 'hex'), Buffer.from('Exif taken away!')]);
  return Buffer.concat([head, Buffer.from('ffda', 'hex'), Buffer.alloc(PICTURE_BYTES, comment)]);
}
