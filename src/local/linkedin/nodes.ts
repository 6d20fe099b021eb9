import { adminUrn, type SimComment, type SimNotification, type SimPage, type SimPost } from './state.ts';
import type { Wall } from './wall.ts';

/** A number as JSON has it, whatever its size. */
const rawNumber = (digits: string): unknown =>
  (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);

const ms = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;

/** One of the four ways in which LinkedIn spells a post before a comment, the same for a comment each time. */
function threadOf(comment: SimComment, share: string): string {
  const spellings = [
    `urn:li:activity:${comment.post}`,
    `activity:${comment.post}`,
    `urn:li:share:${share}`,
    `urn:li:ugcPost:${share}`,
  ];
  return spellings[turnOf(comment)] ?? '';
}

/** From 0 to 3. */
const turnOf = ({ id }: SimComment): number => Number((BigInt(id) / 4096n) % 4n);

/** Its URN in one of the spellings. */
const spelledUrn = (comment: SimComment, share: string): string =>
  `urn:li:comment:(${threadOf(comment, share)},${comment.id})`;

/** A comment as the interface shows it, named in one field or another. */
export function commentNode(wall: Wall, comment: SimComment, post: SimPost): object {
  const { text, photo, parent, anonymous, actor, createdAt, modifiedAt } = comment;
  const replies = wall.under(post, comment).length;
  const urn = spelledUrn(comment, post.share);
  const [names] = [
    [{ id: comment.id, commentUrn: urn }, { $URN: urn }, { id: rawNumber(comment.id) }, { commentUrn: urn }],
  ].map((ways) => ways[turnOf(comment)] ?? {});
  return {
    ...names,
    ...(!anonymous && { actor }),
    object: `urn:li:activity:${post.activity}`,
    ...(parent !== null && { parentComment: `urn:li:comment:(urn:li:activity:${post.activity},${parent})` }),
    message: { attributes: [], text },
    ...(photo !== null && { content: [{ type: 'IMAGE', url: `${wall.origin()}${photo}` }] }),
    created: { time: ms(createdAt), ...(!anonymous && { actor }) },
    lastModified: { time: ms(modifiedAt) },
    ...(replies > 0 && {
      commentsSummary: { totalFirstLevelComments: replies, aggregatedTotalComments: replies },
    }),
  };
}

/** A post as the interface shows it: by its share. */
export const postNode = ({ share, page, commentary, createdAt }: SimPost): object => ({
  id: `urn:li:share:${share}`,
  author: `urn:li:organization:${page}`,
  commentary,
  visibility: 'PUBLIC',
  lifecycleState: 'PUBLISHED',
  createdAt: ms(createdAt),
  publishedAt: ms(createdAt),
  lastModifiedAt: ms(createdAt),
});

/** Its decoration is left out where `decorated` is false; what was deleted has none. */
export function notificationNode(
  page: SimPage,
  told: SimNotification,
  { decorated, subscriber = adminUrn(page), id = told.id }: Decoration,
): object {
  const { action, comment, share, at } = told;
  const isMention = action === 'SHARE_MENTION';
  const source = `urn:li:activity:${comment.post}`;
  const said = {
    entity: isMention ? `urn:li:share:${comment.id}` : spelledUrn(comment, share),
    ...(!comment.anonymous && { owner: comment.actor }),
    ...(comment.parent === null
      ? { object: source }
      : { object: `urn:li:comment:(${source},${comment.parent})` }),
    text: comment.text,
  };
  return {
    notificationId: id,
    organizationalEntity: `urn:li:organization:${page.number}`,
    action,
    sourcePost: source,
    generatedActivity: isMention ? said.entity : `urn:li:comment:(activity:${comment.post},${comment.id})`,
    lastModifiedAt: ms(at),
    subscriber,
    ...(decorated && {
      decoratedSourcePost: {
        entity: `urn:li:share:${share}`,
        owner: `urn:li:organization:${page.number}`,
        text: '',
        mediaCategory: 'NONE',
      },
      ...(action !== 'COMMENT_DELETE' && {
        decoratedGeneratedActivity: isMention ? { share: said } : { comment: said },
      }),
    }),
  };
}

/** How a notification is told: with what was written or without, and to whom under which number. */
interface Decoration {
  readonly decorated: boolean;
  readonly subscriber?: string;
  readonly id?: number;
}
