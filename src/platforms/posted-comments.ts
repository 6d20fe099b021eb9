import { z } from 'zod';
import { Attachment, type IntakeItem } from '../core/comment.ts';
import { PlatformName } from '../core/platform.ts';
import { platformLink } from '../core/platform-link.ts';
import { MunicipalityId } from '../core/policy.ts';
import { commentId, parentOf } from './facebook/ids.ts';
import { IntakeError, intakeError } from './intake-error.ts';
import { elementsOf, letterPerByte, rootOf } from './json-spans.ts';
import { commentRef, postUrn } from './linkedin/ids.ts';
import { isPlausible, WireInstant } from './wire-instant.ts';
import { canonicalHash, parseWireJson } from './wire-json.ts';

const Id = z.string().min(1).max(200);

const PostedComment = z.strictObject({
  municipality: MunicipalityId,
  platform: PlatformName,
  account: Id,
  externalId: Id,
  postId: Id.optional(),
  parentId: Id.optional(),
  author: z.strictObject({ id: Id.optional(), name: z.string().max(400).optional() }),
  text: z.string().max(100_000),
  permalink: z.url({ error: 'expected a URL' }).max(4000).optional(),
  createdAt: WireInstant,
  attachments: z.array(Attachment.strict()).max(50).default([]),
});
type PostedComment = z.infer<typeof PostedComment>;

/** What is believed of a body, beside what it says. */
export interface Sender {
  /** Those for which the body's signature speaks. */
  readonly municipalities: readonly MunicipalityId[];
  /** Whose account it is; undefined for an account that nobody has configured. */
  readonly municipalityOf: (platform: string, account: string) => MunicipalityId | undefined;
  readonly receivedAt: Temporal.Instant;
}

/**
 * Reads the body of `POST /api/comments`: one comment, or an array of at most 1,000. A later version of a comment is
 * posted with the same `externalId` and `createdAt` and its new text. The sender is believed about what citizens have
 * written on the accounts of the municipalities it speaks for, and about nothing else: a comment "by the account
 * itself" would close tickets as answered, and is refused, since only the platform can say that.
 * @throws {IntakeError} that names the first wrong field: `[3].createdAt`.
 */
export function parseComments(
  body: Buffer,
  sender: Sender,
): { municipality: MunicipalityId; item: IntakeItem }[] {
  const said = parseWireJson(body);
  const many = z.array(z.unknown()).max(1000, { error: 'expected at most 1,000 comments' });
  if (!Array.isArray(said)) return [parseOne(said, body, '', sender)];
  const list = many.safeParse(said);
  if (!list.success) throw intakeError(list.error);
  return elementsIn(body, list.data.length).map((raw, index) =>
    parseOne(list.data[index], raw, `[${index}]`, sender),
  );
}

/** The bytes of each element of the array, which has been parsed and found to have `count`. */
function elementsIn(body: Buffer, count: number): Buffer[] {
  const text = letterPerByte(body);
  const root = rootOf(text);
  const elements = root && elementsOf(text, root);
  // Never the whole body instead: it may hold another municipality's comments.
  if (elements?.length !== count) throw new Error('An array was cut otherwise than it was parsed');
  return elements.map(({ from, to }) => Buffer.from(text.slice(from, to), 'latin1'));
}

function parseOne(said: unknown, raw: Buffer, at: string, sender: Sender) {
  const result = PostedComment.safeParse(said);
  if (!result.success) throw intakeError(result.error, at);
  const { data } = result;
  for (const { field, isWrong, expected } of CHECKS) {
    if (isWrong(data, sender))
      throw new IntakeError(at === '' ? field : `${at}.${field}`, expected(data, sender));
  }
  const { municipality, ...comment } = data;
  const key = `${comment.platform}:${comment.account}:${canonicalHash(said)}`;
  const ids = SPELLINGS[comment.platform]?.(comment) ?? {};
  return {
    municipality,
    item: { key, raw, comment: { ...comment, ...ids, writtenAt: comment.createdAt, own: false } },
  };
}

type Ids = Pick<PostedComment, 'externalId' | 'postId' | 'parentId'>;

/** The one spelling of ids that a platform spells in several ways. */
const SPELLINGS: Partial<Record<PlatformName, (ids: Ids) => Partial<Ids>>> = {
  facebook: ({ externalId, postId, parentId }) => ({
    externalId: commentId(externalId, postId),
    ...(parentId !== undefined && { parentId: parentOf(parentId, postId) }),
  }),
  linkedin: ({ externalId, postId, parentId }) => {
    const ref = commentRef(externalId);
    const post = postId === undefined ? ref?.thread : (postUrn(postId) ?? postId);
    return {
      externalId: ref?.id ?? externalId,
      ...(post !== undefined && { postId: post }),
      ...(parentId !== undefined && { parentId: commentRef(parentId)?.id ?? parentId }),
    };
  },
};

/** What must hold beside the shape, in this order. */
const CHECKS: readonly {
  field: string;
  isWrong: (comment: PostedComment, sender: Sender) => boolean;
  expected: (comment: PostedComment, sender: Sender) => string;
}[] = [
  {
    field: 'municipality',
    isWrong: ({ municipality }, sender) => !sender.municipalities.includes(municipality),
    expected: (_, sender) =>
      `expected one that the signature speaks for: ${sender.municipalities.join(', ')}`,
  },
  {
    field: 'account',
    isWrong: ({ municipality, platform, account }, sender) =>
      sender.municipalityOf(platform, account) !== municipality,
    expected: ({ municipality, platform }) =>
      `expected a ${platform} account that ACCOUNTS_FILE gives to ${municipality}`,
  },
  {
    field: 'author.id',
    isWrong: ({ account, author }) => author.id?.trim() === account.trim(),
    expected: () => 'expected another than the account: what it writes itself only its platform tells',
  },
  {
    field: 'permalink',
    isWrong: ({ platform, permalink }) =>
      permalink !== undefined && platformLink(platform, permalink) === null,
    expected: ({ platform }) => `expected an https address on a host of ${platform}`,
  },
  {
    field: 'createdAt',
    isWrong: ({ createdAt }, { receivedAt }) => !isPlausible(createdAt, receivedAt),
    expected: () => 'expected an instant since 2003 and at most a day ahead',
  },
];
