import { type Kysely, sql } from 'kysely';
import type {
  HistoryFacts,
  HistoryReason,
  HistoryRegistration,
  HistoryReply,
  HistoryText,
} from '../core/history.ts';
import type { JournalKind, JournalNote } from '../core/journal.ts';
import type { HistoryStore } from '../ports/history.ts';
import { blocksInForce } from './blocks.ts';
import { earlierDecisions } from './earlier-decisions.ts';
import { find, foundTickets } from './find.ts';
import { loadTickets } from './situation.ts';
import { toJson } from './storable.ts';

/** What is found again, on the database. */
export const historyOn = (db: Kysely<unknown>): HistoryStore => ({
  find: (municipality, query, limit) => find(db, municipality, query, limit),
  foundTickets: (municipality, tickets) => foundTickets(db, municipality, tickets),
  blocks: (municipality) => blocksInForce(db, municipality),
  history: (municipality, ticket) => history(db, municipality, ticket),
  earlierDecisions: (municipality, rule, decision, limit) =>
    earlierDecisions(db, municipality, rule, decision, limit),
});

/** Everything that is kept of one ticket: a look at each table, all by the ticket's or the comment's key. */
async function history(
  db: Kysely<unknown>,
  municipality: string,
  ticket: string,
): Promise<HistoryFacts | null> {
  const [situation] = await loadTickets(db, municipality, [ticket]);
  if (!situation) return null;
  const [journal, texts, reasons, replies, registrations] = await Promise.all([
    journalOf(db, municipality, ticket),
    textsOf(db, municipality, situation.ticket),
    reasonsOf(db, municipality, ticket),
    repliesOf(db, municipality, ticket),
    registrationsOf(db, municipality, ticket),
  ]);
  // Also whom somebody asked, or gave it to.
  const people = journal.flatMap(({ by, data }) => [by, data['to']]).filter((id) => typeof id === 'string');
  const names = await namesOf(db, municipality, [...new Set(people)]);
  return { journal, texts, reasons, replies, effects: situation.effects, registrations, names };
}

async function journalOf(db: Kysely<unknown>, municipality: string, ticket: string) {
  const { rows } = await sql<{
    at: Temporal.Instant;
    kind: JournalKind;
    by: string | null;
    data: JournalNote['data'];
  }>`SELECT at, kind, by, data FROM journal
    WHERE municipality = ${municipality} AND ticket = ${ticket} ORDER BY seq`.execute(db);
  return rows;
}

/** The comment's versions and those of what was written in private since. */
async function textsOf(
  db: Kysely<unknown>,
  municipality: string,
  { comment, following }: { comment: string; following: readonly { comment: string }[] },
): Promise<HistoryText[]> {
  const of = [
    { comment, of: 'comment' },
    ...following.map((one) => ({ comment: one.comment, of: 'following' })),
  ];
  const { rows } = await sql<HistoryText>`
    SELECT r.of, v.number AS version, CASE WHEN v.number = 1 THEN c.created_at ELSE v.written_at END AS at, v.text,
      jsonb_array_length(v.attachments) AS attachments
    FROM jsonb_to_recordset(${toJson(of)}::jsonb) AS r (comment uuid, of text)
    JOIN comment c ON c.municipality = ${municipality} AND c.id = r.comment
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id
    ORDER BY c.arrived_at, c.id, v.number`.execute(db);
  return rows;
}

async function reasonsOf(
  db: Kysely<unknown>,
  municipality: string,
  ticket: string,
): Promise<HistoryReason[]> {
  const { rows } = await sql<HistoryReason>`
    SELECT id, verb, rule, quote, policy, text AS reason FROM reason
    WHERE municipality = ${municipality} AND ticket = ${ticket} ORDER BY at, id`.execute(db);
  return rows;
}

/** What was sent, or ordered to be; a draft that came second to a colleague's act is its writer's own. */
async function repliesOf(db: Kysely<unknown>, municipality: string, ticket: string): Promise<HistoryReply[]> {
  const { rows } = await sql<HistoryReply>`
    SELECT id, text FROM reply
    WHERE municipality = ${municipality} AND ticket = ${ticket} AND kind <> 'draft' ORDER BY at, id`.execute(
    db,
  );
  return rows;
}

async function registrationsOf(
  db: Kysely<unknown>,
  municipality: string,
  ticket: string,
): Promise<HistoryRegistration[]> {
  const { rows } = await sql<HistoryRegistration>`
    SELECT id, subject, reference, number, secrecy <> 'none' AS secret FROM registration r
    WHERE municipality = ${municipality} AND ticket = ${ticket} ORDER BY id`.execute(db);
  return rows;
}

async function namesOf(
  db: Kysely<unknown>,
  municipality: string,
  people: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM person WHERE municipality = ${municipality} AND id = ANY(${people})`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
