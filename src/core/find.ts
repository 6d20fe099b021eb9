import { fold } from '../text/fold.ts';
import { spokenWords } from '../text/words.ts';
import type { PlatformName } from './platform.ts';
import type { RuleId } from './policy.ts';
import type { Ticket, TicketState } from './ticket.ts';

/** What is looked for. Everything that can be meant exactly is tried first; words only where that finds nothing. */
export interface FindQuery {
  /** A ticket's short number: `127`, `nr 127`, `F-127`. */
  readonly number: number | null;
  /** A ticket's or a comment's own id. */
  readonly id: string | null;
  /** A reference or diary number, as `comparable` writes it. */
  readonly reference: string;
  /** The address as it was given, and what in it may be a comment's or a post's id. */
  readonly link: { readonly address: string; readonly ids: readonly string[] } | null;
  /** In lower case; every one must be found, in the text or in the author's shown name. Empty for a link. */
  readonly words: readonly string[];
}

/** A comment that was found, with what became of it. */
export interface Found {
  readonly comment: string;
  /** Its ticket, where it has one. */
  readonly ticket: { readonly id: string; readonly number: number; readonly state: TicketState } | null;
  readonly display: Ticket['screening']['display'];
  readonly platform: PlatformName;
  readonly account: string;
  readonly accountName: string;
  readonly permalink: string | null;
  /** When it was written. */
  readonly at: Temporal.Instant;
  /** The removal's, else the hiding's or the block's. */
  readonly rule: RuleId | null;
  readonly quote: string | null;
  /** What was written when it was decided; of one that was left standing the word for why. */
  readonly reason: string | null;
  readonly decidedAt: Temporal.Instant | null;
  /** The diary number, else the register's own reference. */
  readonly registration: string | null;
  /** It waits for its diary number. */
  readonly waits: boolean;
}

/** What was found, the newest first. `total`: with what `limit` left out. */
export interface FoundPage {
  readonly total: number;
  readonly found: readonly Found[];
}

/** A removal of another comment of the same author's on the same account, decided earlier and not undone. */
export interface EarlierRemoval {
  readonly ticket: string;
  readonly rule: RuleId;
  readonly at: Temporal.Instant;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const NUMBER = /^(?:(?:nr|no)\.?\s*|[\p{L}]{1,3}-)?(\d{1,9})$/iu;
/** No more words are looked for: a question to the database must end. */
const MOST_WORDS = 12;
const MOST_IDS = 20;

/** Reads what somebody looks for, typed or pasted. */
export function readFindQuery(typed: string): FindQuery {
  const text = typed.trim();
  const link = readLink(text);
  const number = NUMBER.exec(text)?.[1];
  return {
    number: number === undefined ? null : Number(number),
    id: UUID.test(text) ? text.toLowerCase() : null,
    reference: link ? '' : comparable(text),
    link,
    words: link ? [] : [...new Set(spokenWords(text))].slice(0, MOST_WORDS),
  };
}

/** A reference as it is compared: `KS 2026/0412`, `ks 2026-0412` are one. */
const comparable = (reference: string): string =>
  fold(reference)
    .text.toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Every part of the path and every value may be an id, and so may what stands within its brackets (LinkedIn's URNs). */
function readLink(text: string): FindQuery['link'] {
  const url = /^https?:\/\/\S+$/iu.test(text) ? URL.parse(text) : null;
  if (url === null) return null;
  const parts = [...url.pathname.split('/'), ...url.searchParams.values(), url.hash.slice(1)]
    .map(decoded)
    .flatMap((part) => [part, ...part.split(/[(),]/u)])
    .flatMap((part) => [part, part.replace(/^.*[_:]/u, '')])
    .filter((part) => part.length >= 5 && part.length <= 300);
  return { address: text, ids: [...new Set(parts)].slice(0, MOST_IDS) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
