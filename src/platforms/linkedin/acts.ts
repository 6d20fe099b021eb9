import { type Platform, PlatformError, type SeenComment, type Target } from '../../ports/platform.ts';
import { fetchAttachment } from '../fetch-attachment.ts';
import { attachmentsOf, type CommentNode, instantOf } from './answers.ts';
import { callLinkedIn, type LinkedInConnection, spelled } from './call.ts';
import { type Placed, placeOf, topOf } from './comment.ts';
import { authorId, commentLink, commentRef, organizationUrn } from './ids.ts';
import type { LinkedInClient } from './introspect.ts';
import { listLinkedIn } from './list.ts';
import { commentAt, commentPages } from './pages.ts';
import { checkReach } from './role.ts';
import { linkedinStanding } from './standing.ts';

/** How LinkedIn is reached; `attachmentHosts` are the hosts that evidence may be fetched from. */
export interface LinkedInOptions {
  /** `https://api.linkedin.com/rest`. */
  readonly apiUrl: string;
  /** `YYYYMM`. */
  readonly version: string;
  /** The app whose webhook tells of an account's comments; undefined where they are only listed. */
  applicationIdOf(account: string): string | undefined;
  /** Null where nobody may ask what an account's token is worth. */
  clientOf(account: string): LinkedInClient | null;
  readonly now: () => Temporal.Instant;
  /** The access token of an account's administrator. Asked at every call, so that a new token needs no restart. */
  tokenOf(account: string): string;
  readonly timeoutMs: number;
  readonly attachmentHosts: readonly string[];
  readonly fetch?: typeof fetch;
}

/** The longest comment that LinkedIn takes, which is documented nowhere. */
export const MAX_TEXT = 1250;

/**
 * A LinkedIn Page. It has no interface for hiding, for blocking, or for taking away what others wrote.
 * Source: learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/comments-api.
 */
export function createLinkedIn(options: LinkedInOptions): Platform {
  const { apiUrl, version, timeoutMs, now } = options;
  const linkedin: LinkedInConnection = {
    apiUrl,
    version,
    timeoutMs,
    tokenOf: (account) => options.tokenOf(account),
    fetch: options.fetch ?? fetch,
  };
  const lacking = async (): Promise<never> => {
    throw new PlatformError('unsupported', 'LinkedIn has no interface for it');
  };
  return {
    name: 'linkedin',
    hide: lacking,
    unhide: lacking,
    block: lacking,
    unblock: lacking,
    isBlocked: lacking,
    delete: (target) => remove(linkedin, target),
    reply: (target, text) => reply(linkedin, target, text),
    check: (account) => checkReach(linkedin, account, options.applicationIdOf(account)),
    standing: (account) =>
      linkedinStanding(
        linkedin,
        { applicationId: options.applicationIdOf(account), client: options.clientOf(account), now },
        account,
      ),
    read: (target) => read(linkedin, target),
    list: (listing) => listLinkedIn(linkedin, listing),
    ownReplies: (target) => ownReplies(linkedin, target),
    fetchAttachment: (url) =>
      fetchAttachment({ hosts: options.attachmentHosts, timeoutMs, fetch: linkedin.fetch }, url),
  };
}

/** @throws PlatformError `unsupported` where no post is known: LinkedIn names a comment by its post and its number alone */
function placeOfTarget({ externalId, postId }: Target): { thread: string; id: string } {
  const ref = commentRef(externalId);
  const thread = postId ?? ref?.thread;
  if (ref !== null && thread !== undefined) return { thread, id: ref.id };
  throw new PlatformError('unsupported', 'expected the number of a LinkedIn comment and the URN of its post');
}

interface Found {
  readonly node: CommentNode;
  readonly placed: Placed;
}

/** @throws PlatformError `not-found` */
async function find(linkedin: LinkedInConnection, target: Target): Promise<Found> {
  const asked = placeOfTarget(target);
  const node = await commentAt(linkedin, target.account, asked);
  return { node, placed: placeOf(node, asked.thread) ?? asked };
}

/** Its own comments alone; others' are refused with 403. */
async function remove(linkedin: LinkedInConnection, target: Target): Promise<void> {
  const { account } = target;
  const { thread, id } = placeOfTarget(target);
  await callLinkedIn(linkedin, {
    account,
    method: 'DELETE',
    path: ['socialActions', spelled(thread), 'comments', id],
    query: { actor: spelled(organizationUrn(account)) },
    // It says nothing: any other success is somebody else's, such as a gateway's page.
    answer: ({ status }) => status === 204 || undefined,
  });
}

/** Reads first: an answer to a reply stands under the comment above both. */
async function reply(linkedin: LinkedInConnection, target: Target, text: string) {
  if (text.trim() === '' || text.length > MAX_TEXT) {
    throw new PlatformError(
      'rejected',
      `expected a reply of 1 to ${MAX_TEXT} characters, got ${text.length}`,
    );
  }
  const { account } = target;
  const { placed } = await find(linkedin, target);
  const parentComment = topOf(placed);
  return callLinkedIn(linkedin, {
    account,
    method: 'POST',
    path: ['socialActions', spelled(parentComment), 'comments'],
    json: { actor: organizationUrn(account), object: placed.thread, parentComment, message: { text } },
    answer: ({ headers }) => {
      const made = commentRef(headers.get('x-restli-id') ?? '');
      return made === null ? undefined : { externalId: made.id };
    },
  });
}

async function read(linkedin: LinkedInConnection, target: Target): Promise<SeenComment | null> {
  try {
    const { node, placed } = await find(linkedin, target);
    const author = node.actor === undefined ? null : authorId(node.actor);
    return {
      text: node.message?.text ?? '',
      hidden: false,
      canHide: false,
      canRemove: author === target.account,
      authorId: author,
      permalink: commentLink(placed.thread, placed.id),
      attachments: attachmentsOf(node),
    };
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not-found') return null;
    throw error;
  }
}

async function ownReplies(linkedin: LinkedInConnection, target: Target) {
  const { placed } = await find(linkedin, target);
  const own: { externalId: string; text: string; createdAt: Temporal.Instant }[] = [];
  for await (const nodes of commentPages(linkedin, target.account, topOf(placed))) {
    for (const node of nodes) {
      const made = placeOf(node, placed.thread);
      if (made === null || node.actor === undefined || authorId(node.actor) !== target.account) continue;
      own.push({
        externalId: made.id,
        text: node.message?.text ?? '',
        createdAt: instantOf(node.created.time),
      });
    }
  }
  return own.sort((one, other) => Temporal.Instant.compare(other.createdAt, one.createdAt));
}
