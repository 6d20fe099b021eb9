import { type Kysely, sql } from 'kysely';
import { isForHands, isWritten } from '../core/effect.ts';
import type { Registration } from '../core/registration.ts';
import type { Ticket } from '../core/ticket.ts';
import type { CardPlace } from '../core/view.ts';
import type { StoredSituation, StoredView } from '../ports/ledger.ts';
import { IN_TROUBLE } from './handovers.ts';
import { reportedOf, reportingMessages } from './reported.ts';
import { loadTickets } from './situation.ts';
import { toJson } from './storable.ts';

/** Everything that cards show, as committed, by ticket; a ticket that the municipality does not have is left out. */
export async function views(
  db: Kysely<unknown>,
  municipality: string,
  tickets: readonly string[],
): Promise<ReadonlyMap<string, StoredView>> {
  const situations = await loadTickets(db, municipality, tickets);
  if (situations.length === 0) return new Map();
  const parts = await partsOf(db, municipality, tickets, situations);
  const names = new Map(Object.entries(parts.names));
  const reportedIn = new Map(Object.entries(parts.reporting));
  return new Map(
    situations.map((situation) => [situation.ticket.id, { ...viewOf(situation, parts), names, reportedIn }]),
  );
}

/** What one ticket's cards show beside what they all may. */
function viewOf(
  situation: Awaited<ReturnType<typeof loadTickets>>[number],
  { texts, cards, reasons, replies, threads, troubles, reported }: Parts,
): Omit<StoredView, 'names' | 'reportedIn'> {
  const { ticket } = situation;
  const textOf = (version: number | undefined) => texts[`${ticket.comment}:${version}`] ?? null;
  return {
    ...situation,
    card: cards[ticket.id] ?? null,
    text: textOf(ticket.commentVersion) ?? '',
    textBefore: textOf(ticket.editedAfter?.version),
    thread: threads[ticket.comment] ?? { post: null, parent: null },
    following: followingOf(ticket, texts),
    removalReason: reasons[removalOf(ticket)?.decision ?? ''] ?? null,
    declineReason: reasons[declinedOf(ticket)?.decision ?? ''] ?? null,
    internalTexts: new Map(internalOf(ticket).map((id) => [id, reasons[id] ?? null])),
    authorNotice: replies[noticeOf(ticket) ?? ''] ?? null,
    replyForHands: replies[replyForHandsOf(situation) ?? ''] ?? null,
    reported: reported[ticket.id] ?? [],
    handoverTroubles: troubles[ticket.id] ?? [],
  };
}

/** What is read beside the situations, each by the id that it belongs to. */
interface Parts {
  names: Record<string, string>;
  texts: Record<string, string | null>;
  cards: Record<string, CardPlace>;
  reasons: Record<string, string | null>;
  replies: Record<string, string | null>;
  threads: Record<string, StoredView['thread']>;
  troubles: Record<string, StoredView['handoverTroubles']>;
  reported: Record<string, StoredView['reported']>;
  reporting: Record<string, number>;
}

async function partsOf(
  db: Kysely<unknown>,
  municipality: string,
  tickets: readonly string[],
  situations: Awaited<ReturnType<typeof loadTickets>>,
): Promise<Parts> {
  const ids = situations.flatMap(({ ticket, registrations }) => peopleOf(ticket, registrations));
  const versions = situations.flatMap(({ ticket }) => versionsOf(ticket));
  const decisions = situations.flatMap(({ ticket }) => decisionsOf(ticket));
  const written = situations.flatMap(repliesOf);
  const { rows } = await sql<Parts>`
    SELECT
      (SELECT coalesce(jsonb_object_agg(id, name), '{}') FROM person
        WHERE municipality = ${municipality} AND id = ANY(${ids})) AS names,
      (SELECT coalesce(jsonb_object_agg(v.comment || ':' || v.number, v.text), '{}')
        FROM jsonb_to_recordset(${toJson(versions)}::jsonb) AS r (comment uuid, number int)
        JOIN comment_version v ON v.municipality = ${municipality} AND v.comment = r.comment AND v.number = r.number
      ) AS texts,
      (SELECT coalesce(jsonb_object_agg(ticket, jsonb_build_object('conversation', conversation, 'tenant', tenant,
          'messageId', message_id)), '{}')
        FROM card WHERE municipality = ${municipality} AND ticket = ANY(${tickets}::uuid[]) AND audience = 'channel'
          AND message_id IS NOT NULL) AS cards,
      (SELECT coalesce(jsonb_object_agg(id, text), '{}') FROM reason
        WHERE municipality = ${municipality} AND id = ANY(${decisions}::uuid[])) AS reasons,
      (SELECT coalesce(jsonb_object_agg(id, text), '{}') FROM reply
        WHERE municipality = ${municipality} AND id = ANY(${written}::uuid[])) AS replies,
      ${troublesOf(municipality, tickets)} AS troubles,
      ${reportedOf(municipality, situations)} AS reported,
      ${reportingMessages(municipality, situations)} AS reporting,
      ${threadsOf(municipality, situations)} AS threads`.execute(db);
  const [parts] = rows;
  if (parts === undefined) throw new Error('A SELECT without FROM gave no row');
  return parts;
}

/** The texts that the card shows, or that are shown to one person. */
const versionsOf = ({ comment, commentVersion, editedAfter, following }: Ticket) => [
  { comment, number: commentVersion },
  ...(editedAfter ? [{ comment, number: editedAfter.version }] : []),
  ...following.map((one) => ({ comment: one.comment, number: one.version })),
];

const followingOf = (
  { following }: Ticket,
  texts: Readonly<Record<string, string | null>>,
): StoredView['following'] =>
  following.map(({ comment, version, at, gone }) => ({
    at: Temporal.Instant.from(at),
    text: gone ? null : (texts[`${comment}:${version}`] ?? ''),
  }));

/**
 * What the comments answer, by comment. The words of a citizen that may be secret, or offend, stay where they are: on
 * their own card.
 */
const threadsOf = (municipality: string, situations: readonly StoredSituation[]) => {
  const above = (of: 'post' | 'parent') => sql`(
    SELECT jsonb_build_object('own', a.own, 'author', a.author_name, 'text', CASE WHEN a.own OR NOT EXISTS (
        SELECT FROM ticket t WHERE t.municipality = a.municipality AND t.comment = a.id
          AND t.body -> 'screening' ->> 'display' <> 'open') THEN v.text END)
    FROM comment a
    JOIN comment_version v ON v.municipality = a.municipality AND v.comment = a.id AND v.number = a.version
    WHERE a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
      AND a.external_id = ${of === 'post' ? sql`c.post_id` : sql`c.parent_id`})`;
  return sql`(SELECT coalesce(jsonb_object_agg(c.id, jsonb_build_object('post', ${above('post')}, 'parent', ${above('parent')})), '{}')
    FROM comment c
    WHERE c.municipality = ${municipality} AND c.id = ANY(${situations.map(({ comment }) => comment.id)}::uuid[]))`;
};

/** What of each ticket's entries did not come to the diary, or may not have. */
const troublesOf = (municipality: string, tickets: readonly string[]) => sql`(
  SELECT coalesce(jsonb_object_agg(ticket, of_ticket), '{}') FROM (
    SELECT r.ticket, jsonb_agg(jsonb_build_object('reference', r.reference, 'state', h.state)
      ORDER BY r.series_year, r.series_number, h.way) AS of_ticket
    FROM registration r JOIN handover h ON h.municipality = r.municipality AND h.registration = r.id
    WHERE r.municipality = ${municipality} AND r.ticket = ANY(${tickets}::uuid[]) AND ${IN_TROUBLE}
    GROUP BY r.ticket) AS troubled)`;

/** The removal that waits or is under way: a closed card tells no reason. */
const removalOf = ({ state, removal }: Ticket): Ticket['removal'] => (state === 'closed' ? null : removal);

/** The proposal that was refused, while the card may still tell why. */
const declinedOf = ({ state, declined }: Ticket): Ticket['declined'] =>
  state === 'closed' ? null : declined;

const decisionsOf = (ticket: Ticket): string[] =>
  [removalOf(ticket)?.decision, declinedOf(ticket)?.decision, ...internalOf(ticket)].filter(
    (id) => id !== undefined,
  );

/** The decisions on what staff asked each other and noted: a closed card tells nothing of it. */
const internalOf = ({ state, internal }: Ticket): string[] =>
  state === 'closed' ? [] : internal.map(({ decision }) => decision);

/** The decision that holds what the author is told, while the removal waits for a second person. */
const noticeOf = ({ state, removal }: Ticket): string | undefined =>
  state === 'awaiting-approval' && removal?.notice ? removal.decision : undefined;

/** The decisions whose words the card may show. */
const repliesOf = (situation: Pick<StoredView, 'ticket' | 'effects'>): string[] =>
  [replyForHandsOf(situation), noticeOf(situation.ticket)].filter((id) => id !== undefined);

/** The decision on the reply that a person must publish. */
const replyForHandsOf = ({ ticket, effects }: Pick<StoredView, 'ticket' | 'effects'>): string | undefined =>
  ticket.state === 'closed'
    ? undefined
    : effects.findLast((effect) => isWritten(effect) && isForHands(effect))?.params.decision;

const peopleOf = (ticket: Ticket, registrations: readonly Registration[]): string[] =>
  [
    ticket.claim?.by,
    ticket.reply?.by,
    ticket.removal?.by,
    ticket.removal?.approvedBy,
    ticket.declined?.by,
    ticket.hiddenNow?.by,
    ticket.dismissal?.by,
    ticket.block?.by,
    ticket.takenUp?.by,
    ...ticket.reports.map(({ by }) => by),
    ticket.alertConfirmed?.by,
    ticket.elsewhere?.word?.by,
    ticket.lastAct?.by,
    ...ticket.internal.flatMap(({ by, person }) => [by, person]),
    ticket.suspected?.by,
    ticket.suspected?.outcome?.by,
    ...registrations.map(({ by }) => by),
  ].filter((id) => typeof id === 'string');
