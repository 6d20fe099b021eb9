import { LinkifyIt } from 'linkify-it';
import { parse } from 'tldts';
import { type Folded, spanOf } from '../../text/fold.ts';
import type { Span } from '../signal.ts';
import { isLink } from './bare-host.ts';

/** A link or e-mail address as written. */
export interface LinkSpan extends Span {
  readonly kind: 'link' | 'email';
  /** Lower case: the address of an e-mail, the host of a link. */
  readonly target: string;
  /** The registrable domain, lower case; the host itself where there is none. */
  readonly domain: string;
  readonly isIp: boolean;
  /** Written so that a machine should not see it: "hxxp://", "site[.]se". */
  readonly disguised: boolean;
  readonly text: string;
}

/** linkify-it knows a few top-level domains only: it takes any word here, and tldts says which exist. */
const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, tlds: ['[a-zA-Z]{2,24}'] });
/** Beyond this a run without spaces is not read: it keeps the work linear. */
const LONGEST = 500;
/** So much is read before and after a host that stands bare. */
const AROUND = 30;
/** Reserved for examples (RFC 2606): found in drills and tests. */
const RESERVED = new Set(['example', 'test']);

/** Finds links and e-mail addresses, with or without a scheme, in time linear in the text. */
export function findLinks(folded: Folded): LinkSpan[] {
  const found: LinkSpan[] = [];
  for (const run of folded.text.matchAll(/[^\s]+/gu)) {
    if (run[0].length < 4 || !/[.@\]]/.test(run[0])) continue;
    found.push(...inRun(run[0].slice(0, LONGEST), run.index, folded));
  }
  return found;
}

function inRun(written: string, at: number, folded: Folded): LinkSpan[] {
  const open = written.replace(/\[\.\]|\(\.\)/gu, '.').replace(/^hxxp/iu, 'http');
  const disguised = open !== written;
  return (linkify.match(open) ?? []).flatMap((match) => {
    const link = describe(match.schema, match.text, match.url);
    if (link === null || (isBare(match, disguised) && !isLink(aroundOf(match, link.target, at, folded))))
      return [];
    const span = disguised
      ? spanOf(folded, at, at + written.length)
      : spanOf(folded, at + match.index, at + match.lastIndex);
    return [{ ...span, ...link, disguised }];
  });
}

interface Match {
  readonly schema: string;
  readonly text: string;
  readonly index: number;
  readonly lastIndex: number;
}

/** Neither a scheme nor "www." nor brackets say that it is a link. */
const isBare = ({ schema, text }: Match, disguised: boolean): boolean =>
  schema === '' && !disguised && !/^www\./iu.test(text);

/** What stands on the same line; the run begins at `at`, so nothing in it was disguised. */
function aroundOf({ text, index, lastIndex }: Match, host: string, at: number, folded: Folded) {
  const [from, to] = [at + index, at + lastIndex];
  return {
    host,
    hasPath: /[/?#:]/u.test(text),
    before:
      folded.text
        .slice(Math.max(0, from - AROUND), from)
        .split('\n')
        .at(-1) ?? '',
    after: folded.text.slice(to, to + AROUND).split('\n')[0] ?? '',
  };
}

function describe(schema: string, text: string, url: string) {
  const kind = schema === 'mailto:' ? ('email' as const) : ('link' as const);
  const { hostname, domain, isIcann, isIp, publicSuffix } = parse(url.toLowerCase());
  if (!hostname) return null;
  const real = isIcann || isIp || RESERVED.has(publicSuffix ?? '') || /^https?:|^www\./iu.test(text);
  // "dåligt.Nu är" is a missing space, although .nu exists.
  const sentence = schema === '' && /^[^/]*\.\p{Lu}\p{Ll}+$/u.test(text);
  if (!real || sentence) return null;
  const target = kind === 'email' ? text.toLowerCase().replace(/^mailto:/, '') : hostname;
  return { kind, target, domain: domain ?? hostname, isIp: isIp ?? false, text };
}
