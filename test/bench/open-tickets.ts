import type pg from 'pg';
import { situation } from '../fakes/situations.ts';

/** Every instant of the bench counts from here: a Friday morning. */
export const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');

export interface Wanted {
  readonly count: number;
  /** Whose they are, in turn. Each needs an account `facebook 1` of its own. */
  readonly municipalities: readonly string[];
  /** Their reminders are due on as many whole minutes, the first of them at {@link NOW}. */
  readonly minutes: number;
  /** The version of the clock that their deadlines were computed with. */
  readonly clock: string;
  /** With the texts and cards that a decision on them reads and writes? */
  readonly whole: boolean;
}

const ID = (kind: number) => `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const TOWN = '($2::text[])[1 + n % cardinality($2::text[])]';
const SERIES = 'generate_series(1, $1::int) n';
/** When its comment was written: the thirty days before, in no order that a table has them in. */
const WRITTEN = `($3::timestamptz - (n::bigint * 7919 % 43200) * interval '1 min')`;
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

/**
 * Fills an empty store with open tickets that wait for their answers, each with its comment and a pending reminder.
 * Straight into the tables: through the store it would take an hour. The deadlines are such as no clock comes to.
 */
export async function openManyTickets(pool: pg.Pool, wanted: Wanted): Promise<void> {
  const client = await pool.connect();
  try {
    // Spares the checks of foreign keys, half of the time; a server may forbid it.
    await client.query('SET session_replication_role = replica').catch(() => undefined);
    await fill(client, wanted);
    await client.query('RESET session_replication_role');
    // As tickets that came in over months have been left by autovacuum.
    await client.query('VACUUM (ANALYZE)');
  } finally {
    client.release();
  }
}

async function fill(client: pg.PoolClient, wanted: Wanted): Promise<void> {
  const { count, municipalities, minutes, clock, whole } = wanted;
  const common = [count, municipalities, NOW];
  await client.query(
    `INSERT INTO comment (municipality, id, platform, account, external_id, author_id, author_name, created_at,
       arrived_at, own, version)
     SELECT ${TOWN}, ${ID(1)}, 'facebook', '1', '1_' || n, 'a' || n, 'Kim Testsson', ${WRITTEN}, ${WRITTEN}, false, 1
     FROM ${SERIES}`,
    common,
  );
  if (whole) await addTexts(client, common);
  const { ticket } = situation({ screening: { needsReply: true } });
  await client.query(
    `INSERT INTO ticket (municipality, id, number, comment, version, state, opened_at, due_at, needs_reply, target,
       target_at, clock, body)
     SELECT ${TOWN}, ${ID(2)}, n, ${ID(1)}, 1, 'open', ${WRITTEN}, due, true, 'answer', due, $4,
       $5::jsonb || jsonb_build_object('id', ${ID(2)}, 'comment', ${ID(1)}, 'municipality', ${TOWN}, 'clock', $4::text,
         'arrivedAt', to_char(${WRITTEN} AT TIME ZONE 'UTC', ${ISO}),
         'dueAt', to_char(due AT TIME ZONE 'UTC', ${ISO}))
     FROM ${SERIES}, LATERAL (SELECT ${WRITTEN} + interval '25 h 7 min' AS due) d`,
    [...common, clock, JSON.stringify({ ...ticket, target: null })],
  );
  await client.query(
    'INSERT INTO ticket_counter SELECT municipality, max(number) FROM ticket GROUP BY municipality',
  );
  await client.query(
    `INSERT INTO effect (municipality, id, ticket, comment, seq, lane, kind, state, due_at, params)
     SELECT ${TOWN}, ${ID(3)}, ${ID(2)}, ${ID(1)}, 1, 'clock', 'remind', 'pending',
       $3::timestamptz + (n % $4) * interval '1 min', '{}'
     FROM ${SERIES}`,
    [...common, minutes],
  );
  if (whole) await addCards(client, common);
}

async function addTexts(client: pg.PoolClient, common: unknown[]): Promise<void> {
  await client.query(
    `INSERT INTO delivery (municipality, id, source, received_at, sha256)
     SELECT town, '00000004-0000-7000-8000-000000000000'::uuid, 'bench', $2, 'none' FROM unnest($1::text[]) town`,
    common.slice(1),
  );
  await client.query(
    `INSERT INTO comment_version (municipality, comment, number, text, salt, text_hmac, attachments, written_at, stored_at,
       delivery, screened_at)
     SELECT ${TOWN}, ${ID(1)}, 1, 'När öppnar badhuset igen efter ombyggnaden?', 'salt', 'hmac', '[]', ${WRITTEN},
       ${WRITTEN}, '00000004-0000-7000-8000-000000000000'::uuid, ${WRITTEN}
     FROM ${SERIES}`,
    common,
  );
}

async function addCards(client: pg.PoolClient, common: unknown[]): Promise<void> {
  await client.query(
    `INSERT INTO card (municipality, ticket, audience, conversation, service_url, tenant, message_id, wanted, shown)
     SELECT ${TOWN}, ${ID(2)}, 'channel', '19:bench@thread', 'https://teams.example', 't', 'm' || n, 1, 1
     FROM ${SERIES}`,
    common.slice(0, 2),
  );
}

/** The ticket that was made as number `n`, from 1. */
export const ticketNumber = (n: number): string =>
  `00000002-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
