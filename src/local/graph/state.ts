import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InstagramState } from './instagram/state.ts';
import type { SamplePage } from './seed.ts';

const Person = z.object({ id: z.string(), name: z.string() });
export type Person = z.infer<typeof Person>;

/** What a Page tells an app of that has chosen everything which the bot reads. */
const ALL_FIELDS = ['feed', 'mention', 'messages', 'message_echoes', 'message_edits', 'standby'];
/** What the bot's app may, for Page and Instagram account. */
const ALL_SCOPES = [
  ...['pages_show_list', 'pages_read_engagement', 'pages_read_user_content', 'pages_manage_engagement'],
  ...['pages_manage_metadata', 'pages_messaging', 'instagram_basic', 'instagram_manage_comments'],
];

const SimPage = Person.extend({
  municipality: z.string(),
  token: z.string(),
  tokenExpired: z.boolean(),
  /** What the page tells the bot's app of. */
  subscribedFields: z.array(z.string()).default(ALL_FIELDS),
  scopes: z.array(z.string()).default(ALL_SCOPES),
  /** When the token ends, and what a person has consented to; null: never. */
  tokenEndsAt: z.string().nullable().default(null),
  consentEndsAt: z.string().nullable().default(null),
});
export type SimPage = z.infer<typeof SimPage>;

const SimPost = z.object({ id: z.string(), page: z.string(), message: z.string(), createdAt: z.string() });
export type SimPost = z.infer<typeof SimPost>;

const SimComment = z.object({
  id: z.string(),
  page: z.string(),
  post: z.string(),
  /** The comment that it answers; null at the top level. */
  parent: z.string().nullable(),
  author: Person,
  /** Facebook need not say who wrote. */
  anonymous: z.boolean(),
  message: z.string(),
  /** An address, a path on the simulator (its port may change), or null. */
  photo: z.string().nullable(),
  createdAt: z.string(),
  hidden: z.boolean(),
});
export type SimComment = z.infer<typeof SimComment>;

const SimMessage = z.object({
  id: z.string(),
  /** The Page, or the Instagram account. */
  page: z.string(),
  /** The other one, whoever wrote it. */
  person: Person,
  byPage: z.boolean(),
  text: z.string(),
  metadata: z.string().nullable(),
  createdAt: z.string(),
  /** Taken back by the person. */
  unsent: z.boolean(),
});
export type SimMessage = z.infer<typeof SimMessage>;

/** A write that was performed through the Graph API, whether or not its answer arrived. */
const Act = z.object({
  number: z.int(),
  at: z.string(),
  act: z.enum(['hide', 'unhide', 'delete', 'reply', 'edit', 'block', 'unblock', 'message', 'private-reply']),
  page: z.string(),
  /** The comment, post or person acted on. */
  on: z.string(),
  /** The reply's own id. */
  made: z.string().optional(),
  text: z.string().optional(),
});
export type Act = z.infer<typeof Act>;

/**
 * What the subscriber has not yet taken: a change of a Page's feed or of an Instagram account, whose id is `page` then,
 * told in seconds; or a private message, told in milliseconds.
 */
const PendingChange = z.object({
  page: z.string(),
  time: z.int(),
  list: z.enum(['changes', 'messaging']).default('changes'),
  value: z.record(z.string(), z.unknown()),
  instagram: z.object({ field: z.string(), envelope: z.enum(['changes', 'flat']) }).optional(),
});
export type PendingChange = z.infer<typeof PendingChange>;

/** Everything that the simulator remembers: what `--state FILE` holds. Instants are ISO 8601 text. */
export const GraphState = z.object({
  pages: z.array(SimPage),
  /** People with a token of their own. */
  users: z.array(z.object({ id: z.string(), token: z.string() })).default([]),
  posts: z.array(SimPost),
  comments: z.array(SimComment),
  messages: z.array(SimMessage).default([]),
  /** Ids of the comments whose authors have been answered in private. */
  repliedPrivately: z.array(z.string()).default([]),
  /** People blocked, by page. */
  blocked: z.record(z.string(), z.array(Person)),
  acts: z.array(Act),
  pending: z.array(PendingChange),
  instagram: InstagramState.default(() => InstagramState.parse({})),
  /** Ids given so far. */
  ids: z.int(),
});
export type GraphState = z.infer<typeof GraphState>;

/** A fresh state with the pages' posts and no comments. */
export function newState(samples: readonly SamplePage[], now: Temporal.Instant): GraphState {
  const state: GraphState = {
    pages: [],
    users: [],
    posts: [],
    comments: [],
    messages: [],
    repliedPrivately: [],
    blocked: {},
    acts: [],
    pending: [],
    instagram: InstagramState.parse({}),
    ids: 0,
  };
  for (const { id, name, municipality, token, posts, instagram } of samples) {
    state.pages.push(SimPage.parse({ id, name, municipality, token, tokenExpired: false }));
    for (const { hoursAgo, message } of posts) {
      const createdAt = now.subtract({ minutes: Math.round(hoursAgo * 60) }).toString();
      state.posts.push({ id: `${id}_${nextNumber(state)}`, page: id, message, createdAt });
    }
    if (instagram)
      state.instagram.accounts.push({ id: instagram.id, username: instagram.username, page: id });
    for (const { hoursAgo, caption } of instagram?.media ?? []) {
      const number = nextNumber(state);
      const createdAt = now.subtract({ minutes: Math.round(hoursAgo * 60) }).toString();
      const media = { id: number, shown: number, account: instagram?.id ?? '', caption, createdAt };
      state.instagram.media.push({ ...media, owner: null, ageGated: false, live: null });
    }
  }
  return state;
}

/** The next object number: 18 digits, so that no JavaScript number can hold it. */
export function nextNumber(state: GraphState): string {
  state.ids += 1;
  return String(122_100_000_000_000_000n + BigInt(state.ids) * 7919n);
}

/** A person's id on a page: Facebook gives one person another id on every page. */
export function personOn(page: string, name: string): Person {
  const hash = createHash('sha256').update(`${page} ${name}`).digest('hex');
  return {
    id: `2${BigInt(`0x${hash.slice(0, 12)}`)
      .toString()
      .padStart(15, '0')}`,
    name,
  };
}

/** A comment and everything below it. */
export function withReplies(state: GraphState, comment: SimComment): SimComment[] {
  const children = state.comments.filter((each) => each.parent === comment.id);
  return [comment, ...children.flatMap((child) => withReplies(state, child))];
}

/** Instants as Graph writes them: `2026-04-24T03:06:40+0000`. */
export function graphTime(instant: string): string {
  return `${instant.slice(0, 19)}+0000`;
}
