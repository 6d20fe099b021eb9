import { hostsOf, type PlatformName } from './platform.ts';

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
  if (url.username !== '' || url.password !== '' || !hostsOf(platform).includes(url.hostname)) return null;
  return FORWARDS.test(decoded(url.pathname)) ? null : url.href;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
