import type { Abilities } from '../core/act.ts';
import type { CommentKind, IntakeItem } from '../core/comment.ts';
import type { Unread } from '../core/inbox.ts';
import type { ReplyWindow } from '../core/window.ts';
import type { Route } from '../ports/http.ts';
import type { Platform } from '../ports/platform.ts';
import type { KeptTokens } from '../ports/tokens.ts';

/** The settings that platforms read, by their environment names (`config/config.ts`). */
export interface PlatformSettings {
  readonly FACEBOOK_API_URL: string;
  readonly FACEBOOK_ATTACHMENT_HOSTS: readonly string[];
  readonly LINKEDIN_API_URL: string;
  /** The app whose webhook tells of comments; without it they are only listed. */
  readonly LINKEDIN_APPLICATION_ID?: string | undefined;
  readonly LINKEDIN_ATTACHMENT_HOSTS: readonly string[];
  /** The app, which alone may ask what its tokens are worth. */
  readonly LINKEDIN_CLIENT_ID?: string | undefined;
  readonly LINKEDIN_CLIENT_SECRET?: string | undefined;
  readonly LINKEDIN_INTROSPECT_URL: string;
  readonly LINKEDIN_VERSION: string;
  /** The app whose webhooks tell of Facebook and Instagram. */
  readonly META_APP_SECRET?: string | undefined;
  readonly META_VERIFY_TOKEN?: string | undefined;
  readonly PLATFORM_TIMEOUT_MS: number;
  readonly YOUTUBE_API_URL: string;
  readonly YOUTUBE_TOKEN_URL: string;
  /** The Google project's client; it need not be there where no account is on YouTube. */
  readonly YOUTUBE_CLIENT_ID?: string | undefined;
  readonly YOUTUBE_CLIENT_SECRET?: string | undefined;
}

/** What one verified delivery brought, for one or several accounts. */
export interface ReadDelivery {
  /** What was understood, grouped by account, in the order in which the accounts first stand in the body. */
  readonly items: readonly { readonly account: string; readonly item: IntakeItem }[];
  /** What was not, each part in an envelope of its own that is read like any other. */
  readonly unread: readonly Unread[];
  /** The raw bytes of everything that speaks of one account. */
  bodyFor(account: string): Buffer;
}

/** What the accounts file knows of the accounts of a platform. */
export interface KnownAccounts {
  /** An account's access token, asked at every call so that a new one needs no restart; empty for a stranger. */
  tokenOf(account: string): string;
  /** The settings of the app over which an account is reached: its municipality's own, or the installation's. */
  settingsOf(account: string): PlatformSettings;
  /** The Facebook Page that an account is linked to, where it needs one. */
  pageOf(account: string): string | undefined;
  /** Where tokens are kept that the platform gives anew: the accounts file cannot hold them. */
  readonly kept: KeptTokens;
}

/** What is said over a platform's interface, and heard from it. */
interface Interface {
  connect(settings: PlatformSettings, accounts: KnownAccounts, now: () => Temporal.Instant): Platform;
  /**
   * The webhook of the app of these settings, which verifies its sender; none where they lack its secret.
   * @param keep resolves once the delivery is durably stored
   */
  routes?(path: string, settings: PlatformSettings, keep: (body: Buffer) => Promise<void>): readonly Route[];
  /** Reads what a verified sender brought; absent without webhooks. Refuses nothing and never throws. */
  read?(body: Buffer, receivedAt: Temporal.Instant): ReadDelivery;
  /** How often the platform is asked what has been written: seldom where it tells of it, and never more than its limits allow. */
  readonly pollMinutes: number;
}

/** A row of the table of platforms: what the rest knows of one. */
export interface PlatformSpec {
  /** By the kind of comment. */
  readonly can: Readonly<Record<CommentKind, Abilities>>;
  /** The longest reply that it takes, in characters. */
  readonly maxReply: number;
  /** What limits an answer to a private message; absent where none can be sent from here. */
  readonly messages?: {
    readonly maxReply: number;
    /** Absent: in characters. */
    readonly countedIn?: 'bytes';
    readonly replyWindow: ReplyWindow;
    /** For so long after a comment was written whoever wrote it can be answered in private, once. */
    readonly toCommentHours: number;
  };
  /** Absent where we do not speak to it: its comments come by `POST /api/comments`, and what it lacks is done by hand. */
  readonly api?: Interface;
}
