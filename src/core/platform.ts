import { z } from 'zod';

/** What is known of a platform wherever it is spoken of. */
interface PlatformWords {
  /** Its own name. */
  readonly title: string;
  /**
   * The hosts at which it shows what is written on it. No subdomains beside these: some forward to any address
   * (l.facebook.com) or carry what others have made (apps.facebook.com).
   */
  readonly hosts: readonly string[];
  /** Whom it goes on showing what has been hidden, as far as it says. */
  readonly hiddenSeenBy: 'author-and-friends' | 'author' | 'unknown';
  /** A reply to a reply hangs under the comment at the top, where only a name at its beginning says whom it is for. */
  readonly repliesAtTop?: true;
  /** It gives nobody's name: whoever wrote is its member. */
  readonly nameless?: true;
  /** Its terms let what its members write be passed on to no third party, and a hosted language model is one. */
  readonly confidential?: true;
}

/** Every platform that comments come from; each has a folder in `platforms/`. */
const PLATFORM_WORDS = {
  facebook: {
    title: 'Facebook',
    hosts: ['www.facebook.com', 'facebook.com', 'm.facebook.com', 'web.facebook.com', 'sv-se.facebook.com'],
    hiddenSeenBy: 'author-and-friends',
  },
  instagram: {
    title: 'Instagram',
    hosts: ['www.instagram.com', 'instagram.com'],
    hiddenSeenBy: 'author',
    repliesAtTop: true,
  },
  youtube: {
    title: 'YouTube',
    hosts: ['www.youtube.com', 'youtube.com', 'm.youtube.com', 'youtu.be', 'studio.youtube.com'],
    hiddenSeenBy: 'unknown',
    repliesAtTop: true,
  },
  // legal.linkedin.com/api-terms-of-use, learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements
  linkedin: {
    title: 'LinkedIn',
    hosts: ['www.linkedin.com', 'linkedin.com', 'se.linkedin.com'],
    // It hides nothing.
    hiddenSeenBy: 'unknown',
    nameless: true,
    confidential: true,
  },
} as const satisfies Readonly<Record<string, PlatformWords>>;

/** A platform's name in settings, rows and requests. */
export const PlatformName = z.enum(
  Object.keys(PLATFORM_WORDS) as [keyof typeof PLATFORM_WORDS, ...(keyof typeof PLATFORM_WORDS)[]],
);
export type PlatformName = z.infer<typeof PlatformName>;

/** What the platform is called. */
export const platformTitle = (platform: PlatformName): string => PLATFORM_WORDS[platform].title;

const wordsOf = (platform: PlatformName): PlatformWords => PLATFORM_WORDS[platform];

/** Whom the platform goes on showing what has been hidden on it, as far as it says. */
export const hiddenSeenBy = (platform: PlatformName): PlatformWords['hiddenSeenBy'] =>
  wordsOf(platform).hiddenSeenBy;

/** Does a reply to a reply stand elsewhere than right under what it answers? */
export const repliesAtTop = (platform: PlatformName): boolean => wordsOf(platform).repliesAtTop ?? false;

/** Does it say what those who write there are called? Where it does, one without a name is unknown. */
export const givesNames = (platform: PlatformName): boolean => !wordsOf(platform).nameless;

/** May what is written there be shown to a third party, such as a language model that somebody else runs? */
export const mayBePassedOn = (platform: PlatformName): boolean => !wordsOf(platform).confidential;

/** The hosts at which the platform shows what is written on it. */
export const hostsOf = (platform: PlatformName): readonly string[] => PLATFORM_WORDS[platform].hosts;
