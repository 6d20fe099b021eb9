import { z } from 'zod';
import { Attachment, type IntakeItem, PlatformName } from '../core/comment.ts';
import { MunicipalityId } from '../core/policy.ts';
import { intakeError } from './intake-error.ts';
import { WireInstant } from './wire-instant.ts';
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

/**
 * Reads the body of `POST /api/comments`: one comment, or an array of at most 1,000. A later version of a comment is
 * posted with the same `externalId` and `createdAt` and its new text. Written by the account itself: own.
 * @throws {IntakeError} that names the first wrong field: `[3].createdAt`.
 */
export function parseComments(body: Buffer): { municipality: MunicipalityId; item: IntakeItem }[] {
  const raw = parseWireJson(body);
  const many = z.array(z.unknown()).max(1000, { error: 'expected at most 1,000 comments' });
  if (!Array.isArray(raw)) return [parseOne(raw, '')];
  const list = many.safeParse(raw);
  if (!list.success) throw intakeError(list.error);
  return list.data.map((each, index) => parseOne(each, `[${index}]`));
}

function parseOne(raw: unknown, at: string): { municipality: MunicipalityId; item: IntakeItem } {
  const result = PostedComment.safeParse(raw);
  if (!result.success) throw intakeError(result.error, at);
  const { municipality, ...comment } = result.data;
  const key = `${comment.platform}:${comment.account}:${canonicalHash(raw)}`;
  const own = comment.author.id === comment.account;
  return { municipality, item: { key, comment: { ...comment, writtenAt: comment.createdAt, own } } };
}
