import { z } from 'zod';
import type { PlatformName } from './platform.ts';
import type { MunicipalityId } from './policy.ts';

/**
 * What was written: a comment under a post, a post on the municipality's wall, words elsewhere that name it, or a private
 * message. The municipality's own posts are posts too.
 */
export const CommentKind = z.enum(['comment', 'post', 'mention', 'message']);
export type CommentKind = z.infer<typeof CommentKind>;

/** `unsupported`: apps are not given what it says. `standby`: another app has the conversation, and answers. */
export type InboxOnly = 'unsupported' | 'standby';

/** How the comment stands on its platform, as far as is known. */
export const Visibility = z.enum(['visible', 'hidden', 'gone']);
export type Visibility = z.infer<typeof Visibility>;

/** What a comment shows beside its text, by the platform's word for its kind. */
export const Attachment = z.object({
  type: z.string().max(40),
  url: z.url({ protocol: /^https?$/u }).max(4000),
});
export type Attachment = z.infer<typeof Attachment>;

/** A comment as a source hands it in: verified, parsed, not yet stored. */
export interface IncomingComment {
  /** Absent: a comment. */
  kind?: CommentKind;
  platform: PlatformName;
  /** The platform's id of the municipality's page or channel. */
  account: string;
  /** The platform's id of the comment, digits kept as text. */
  externalId: string;
  postId?: string | undefined;
  parentId?: string | undefined;
  /** Of a private message: the person with whom it is exchanged, whoever wrote it, by the id that the platform gives them towards the account. */
  conversation?: string | undefined;
  /** Of a private message: why it can be dealt with in the platform's own inbox alone. */
  inboxOnly?: InboxOnly | undefined;
  /** The effect of ours that made it, where the platform names that. */
  madeBy?: string | undefined;
  /** Both may be missing: the platform need not say who wrote. */
  author: { id?: string | undefined; name?: string | undefined };
  /** May be empty: a comment can be a photo alone. */
  text: string;
  permalink?: string | undefined;
  createdAt: Temporal.Instant;
  /** When the platform says that this text was written: orders versions that arrive in the wrong order. */
  writtenAt: Temporal.Instant;
  attachments: readonly Attachment[];
  /** Told of without when it was written, or without its words: its platform is asked of it soon. */
  toAsk?: boolean;
  /** What the platform itself says of when it was written and by whom: corrects what was assumed of that, or unknown. */
  corrects?: boolean;
  /** Read from the platform just now: in force whatever the clocks of earlier versions say. */
  readBack?: boolean;
  /** Written by the municipality's own account: archived, never a ticket. */
  own: boolean;
}

/** What a platform tells of one comment that is no new text. `removed-with-post`: the post that it stood under was taken away. */
export type CommentChange = 'removed' | 'removed-with-post' | 'hidden' | 'unhidden';

/** Something a platform tells that is no new text: a comment was hidden, shown or taken away there, or a post with all its comments. */
export interface PlatformChange {
  platform: PlatformName;
  account: string;
  /** The comment's id there, or the post's. */
  externalId: string;
  change: Exclude<CommentChange, 'removed-with-post'> | 'post-removed';
  at: Temporal.Instant;
}

/**
 * One item of a delivery with the key that makes a repeated delivery harmless. `raw` is its evidence: what was brought of
 * it alone, byte for byte.
 */
export type IntakeItem = { key: string; raw: Buffer } & (
  | { comment: IncomingComment }
  | { change: PlatformChange }
);

/** Everything one request brought for one municipality. `sha256` is that of the whole body, in hex. */
export interface Delivery {
  municipality: MunicipalityId;
  source: string;
  receivedAt: Temporal.Instant;
  sha256: string;
  items: readonly IntakeItem[];
}

/** A stored comment with the version that is in force. */
export interface Comment {
  readonly id: string;
  readonly kind: CommentKind;
  readonly municipality: MunicipalityId;
  readonly platform: PlatformName;
  readonly account: string;
  readonly externalId: string;
  readonly postId: string | null;
  readonly parentId: string | null;
  /** The other person of a private message, by the platform's id; null for every other kind, and where it is not known. */
  readonly conversation: string | null;
  readonly inboxOnly: InboxOnly | null;
  readonly author: { readonly id: string | null; readonly name: string | null };
  readonly permalink: string | null;
  readonly createdAt: Temporal.Instant;
  readonly arrivedAt: Temporal.Instant;
  readonly own: boolean;
  /** What is known of it on the platform. `gone` is final. */
  readonly visibility: Visibility;
  /** The number of the version in force, from 1. */
  readonly version: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /**
   * True once the version in force, and every attachment it has, is stored here, or a person has vouched for a copy of
   * their own of what could not be fetched. Invariant 1.
   */
  readonly evidenceStored: boolean;
}
