import { PlatformError, type Target } from '../../ports/platform.ts';
import { type CommentResource, Made } from './answers.ts';
import { callYouTube, type YouTubeConnection } from './call.ts';
import { existing, isOwn } from './comments.ts';
import { repliesTo } from './pages.ts';

/** The longest comment that YouTube takes ~. */
export const MAX_TEXT = 10_000;

/** Answers in the comment's thread. A reply has none below it: whom of those in the thread it answers, its first word says. */
export async function reply(
  youtube: YouTubeConnection,
  target: Target,
  text: string,
): Promise<{ externalId: string }> {
  if (text.trim() === '') throw new PlatformError('rejected', 'expected a reply that says something');
  withinLimit(text);
  const { account } = target;
  const answered = await existing(youtube, target);
  const address = addressOf(answered);
  const isAddressed = address === null || text.startsWith(address);
  const textOriginal = isAddressed ? text : `${address} ${text}`;
  withinLimit(textOriginal);
  const { id } = await callYouTube(youtube, {
    ...{ account, path: 'comments', query: { part: 'snippet' }, answer: Made },
    json: { snippet: { parentId: threadOf(answered), textOriginal } },
    ...{ method: 'POST', status: 200 },
  });
  return { externalId: id };
}

function withinLimit(text: string): void {
  if (text.length <= MAX_TEXT) return;
  throw new PlatformError('rejected', `expected at most ${MAX_TEXT} characters, got ${text.length}`);
}

/** The id of the comment at the top. */
const threadOf = ({ id, snippet }: CommentResource): string => snippet.parentId ?? id;

/** `@name` of whoever wrote a reply; null at the top of a thread, and of somebody without a name. */
function addressOf({ snippet: { parentId, authorDisplayName: name } }: CommentResource): string | null {
  if (parentId === undefined || !name) return null;
  // Names are mostly handles, which have it already.
  return name.startsWith('@') ? name : `@${name}`;
}

/** The channel's replies in the comment's thread, newest first; of a reply those alone that address its author, if it can be addressed. */
export async function ownReplies(
  youtube: YouTubeConnection,
  target: Target,
): Promise<{ externalId: string; text: string; createdAt: Temporal.Instant }[]> {
  const { account } = target;
  const answered = await existing(youtube, target);
  const address = addressOf(answered);
  const replies = await repliesTo(youtube, { account, parentId: threadOf(answered) });
  return replies
    .filter((one) => isOwn(one, account))
    .flatMap(({ id: externalId, snippet: { textDisplay, publishedAt: createdAt } }) =>
      spellingsOf(textDisplay, address).map((text) => ({ externalId, text, createdAt })),
    )
    .sort((one, other) => Temporal.Instant.compare(other.createdAt, one.createdAt));
}

/** The text as it stands, and as it was written before the address was set before it: which of the two, nobody can see. */
function spellingsOf(text: string, address: string | null): string[] {
  if (address === null) return [text];
  return text.startsWith(address) ? [text, text.slice(address.length).trimStart()] : [];
}
