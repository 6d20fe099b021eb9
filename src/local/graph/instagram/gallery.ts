import { nextNumber } from '../state.ts';
import type { Wall } from '../wall.ts';
import {
  type InstagramPerson,
  personOnInstagram,
  type SimAccount,
  type SimMedia,
  type SimMediaComment,
} from './state.ts';

/** What somebody writes under a media. */
export interface NewMediaComment {
  readonly media: SimMedia;
  readonly parent: SimMediaComment | null;
  readonly author: InstagramPerson;
  readonly anonymous?: boolean;
  readonly text: string;
  readonly createdAt?: Temporal.Instant;
}

/** The account of that id. */
export const accountIn = (wall: Wall, id: string): SimAccount | undefined =>
  wall.state.instagram.accounts.find((account) => account.id === id);
/** The media of that id. */
export const mediaIn = (wall: Wall, id: string): SimMedia | undefined =>
  wall.state.instagram.media.find((media) => media.id === id);
/** The comment of that id. */
export const commentIn = (wall: Wall, id: string): SimMediaComment | undefined =>
  wall.state.instagram.comments.find((comment) => comment.id === id);

/** The account as one who writes. */
export const asPerson = ({ id, username }: SimAccount): InstagramPerson => ({ id, username });

/**
 * Does Instagram's interface keep it to itself? What a restricted person writes, what stands under media with an age limit,
 * and what was written in a broadcast that has ended.
 */
export function isWithheld({ state: { instagram } }: Wall, comment: SimMediaComment): boolean {
  const media = instagram.media.find(({ id }) => id === comment.media);
  const restricted = instagram.restricted[comment.account]?.includes(comment.author.id) ?? false;
  return restricted || media === undefined || media.ageGated || media.live === 'ended';
}

/** Writes it, and tells of it. A reply to a reply hangs under the comment at the top level. */
export function writeComment(wall: Wall, from: NewMediaComment): SimMediaComment {
  const { media, parent, author, text, anonymous = false, createdAt = wall.now() } = from;
  const comment: SimMediaComment = {
    id: nextNumber(wall.state),
    account: media.account,
    media: media.id,
    parent: parent?.parent ?? parent?.id ?? null,
    ...{ author, anonymous, text, hidden: false },
    createdAt: createdAt.toString(),
  };
  wall.state.instagram.comments.push(comment);
  if (!isWithheld(wall, comment)) tell(wall, media, comment);
  wall.saveChanges();
  return comment;
}

/** Takes it away, with what answers it. Nobody is told of that, nor of an edit or a hiding. */
export function removeComment(wall: Wall, { id }: SimMediaComment): void {
  const { instagram } = wall.state;
  instagram.comments = instagram.comments.filter((each) => each.id !== id && each.parent !== id);
  wall.saveChanges();
}

/** Publishes something; `owner` null: the account itself. */
export function publish(
  wall: Wall,
  from: Pick<SimMedia, 'account' | 'owner' | 'caption'> & Partial<SimMedia>,
): SimMedia {
  const id = nextNumber(wall.state);
  const media: SimMedia = {
    ...{ id, shown: id, ageGated: false, live: null, createdAt: wall.now().toString() },
    ...from,
  };
  wall.state.instagram.media.push(media);
  if (media.owner !== null && names(wall, media.account, media.caption))
    push(wall, media.account, 'mentions', { media_id: media.id });
  wall.saveChanges();
  return media;
}

const names = (wall: Wall, account: string, text: string): boolean =>
  text.includes(`@${accountIn(wall, account)?.username}`);

/** Under somebody else's media only what names the account is told of, by its ids alone. */
function tell(wall: Wall, media: SimMedia, comment: SimMediaComment): void {
  const { account, id, author, anonymous, text, parent } = comment;
  if (media.owner !== null) {
    if (names(wall, account, text))
      push(wall, account, 'mentions', { media_id: media.id, comment_id: comment.id });
    return;
  }
  const isOwn = author.id === account;
  push(wall, account, media.live === null ? 'comments' : 'live_comments', {
    [wall.state.instagram.spelling]: id,
    ...(text !== '' && { text }),
    ...(!anonymous && {
      from: { ...author, ...(isOwn && { self_ig_scoped_id: personOnInstagram(account, 'self').id }) },
    }),
    media: { id: media.shown, media_product_type: 'FEED' },
    ...(parent !== null && { parent_id: parent }),
  });
}

function push(wall: Wall, account: string, field: string, value: Record<string, unknown>): void {
  const time = Math.floor(wall.now().epochMilliseconds / 1000);
  const { envelope } = wall.state.instagram;
  wall.state.pending.push({ page: account, time, list: 'changes', value, instagram: { field, envelope } });
}
