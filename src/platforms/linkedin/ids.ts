import { z } from 'zod';

/** What a comment's URN says, whichever of its spellings. */
interface CommentRef {
  /** Its number, which is the comment's own: the thread before it may be spelled in three ways. */
  readonly id: string;
  /** The post as it was spelled here (`urn:li:activity:1`, a share or a ugcPost); absent where only the number was given. */
  readonly thread?: string;
}

const THREAD = String.raw`(?:urn:li:)?((?:activity|share|ugcPost|groupPost):\d{1,20})`;
const COMMENT = new RegExp(String.raw`^(?:urn:li:comment:)?\(${THREAD},(\d{1,20})\)$`, 'u');
const NUMBER = /^(?:urn:li:comment:)?(\d{1,20})$/u;
const POST = new RegExp(`^${THREAD}$`, 'u');
const ORGANIZATION = /^urn:li:organization(?:Brand)?:(\d{1,20})$/u;

/** An id or a URN, digits kept as text. */
export const Urn = z.union([z.string().min(1).max(200), z.int().nonnegative().transform(String)]);

/**
 * Reads a comment's URN: `urn:li:comment:(urn:li:activity:1,2)`, `urn:li:comment:(activity:1,2)`, a bare `2`, each perhaps
 * percent-encoded. Null for what names no comment.
 */
export function commentRef(spelled: string): CommentRef | null {
  const urn = decoded(spelled);
  const [, post, id] = COMMENT.exec(urn) ?? [];
  if (post !== undefined && id !== undefined) return { id, thread: `urn:li:${post}` };
  const number = NUMBER.exec(urn)?.[1];
  return number === undefined ? null : { id: number };
}

/** A post's URN in its longer spelling; null for what names no post. */
export function postUrn(spelled: string): string | null {
  const post = POST.exec(decoded(spelled))?.[1];
  return post === undefined ? null : `urn:li:${post}`;
}

/** A comment's URN in its longer spelling. */
export const commentUrn = (thread: string, id: string): string => `urn:li:comment:(${thread},${id})`;

/** The URN of the Page whose number an account is. */
export const organizationUrn = (account: string): string => `urn:li:organization:${account}`;

/** Whose id somebody's URN gives: a Page's is its number, like an account's; a member's URN stands as it is. */
export const authorId = (urn: string): string => ORGANIZATION.exec(urn)?.[1] ?? urn;

/** The Page's number; null for what names no Page. */
export const accountOf = (urn: string): string | null => ORGANIZATION.exec(urn)?.[1] ?? null;

/** The address of a post, at which its comments stand too. */
export const postLink = (post: string): string => `https://www.linkedin.com/feed/update/${post}/`;

/** The address at which LinkedIn shows the comment, or the thread of the one above it, first. */
export function commentLink(thread: string, id: string): string {
  const url = new URL(postLink(thread));
  url.searchParams.set('commentUrn', `urn:li:comment:(${thread.slice('urn:li:'.length)},${id})`);
  return url.href;
}

function decoded(spelled: string): string {
  try {
    return decodeURIComponent(spelled);
  } catch {
    return spelled;
  }
}
