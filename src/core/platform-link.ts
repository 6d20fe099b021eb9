import type { PlatformName } from './comment.ts';

/**
 * The hosts at which each platform shows what is written on it. No subdomains beside these: some forward to any address
 * (l.facebook.com) or carry what others have made (apps.facebook.com).
 */
const HOSTS: Readonly<Record<PlatformName, readonly string[]>> = {
  facebook: ['www.facebook.com', 'facebook.com', 'm.facebook.com', 'web.facebook.com', 'sv-se.facebook.com'],
  instagram: ['www.instagram.com', 'instagram.com'],
  youtube: ['www.youtube.com', 'youtube.com', 'm.youtube.com', 'youtu.be', 'studio.youtube.com'],
  linkedin: ['www.linkedin.com', 'linkedin.com', 'se.linkedin.com'],
};

/** Paths on those hosts that forward to any address. */
const FORWARDS =
  /^\/+(?:l\.php|flx|sharer|share\.php|login|logout|redirect|redir|safety|attribution_link|dialog)(?![\w-])/iu;

/**
 * The address for a link that says "open on the platform", or null where it leads anywhere else: only https, one of the
 * platform's own hosts, no name or password before it, no port of its own.
 */
export function platformLink(platform: PlatformName, address: string): string | null {
  const url = URL.parse(address);
  if (url === null || url.protocol !== 'https:' || url.port !== '') return null;
  if (url.username !== '' || url.password !== '' || !HOSTS[platform].includes(url.hostname)) return null;
  return FORWARDS.test(decoded(url.pathname)) ? null : url.href;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
