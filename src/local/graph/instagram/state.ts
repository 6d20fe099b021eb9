import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Somebody on Instagram as one account sees them: the id is another one on every account. */
export const InstagramPerson = z.object({ id: z.string(), username: z.string() });
export type InstagramPerson = z.infer<typeof InstagramPerson>;

/** A professional account and the Page that it is linked to. */
export const SimAccount = z.object({ id: z.string(), username: z.string(), page: z.string() });
export type SimAccount = z.infer<typeof SimAccount>;

/** Something that was published: by the account, or by somebody else who named it. */
export const SimMedia = z.object({
  id: z.string(),
  /** What webhooks call it: in an album, the picture that was shown. */
  shown: z.string(),
  account: z.string(),
  /** Whose it is; null: the account's own. */
  owner: z.string().nullable(),
  caption: z.string(),
  createdAt: z.string(),
  ageGated: z.boolean(),
  /** A broadcast that goes on, or has ended; null for what is none. */
  live: z.enum(['on', 'ended']).nullable(),
});
export type SimMedia = z.infer<typeof SimMedia>;

/** A comment under a media. */
export const SimMediaComment = z.object({
  id: z.string(),
  account: z.string(),
  media: z.string(),
  /** The comment at the top level that it answers; null there. */
  parent: z.string().nullable(),
  author: InstagramPerson,
  /** Instagram need not say who wrote. */
  anonymous: z.boolean(),
  text: z.string(),
  createdAt: z.string(),
  hidden: z.boolean(),
});
export type SimMediaComment = z.infer<typeof SimMediaComment>;

/** People by account. */
const People = z.record(z.string(), z.array(z.string()));

/** Everything that is remembered of Instagram. */
export const InstagramState = z.object({
  accounts: z.array(SimAccount).default([]),
  media: z.array(SimMedia).default([]),
  comments: z.array(SimMediaComment).default([]),
  /** Ids of the people whom an account has restricted and blocked. */
  restricted: People.default({}),
  blocked: People.default({}),
  /** How changes are told: in `changes`, or flat on their entry; the comment's id as `id` or as `comment_id`. */
  envelope: z.enum(['changes', 'flat']).default('changes'),
  spelling: z.enum(['id', 'comment_id']).default('id'),
});
export type InstagramState = z.infer<typeof InstagramState>;

/** An imagined person's name on Instagram: `kim.testsson`. */
export const usernameOf = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z]+/gu, '.');

/** A person's id as an account sees it. */
export function personOnInstagram(account: string, username: string): InstagramPerson {
  const hash = createHash('sha256').update(`${account} ${username}`).digest('hex');
  return { id: `7${BigInt(`0x${hash.slice(0, 12)}`)}`, username };
}
