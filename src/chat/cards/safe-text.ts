import type { PlatformName } from '../../core/platform.ts';
import { platformLink } from '../../core/platform-link.ts';
import { withoutInvisible } from '../../text/characters.ts';

/** As many UTF-16 units of a comment as a card shows; a card stays under Teams' size limit with room for its forms. */
export const TEXT_LIMIT = 1500;

/**
 * Untrusted text for a TextRun, which renders no Markdown but still expands `{{DATE(…)}}`: the braces are parted, and
 * what is invisible or turns the reading direction is taken away.
 */
export const safeText = (text: string): string => withoutInvisible(text).replace(/\{(?=\{)/gu, '{\u2060');

/** An address for a Markdown link that names its platform, or null when it leads anywhere else. */
export function safeUrl(platform: PlatformName, address: string | null): string | null {
  const link = address === null ? null : platformLink(platform, address);
  if (link === null) return null;
  return link.replace(/[()[\]<>`*|\\]/gu, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
