import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SamplePage } from './seed.ts';

/** Instants are ISO 8601 in UTC. */
const At = z.string();

const SimPage = z.strictObject({
  municipality: z.string(),
  /** That in `urn:li:organization:<number>`. */
  number: z.string(),
  name: z.string(),
  token: z.string(),
  tokenExpired: z.boolean(),
  /** What the member whose token it is may do: any but ADMINISTRATOR reads empty lists. */
  role: z.string(),
  /** Until when the webhook is told of the Page; null: it never was subscribed. */
  subscribedUntil: At.nullable(),
  /** When the token ends, and what it may; null: never. */
  tokenEndsAt: At.nullable().default(null),
  scopes: z
    .array(z.string())
    .default(['r_organization_social_feed', 'w_organization_social_feed', 'rw_organization_admin']),
});
export type SimPage = z.infer<typeof SimPage>;

const SimPost = z.strictObject({
  /** Its number as an activity; as a share and a ugcPost it has another. */
  activity: z.string(),
  share: z.string(),
  page: z.string(),
  commentary: z.string(),
  createdAt: At,
});
export type SimPost = z.infer<typeof SimPost>;

const SimComment = z.strictObject({
  id: z.string(),
  /** The activity that it stands under. */
  post: z.string(),
  page: z.string(),
  parent: z.string().nullable(),
  /** A member's URN, or the Page's. */
  actor: z.string(),
  name: z.string(),
  /** LinkedIn does not say who wrote it. */
  anonymous: z.boolean(),
  text: z.string(),
  /** A path here, or null. */
  photo: z.string().nullable(),
  createdAt: At,
  modifiedAt: At,
});
export type SimComment = z.infer<typeof SimComment>;

/** What LinkedIn has told of, kept for the list of 60 days and, while `sendAt` is set, to be sent. */
const SimNotification = z.strictObject({
  id: z.int(),
  page: z.string(),
  action: z.enum(['COMMENT', 'COMMENT_EDIT', 'COMMENT_DELETE', 'ADMIN_COMMENT', 'LIKE', 'SHARE_MENTION']),
  /** The comment as it was then; for a mention, the share's number in `id`. */
  comment: SimComment,
  share: z.string(),
  at: At,
  sendAt: At.nullable(),
});
export type SimNotification = z.infer<typeof SimNotification>;

/** What our interface has done; reads are not in it. */
const Act = z.strictObject({
  act: z.enum(['reply', 'delete']),
  page: z.string(),
  /** The comment acted on; of a reply what it stands under, the post's activity where that is no comment. */
  on: z.string(),
  /** The reply's own id. */
  made: z.string().optional(),
  text: z.string().optional(),
  at: At,
});
export type Act = z.infer<typeof Act>;

/** Everything that is kept between runs. */
export const LinkedInState = z.strictObject({
  ids: z.int(),
  pages: z.array(SimPage),
  posts: z.array(SimPost),
  comments: z.array(SimComment),
  notifications: z.array(SimNotification),
  acts: z.array(Act),
  /** Does a notification hold what was written? */
  decorated: z.boolean(),
  /** The webhook's endpoint: when it was last challenged, how often in a row in vain, and what was given up. */
  endpoint: z.strictObject({
    challengedAt: At.nullable(),
    failures: z.int(),
    blocked: z.boolean(),
    lost: z.int(),
  }),
});
export type LinkedInState = z.infer<typeof LinkedInState>;

/** Numbers as LinkedIn has them: beyond 2^53. */
const FIRST_ID = 7_094_637_247_000_000_000n;

/** The next number. */
export function nextId(state: Pick<LinkedInState, 'ids'>): string {
  state.ids += 1;
  return String(FIRST_ID + BigInt(state.ids) * 4096n);
}

/** A member's URN, the same for a name each time; this app knows nobody by another. */
export const personUrn = (name: string): string =>
  `urn:li:person:${createHash('sha256').update(name).digest('base64url').slice(0, 10)}`;

/** The URN of the administrator of a Page, whose token it is. */
export const adminUrn = ({ municipality }: Pick<SimPage, 'municipality'>): string =>
  personUrn(`administrator of ${municipality}`);

/** The Pages with their posts, and nothing written under them. */
export function newState(pages: readonly SamplePage[], now: Temporal.Instant): LinkedInState {
  const state: LinkedInState = {
    ids: 0,
    pages: pages.map(({ posts: _, ...page }) =>
      SimPage.parse({ ...page, tokenExpired: false, role: 'ADMINISTRATOR', subscribedUntil: null }),
    ),
    posts: [],
    comments: [],
    notifications: [],
    acts: [],
    decorated: true,
    endpoint: { challengedAt: null, failures: 0, blocked: false, lost: 0 },
  };
  for (const { number: page, posts } of pages) {
    for (const { hoursAgo, commentary } of posts) {
      const createdAt = now.subtract({ minutes: Math.round(hoursAgo * 60) }).toString();
      state.posts.push({ share: nextId(state), activity: nextId(state), page, commentary, createdAt });
    }
  }
  return state;
}
