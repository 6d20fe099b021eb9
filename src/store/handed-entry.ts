import { type Kysely, sql } from 'kysely';
import { Registration } from '../core/registration.ts';
import type { HandedEntry, HandedVersion } from '../ports/handovers.ts';

type Told = Omit<HandedEntry, 'registration' | 'comment'>;
type StoredComment = Omit<NonNullable<HandedEntry['comment']>, 'versions'> & {
  readonly versions: readonly (Omit<HandedVersion, 'writtenAt'> & { readonly writtenAt: string })[];
};

/**
 * What is handed over of an entry. Of its comment, those versions that had been stored and screened when it was secured: a
 * text that nobody has looked at may hold a secret.
 */
export async function handedEntry(
  db: Kysely<unknown>,
  municipality: string,
  registration: string,
): Promise<HandedEntry | null> {
  const { rows } = await sql<Told & { entry: unknown; comment: StoredComment | null }>`
    SELECT jsonb_build_object('id', r.id, 'reference', r.reference, 'state', r.state, 'number', r.number,
        'kind', r.kind, 'subject', r.subject, 'ground', r.ground, 'secrecy', r.secrecy, 'provision', r.provision,
        'outcome', r.outcome, 'securedAt', r.secured_at, 'registeredAt', r.registered_at, 'by', r.by) AS entry,
      r.municipality, r.direction, r.document_at AS "documentAt", r.received_at AS "receivedAt",
      p.sender, p.recipient, p.subject AS "protectedSubject",
      r.secrecy <> 'none' OR coalesce(t.body -> 'screening' ->> 'display', 'open') = 'secret' AS guarded,
      CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('id', c.id, 'kind', c.kind, 'platform', c.platform,
        'account', c.account, 'accountName', a.name, 'externalId', c.external_id, 'postId', c.post_id,
        'parentId', c.parent_id, 'permalink', c.permalink, 'authorId', c.author_id, 'versions', coalesce((
          SELECT jsonb_agg(jsonb_build_object('number', v.number, 'text', v.text, 'writtenAt', v.written_at,
            'attachments', v.attachments) ORDER BY v.number)
          FROM comment_version v WHERE v.municipality = c.municipality AND v.comment = c.id
            AND v.stored_at <= r.secured_at AND v.screened_at IS NOT NULL), '[]')) END AS comment
    FROM registration r
    LEFT JOIN registration_protected p ON p.municipality = r.municipality AND p.registration = r.id
    LEFT JOIN comment c ON c.municipality = r.municipality AND c.id = r.comment
    LEFT JOIN account a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
    LEFT JOIN ticket t ON t.municipality = r.municipality AND t.comment = c.id
    WHERE r.municipality = ${municipality} AND r.id = ${registration}`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { entry, comment, ...told } = row;
  return { ...told, registration: Registration.parse(entry), comment: comment && read(comment) };
}

const read = ({ versions, ...comment }: StoredComment): HandedEntry['comment'] => ({
  ...comment,
  versions: versions.map(({ writtenAt, ...version }) => ({
    ...version,
    writtenAt: Temporal.Instant.from(writtenAt),
  })),
});
