import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SampleChannel } from './seed.ts';

const Author = z.object({ id: z.string(), name: z.string() });
export type Author = z.infer<typeof Author>;

const SimChannel = z.object({
  id: z.string(),
  title: z.string(),
  municipality: z.string(),
  refreshToken: z.string(),
  /** When somebody signed in last: from then on a grant in Testing lives for seven days. */
  signedInAt: z.string(),
  revoked: z.boolean(),
  /** What was consented to, as Google writes it. */
  scope: z.string().default('https://www.googleapis.com/auth/youtube.force-ssl'),
  /** Each access token comes with a new refresh token, and the one before is no longer taken. */
  rotates: z.boolean().default(false),
  /** The channel that was chosen at sign-in, of which the token speaks. */
  chosen: z.string(),
  /** People whose comments are rejected as they come. */
  banned: z.array(Author),
});
export type SimChannel = z.infer<typeof SimChannel>;

const SimVideo = z.object({
  id: z.string(),
  channel: z.string(),
  title: z.string(),
  description: z.string(),
  publishedAt: z.string(),
  /** Nobody may comment on it. */
  closed: z.boolean(),
});
export type SimVideo = z.infer<typeof SimVideo>;

/** `rejected` is final. */
export const Status = z.enum(['published', 'heldForReview', 'likelySpam', 'rejected']);
export type Status = z.infer<typeof Status>;

const SimComment = z.object({
  id: z.string(),
  channel: z.string(),
  video: z.string(),
  /** The comment at the top of the thread; null there. */
  parent: z.string().nullable(),
  /** Null: the account is no longer there. */
  author: Author.nullable(),
  text: z.string(),
  publishedAt: z.string(),
  updatedAt: z.string(),
  status: Status,
});
export type SimComment = z.infer<typeof SimComment>;

/** A write that was performed through the API, whether or not its answer arrived. */
const Act = z.object({
  number: z.int(),
  at: z.string(),
  act: z.enum(['hide', 'unhide', 'reject', 'ban', 'delete', 'reply']),
  channel: z.string(),
  /** The comment acted on. */
  on: z.string(),
  /** The reply's own id. */
  made: z.string().optional(),
  text: z.string().optional(),
});
export type Act = z.infer<typeof Act>;

/** Everything that the simulator remembers: what `--state FILE` holds. Instants are ISO 8601 text. */
export const YouTubeState = z.object({
  channels: z.array(SimChannel),
  videos: z.array(SimVideo),
  comments: z.array(SimComment),
  /** Ids of comments that people have taken away. */
  vanished: z.array(z.string()),
  acts: z.array(Act),
  /** Access tokens that were given, and whose they are. */
  tokens: z.array(z.object({ token: z.string(), channel: z.string(), expiresAt: z.string() })),
  /** The Google project that all channels share. */
  project: z.object({
    /** In Testing a grant dies after seven days. */
    testing: z.boolean(),
    unitsADay: z.int(),
    used: z.int(),
    /** When the units were last given anew. */
    renewedAt: z.string(),
  }),
  /** How refusals are spelled, and whether what is rejected is still answered by its id: nobody knows. */
  oddities: z.object({ spelling: z.enum(['reasons', 'status', 'text']), showsRejected: z.boolean() }),
  /** Ids given so far. */
  ids: z.int(),
});
export type YouTubeState = z.infer<typeof YouTubeState>;

/** A fresh state with the channels' videos and no comments. */
export function newState(samples: readonly SampleChannel[], now: Temporal.Instant): YouTubeState {
  const state: YouTubeState = {
    ...{ channels: [], videos: [], comments: [], vanished: [], acts: [], tokens: [], ids: 0 },
    project: { testing: false, unitsADay: 10_000, used: 0, renewedAt: now.toString() },
    oddities: { spelling: 'reasons', showsRejected: false },
  };
  for (const { videos, id, ...channel } of samples) {
    const grant = { signedInAt: now.toString(), revoked: false, chosen: id, banned: [] };
    state.channels.push(SimChannel.parse({ id, ...channel, ...grant }));
    for (const { daysAgo, ...video } of videos) {
      const publishedAt = now.subtract({ minutes: Math.round(daysAgo * 24 * 60) }).toString();
      state.videos.push({ id: nextId(state, 11), channel: id, ...video, publishedAt, closed: false });
    }
  }
  return state;
}

/** The next id: so many letters and digits, as YouTube's. */
export function nextId(state: YouTubeState, length: number): string {
  state.ids += 1;
  return createHash('sha256').update(`youtube ${state.ids}`).digest('base64url').slice(0, length);
}

/** A person's channel, which is the same wherever they write. */
export function authorNamed(name: string): Author {
  const id = `UC${createHash('sha256').update(name).digest('base64url').slice(0, 22)}`;
  return { id, name: `@${name.toLowerCase().replaceAll(/\s+/gu, '-')}` };
}
