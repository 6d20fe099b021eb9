import type { Attachment, CommentKind, Visibility } from '../core/comment.ts';
import type { PlatformName } from '../core/platform.ts';
import type {
  RecordAct,
  RecordDecision,
  RecordEntry,
  RecordItem,
  RecordMedia,
  RecordReply,
} from '../core/record-item.ts';

type Told<T extends { readonly at: Temporal.Instant }> = Omit<T, 'at'> & { readonly at: string };

interface VersionRow {
  readonly number: number;
  readonly text: string | null;
  readonly writtenAt: string;
  readonly attachments: readonly Attachment[];
  readonly copies: readonly { position: number; contentType: string; sha256: string; bytes: number }[];
}

interface ActRow extends Pick<RecordAct, 'kind' | 'state' | 'commentVersion' | 'decision'> {
  readonly result: { at: string; how: NonNullable<RecordAct['how']>; externalId?: string } | null;
}

/** A comment as its rows have it, with everything that hangs on it. */
export interface RecordRow {
  readonly id: string;
  readonly kind: CommentKind;
  readonly own: boolean;
  readonly platform: PlatformName;
  readonly account: string;
  readonly account_name: string;
  readonly external_id: string;
  readonly post_id: string | null;
  readonly parent_id: string | null;
  readonly conversation: string | null;
  readonly author_id: string | null;
  readonly author_name: string | null;
  readonly permalink: string | null;
  readonly created_at: Temporal.Instant;
  readonly arrived_at: Temporal.Instant;
  readonly visibility: Visibility;
  readonly ticket_number: number | null;
  readonly possibly_secret: boolean;
  readonly suspected: boolean;
  /** The number of the version in force. */
  readonly version: number;
  readonly version_list: readonly VersionRow[] | null;
  readonly entries: readonly RecordEntry[];
  readonly decisions: readonly Told<RecordDecision>[];
  readonly replies: readonly Told<RecordReply>[];
  readonly acts: readonly ActRow[];
}

/** The items of a comment, one for each version. */
export function itemsOf(municipality: string, row: RecordRow): RecordItem[] {
  const versions = row.version_list ?? [];
  return versions.map((version) => ({
    municipality,
    ...commentOf(row),
    version: version.number,
    versions: versions.length,
    inForce: version.number === row.version,
    writtenAt: Temporal.Instant.from(version.writtenAt),
    text: version.text,
    media: mediaOf(version, row.suspected),
    ...(version.number === row.version ? decidedOf(row) : NOTHING_DECIDED),
  }));
}

const NOTHING_DECIDED = { decisions: [], replies: [], acts: [] } as const;

const commentOf = (row: RecordRow) => ({
  comment: row.id,
  kind: row.kind,
  own: row.own,
  platform: row.platform,
  account: row.account,
  accountName: row.account_name,
  externalId: row.external_id,
  postId: row.post_id,
  parentId: row.parent_id,
  conversation: row.conversation,
  author: { id: row.author_id, name: row.author_name },
  permalink: row.permalink,
  createdAt: row.created_at,
  arrivedAt: row.arrived_at,
  visibility: row.visibility,
  ticket: row.ticket_number,
  possiblySecret: row.possibly_secret,
  entries: row.entries,
});

const decidedOf = ({ decisions, replies, acts }: RecordRow) => ({
  decisions: decisions.map((one) => ({
    ...one,
    verb: VERBS[one.verb] ?? one.verb,
    at: Temporal.Instant.from(one.at),
  })),
  replies: replies.map((one) => ({ ...one, at: Temporal.Instant.from(one.at) })),
  acts: acts.map(({ result, ...act }) => ({
    ...act,
    how: result?.how ?? null,
    at: result ? Temporal.Instant.from(result.at) : null,
    externalId: result?.externalId ?? null,
  })),
});

/** The buttons that made the journal's lines that carry no reason of their own. */
const VERBS: Readonly<Record<string, string>> = {
  'removal-ordered': 'approve',
  'removal-undone': 'undo',
  'unblock-ordered': 'unblock',
};

/** A link is never copied, and has its place after what may be: so no place is another's. */
function mediaOf({ attachments, copies }: VersionRow, suspected: boolean): RecordMedia[] {
  const isLink = ({ type }: Attachment) => type === 'link';
  const copied = attachments.filter((one) => !isLink(one)).length;
  return attachments.map((one, index) => {
    const before = attachments.slice(0, index).filter((other) => isLink(other) === isLink(one)).length;
    const position = isLink(one) ? copied + before : before;
    const copy = suspected ? undefined : copies.find((each) => each.position === position);
    return {
      position,
      type: one.type,
      url: suspected ? '' : one.url,
      contentType: copy?.contentType ?? null,
      sha256: copy?.sha256 ?? null,
      bytes: copy?.bytes ?? null,
    };
  });
}
