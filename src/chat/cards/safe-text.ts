import { withoutInvisible } from '../../text/characters.ts';

/** As many UTF-16 units of a comment as a card shows; a card stays under Teams' size limit with room for its forms. */
export const TEXT_LIMIT = 1500;

/**
 * Untrusted text for a TextRun, which renders no Markdown but still expands `{{DATE(…)}}`: the braces are parted, and
 * what is invisible or turns the reading direction is taken away.
 */
export const safeText = (text: string): string => withoutInvisible(text).replace(/\{(?=\{)/gu, '{\u2060');

/** An address for a Markdown link, or null when it is no https (or loopback http) address. */
export function safeUrl(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  const loopback = url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !loopback) return null;
  return url.href.replaceAll('(', '%28').replaceAll(')', '%29');
}
