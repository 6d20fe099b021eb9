import type { LinkSpan } from './detectors/link.ts';
import type { Lexicon } from './lexicon.ts';
import type { Signal } from './signal.ts';

/** A link whose page nobody has looked at: a finding only where a rule speaks of links, and then for review. */
const UNKNOWN = 0.45;
const DOUBTFUL = 0.65;
const PHISHING = 0.87;

/** Builds the judge of links: by its address alone, nothing is fetched. */
export function createLinkJudge(links: Lexicon['links']): (link: LinkSpan) => Signal[] {
  const trusted = new Set(links.trusted);
  const shorteners = new Set(links.shorteners);
  const cheap = new Set(links.cheapTopLevels);
  return (link) => {
    if (trusted.has(link.domain)) return [];
    const lures = links.lures.filter((lure) => link.text.toLowerCase().includes(lure)).length;
    const odd =
      link.isIp ||
      link.disguised ||
      mixesScripts(link.target) ||
      cheap.has(link.target.slice(link.target.lastIndexOf('.') + 1));
    const short = shorteners.has(link.domain) || shorteners.has(link.target);
    const phishing = (odd && lures > 0) || lures > 1;
    const weight = phishing ? PHISHING : odd || lures > 0 || short ? DOUBTFUL : UNKNOWN;
    const why = phishing
      ? 'phishing-link'
      : odd || lures > 0
        ? 'odd-link'
        : short
          ? 'shortened-link'
          : 'link';
    const { start, end } = link;
    const base = { start, end, source: 'detector', why, hard: false, personal: false } as const;
    const signal: Signal = { ...base, category: 'problematic-link', weight, hard: phishing };
    return phishing ? [signal, { ...base, category: 'other-criminal', weight: 0.6 }] : [signal];
  };
}

/** Letters that look Latin and are not, in a host: "pаypal" with a Cyrillic а. */
function mixesScripts(host: string): boolean {
  return /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(host) || host.includes('xn--');
}
