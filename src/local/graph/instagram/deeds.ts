import { z } from 'zod';
import { ControlError, instantOf } from '../../simulator/control.ts';
import type { Wall } from '../wall.ts';
import { accountIn, asPerson, commentIn, mediaIn, publish, removeComment, writeComment } from './gallery.ts';
import { personOnInstagram, type SimAccount, type SimMedia } from './state.ts';

const ofPerson = { account: z.string(), username: z.string().min(1).max(30) };

/**
 * `POST /_sim/instagram`: what people do there. `add` writes under a media (the newest of the account's own unless `media`
 * or `parent` is given); `publish` with an `owner` is somebody else's media.
 */
export const InstagramDeed = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('add'),
    account: z.string(),
    media: z.string().optional(),
    parent: z.string().optional(),
    username: z.string().min(1).max(30).default('kim.testsson'),
    /** Written by the account itself, in Instagram's own app. */
    asAccount: z.boolean().default(false),
    anonymous: z.boolean().default(false),
    text: z.string().max(2200).default(''),
    createdAt: z.string().optional(),
  }),
  z.strictObject({ op: z.literal('edit'), id: z.string(), text: z.string().max(2200) }),
  z.strictObject({ op: z.literal('remove'), id: z.string() }),
  z.strictObject({ op: z.literal('hide'), id: z.string(), hidden: z.boolean() }),
  z.strictObject({
    op: z.literal('publish'),
    account: z.string(),
    owner: z.string().nullable().default(null),
    caption: z.string().default(''),
    /** An album: webhooks name one of its pictures. */
    shown: z.string().optional(),
    ageGated: z.boolean().default(false),
    live: z.enum(['on', 'ended']).nullable().default(null),
    createdAt: z.string().optional(),
  }),
  z.strictObject({ op: z.literal('end-broadcast'), media: z.string() }),
  z.strictObject({ op: z.literal('restrict'), ...ofPerson, restricted: z.boolean() }),
  z.strictObject({ op: z.literal('rename'), ...ofPerson, to: z.string().min(1).max(30) }),
  z.strictObject({
    op: z.literal('tell'),
    envelope: z.enum(['changes', 'flat']),
    spelling: z.enum(['id', 'comment_id']),
  }),
]);
export type InstagramDeed = z.infer<typeof InstagramDeed>;

/** What came of a deed: the comment or the media that it is about, and who did it. */
export interface InstagramDone {
  readonly id: string;
  readonly media: string;
  readonly authorId: string;
}

/**
 * Lets somebody do something; null where nothing new is there.
 * @throws {ControlError} 404 for what is not there, 409 for who is blocked
 */
export function doInstagramDeed(wall: Wall, deed: InstagramDeed): InstagramDone | null {
  if (deed.op === 'add') return add(wall, deed);
  if (deed.op === 'publish') return published(wall, deed);
  change(wall, deed);
  wall.saveChanges();
  return null;
}

type Deed<Op extends InstagramDeed['op']> = Extract<InstagramDeed, { op: Op }>;

function change(wall: Wall, deed: Exclude<InstagramDeed, { op: 'add' | 'publish' }>): void {
  switch (deed.op) {
    case 'edit':
      found(wall, deed.id).text = deed.text;
      return;
    case 'hide':
      found(wall, deed.id).hidden = deed.hidden;
      return;
    case 'remove':
      removeComment(wall, found(wall, deed.id));
      return;
    case 'end-broadcast':
      mediaOf(wall, deed.media).live = 'ended';
      return;
    case 'tell': {
      const { envelope, spelling } = deed;
      Object.assign(wall.state.instagram, { envelope, spelling });
      return;
    }
    case 'restrict':
    case 'rename':
      ofSomebody(wall, deed);
      return;
  }
}

function add(wall: Wall, deed: Deed<'add'>): InstagramDone {
  const account = accountOf(wall, deed.account);
  const parent = deed.parent === undefined ? null : found(wall, deed.parent);
  const newest = wall.state.instagram.media
    .filter((each) => each.account === account.id && each.owner === null)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))[0];
  const media = mediaOf(wall, parent?.media ?? deed.media ?? newest?.id ?? '');
  const author = deed.asAccount ? asPerson(account) : personOnInstagram(account.id, deed.username);
  if (wall.state.instagram.blocked[account.id]?.includes(author.id))
    throw new ControlError(409, 'the author is blocked');
  const { text, anonymous, createdAt } = deed;
  const at = createdAt === undefined ? {} : { createdAt: instantOf(createdAt) };
  const { id } = writeComment(wall, { media, parent, author, text, anonymous, ...at });
  return { id, media: media.id, authorId: author.id };
}

function published(wall: Wall, deed: Deed<'publish'>): InstagramDone {
  const { account, owner, caption, ageGated, live, shown, createdAt } = deed;
  const { id } = publish(wall, {
    ...{ account: accountOf(wall, account).id, owner, caption, ageGated, live },
    ...(shown !== undefined && { shown }),
    ...(createdAt !== undefined && { createdAt }),
  });
  return { id, media: id, authorId: account };
}

function ofSomebody(wall: Wall, deed: Deed<'restrict' | 'rename'>): void {
  const { instagram } = wall.state;
  const { account, username } = deed;
  const { id } = personOnInstagram(accountOf(wall, account).id, username);
  const without = (people: readonly string[] = []) => people.filter((each) => each !== id);
  if (deed.op === 'restrict')
    instagram.restricted[account] = [
      ...without(instagram.restricted[account]),
      ...(deed.restricted ? [id] : []),
    ];
  if (deed.op === 'rename')
    for (const { author } of instagram.comments) if (author.id === id) author.username = deed.to;
}

function accountOf(wall: Wall, id: string): SimAccount {
  const account = accountIn(wall, id);
  if (account === undefined) throw new ControlError(404, `no such account: ${id}`);
  return account;
}

function mediaOf(wall: Wall, id: string): SimMedia {
  const media = mediaIn(wall, id);
  if (media === undefined) throw new ControlError(404, `no such media: ${id}`);
  return media;
}

function found(wall: Wall, id: string) {
  const comment = commentIn(wall, id);
  if (comment === undefined) throw new ControlError(404, `no such comment: ${id}`);
  return comment;
}
