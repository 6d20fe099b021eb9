import { createHash } from 'node:crypto';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { DisposalItem, ItemOf } from '../core/disposal.ts';
import { erasesComment } from '../core/disposal.ts';
import type { DisposalRule, DisposalType } from '../core/disposal-policy.ts';
import type { Queries } from './journal.ts';

/** What is erased of rows, and by which rule. */
export interface Erasure {
  readonly municipality: string;
  readonly type: DisposalType;
  readonly leaves: DisposalRule['leaves'];
  readonly of: ItemOf;
  readonly ids: readonly string[];
}

/** Erases what a rule of that type lets go of these rows; a fixed number of statements, however many they are. */
export async function erase(
  tx: Transaction<unknown>,
  erasure: Erasure,
  now: Temporal.Instant,
): Promise<void> {
  for (const statement of statementsOf(erasure, now)) await statement.execute(tx);
}

function statementsOf(erasure: Erasure, now: Temporal.Instant): readonly RawBuilder<unknown>[] {
  const { municipality, type, of, ids } = erasure;
  const own = sql`municipality = ${municipality} AND id = ANY(${ids}::uuid[])`;
  switch (of) {
    case 'reply':
      return [sql`UPDATE reply SET text = NULL, salt = NULL WHERE ${own} AND kind = 'draft'`];
    case 'delivery':
      return [sql`UPDATE delivery SET body = NULL WHERE ${own}`];
    case 'inbox':
      return [
        sql`UPDATE inbox SET state = 'disposed', body = NULL, why = NULL, lease_until = NULL WHERE ${own} AND state = 'unread'`,
      ];
    case 'comment':
      if (type === 'raw') return rawOf(erasure);
      return type === 'media' ? mediaOf(erasure) : wholeOf(erasure, now);
  }
}

const versionsOf = ({ municipality, ids }: Erasure) =>
  sql`municipality = ${municipality} AND comment = ANY(${ids}::uuid[])`;

const mediaOf = (erasure: Erasure): RawBuilder<unknown>[] => [
  sql`UPDATE attachment SET bytes = NULL WHERE ${versionsOf(erasure)} AND bytes IS NOT NULL`,
  sql`UPDATE comment_version SET attachments = '[]' WHERE ${versionsOf(erasure)} AND attachments <> '[]'`,
];

const rawOf = (erasure: Erasure): RawBuilder<unknown>[] => [
  sql`UPDATE comment_version SET raw = '{}' WHERE ${versionsOf(erasure)} AND raw <> '{}'`,
  changesOf(erasure),
];

/** What the platform told of these comments without a new text. */
const changesOf = ({ municipality, ids }: Erasure) => sql`
  UPDATE platform_change p SET raw = NULL FROM comment c
  WHERE c.municipality = ${municipality} AND c.id = ANY(${ids}::uuid[]) AND p.municipality = c.municipality
    AND p.platform = c.platform AND p.account = c.account AND p.raw IS NOT NULL
    AND comment_name(p.platform, p.external_id) = comment_name(c.platform, c.external_id)`;

function wholeOf(erasure: Erasure, now: Temporal.Instant): RawBuilder<unknown>[] {
  const { municipality, ids, leaves } = erasure;
  const ofTickets = sql`municipality = ${municipality} AND ticket IN (
    SELECT id FROM ticket WHERE municipality = ${municipality} AND comment = ANY(${ids}::uuid[]))`;
  const words = sql`SET text = NULL, salt = NULL WHERE ${ofTickets} AND text IS NOT NULL`;
  return [
    // With what its platform told of it besides, by a trigger.
    sql`UPDATE comment_version SET text = NULL, salt = NULL, raw = '{}', attachments = '[]', likeness = NULL, alike = NULL
      WHERE ${versionsOf(erasure)} AND text IS NOT NULL`,
    sql`UPDATE attachment SET bytes = NULL WHERE ${versionsOf(erasure)} AND bytes IS NOT NULL`,
    ...(leaves.includes('replies') ? [] : [sql`UPDATE reply ${words}`]),
    ...(leaves.includes('reasons') ? [] : [sql`UPDATE reason ${words}`]),
    sql`DELETE FROM breach WHERE ${ofTickets}`,
    sql`UPDATE comment SET author_id = NULL, author_name = NULL, permalink = NULL, conversation = NULL,
      disposed_at = ${now} WHERE municipality = ${municipality} AND id = ANY(${ids}::uuid[])`,
    // A body of before versions had fragments holds many comments: it goes with the last of them.
    sql`UPDATE delivery d SET body = NULL WHERE d.municipality = ${municipality} AND d.body IS NOT NULL
      AND d.id IN (SELECT delivery FROM comment_version WHERE ${versionsOf(erasure)})
      AND NOT EXISTS (SELECT FROM comment_version v WHERE v.municipality = d.municipality AND v.delivery = d.id
        AND v.text IS NOT NULL)`,
  ];
}

/** So many of these have something left that was to be erased. */
export async function countLeft(
  db: Queries,
  { municipality, disposal, type, leaves }: Omit<Erasure, 'of' | 'ids'> & { readonly disposal: string },
): Promise<number> {
  const whole = erasesComment(type);
  const versions = sql`SELECT FROM comment_version v WHERE v.municipality = i.municipality AND v.comment = i.id
    AND v.number <= i.versions`;
  const words = sql`p JOIN ticket t ON t.municipality = p.municipality AND t.id = p.ticket
    WHERE t.municipality = i.municipality AND t.comment = i.id AND p.text IS NOT NULL`;
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM disposal_item i
    WHERE i.municipality = ${municipality} AND i.disposal = ${disposal} AND i.state = 'disposed' AND CASE i.of
      WHEN 'reply' THEN EXISTS (SELECT FROM reply p WHERE p.municipality = i.municipality AND p.id = i.id
        AND (p.text IS NOT NULL OR p.salt IS NOT NULL))
      WHEN 'delivery' THEN EXISTS (SELECT FROM delivery d WHERE d.municipality = i.municipality AND d.id = i.id
        AND d.body IS NOT NULL)
      WHEN 'inbox' THEN EXISTS (SELECT FROM inbox b WHERE b.id = i.id AND b.body IS NOT NULL)
      ELSE EXISTS (${versions} AND (${whole} AND (v.text IS NOT NULL OR v.salt IS NOT NULL)
          OR ${whole || type === 'raw'} AND v.raw <> '{}' OR ${whole || type === 'media'} AND v.attachments <> '[]'))
        OR ${whole || type === 'media'} AND EXISTS (SELECT FROM attachment a WHERE a.municipality = i.municipality
          AND a.comment = i.id AND a.number <= i.versions AND a.bytes IS NOT NULL)
        OR ${whole && !leaves.includes('replies')} AND EXISTS (SELECT FROM reply ${words})
        OR ${whole && !leaves.includes('reasons')} AND EXISTS (SELECT FROM reason ${words})
        OR ${whole} AND EXISTS (SELECT FROM comment c WHERE c.municipality = i.municipality AND c.id = i.id
          AND c.version <= i.versions AND (c.author_id IS NOT NULL OR c.author_name IS NOT NULL
            OR c.permalink IS NOT NULL OR c.conversation IS NOT NULL))
      END`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The hash of a batch, as the journal has it: of its type, what it leaves, and each row in the order of the ids. */
export function batchHash(
  { type, leaves }: { readonly type: string; readonly leaves: readonly string[] },
  items: readonly DisposalItem[],
): string {
  const hash = createHash('sha256').update(`${[type, ...leaves.toSorted()].join(' ')}\n`);
  const lines = items.map(({ of, id, versions }) => `${of} ${id} ${versions}\n`).toSorted();
  for (const line of lines) hash.update(line);
  return hash.digest('hex');
}
