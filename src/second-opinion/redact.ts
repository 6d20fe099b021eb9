import { findAddresses } from '../screening/detectors/address.ts';
import { digitRuns } from '../screening/detectors/digit-runs.ts';
import { findLinks } from '../screening/detectors/link.ts';
import { findPayments } from '../screening/detectors/payment.ts';
import { findPersonnummer } from '../screening/detectors/personnummer.ts';
import { findPhones } from '../screening/detectors/phone.ts';
import type { Lexicon } from '../screening/lexicon.ts';
import { createNameFinder } from '../screening/names.ts';
import { type Reading, read } from '../screening/reading.ts';
import type { Span } from '../screening/signal.ts';
import { type Folded, fold, spanOf } from '../text/fold.ts';

/** A text without personal data, and the way back to the text as it was written. */
export interface Redacted {
  readonly text: string;
  /** Offsets of the original for offsets of `text`; a tag that is touched stands for all that it replaced. */
  readonly original: (span: Span) => Span;
}

interface Replaced extends Span {
  readonly tag: string;
}

/** A stretch of the redacted text, `at` its beginning there, and the stretch of the original that it stands for. */
interface Piece extends Span {
  readonly at: number;
  readonly text: string;
  readonly kept: boolean;
}

/** The detectors read no further in a run without spaces. */
const LONGEST_RUN = 300;
/** So many digits: a personnummer with a wrong check digit, a birth date, an account, a case number. */
const FEWEST_DIGITS = 6;
const AT = /@|[([](?:at|a|snabel-a)[)\]]/iu;

/**
 * Builds the redactor: what the detectors and the list of names find is replaced by tags of the same meaning, such as
 * [telefon]; of a link its host alone is left. The municipality's own contacts go too: it costs nothing. Null when a
 * detector still finds something afterwards: such a text must not be sent.
 */
export function createRedactor(names: Lexicon['names']): (text: string) => Redacted | null {
  const findNames = createNameFinder(names);
  return (original) => {
    const reading = read(original);
    const found = [
      ...disguisedIn(reading),
      ...contactsIn(reading),
      ...findNames(reading).map(({ first, last }) => ({ ...reading.span(first, last), tag: '[namn]' })),
      ...unreadIn(reading),
    ];
    const pieces = cut(original, united(found));
    const text = pieces.map((piece) => piece.text).join('');
    return holdsContacts(text) ? null : { text, original: (span) => back(pieces, span) };
  };
}

/** In the order in which their tags win where two overlap. */
function contactsIn(reading: Reading): Replaced[] {
  const { folded } = reading;
  const tagged = (spans: readonly Span[], tag: string) =>
    spans.map(({ start, end }) => ({ start, end, tag }));
  return [
    ...tagged(findPersonnummer(folded), '[personnummer]'),
    ...findLinks(folded).map(({ start, end, kind, domain }) => ({
      start,
      end,
      tag: kind === 'email' ? '[e-post]' : `[länk: ${domain}]`,
    })),
    ...tagged(findPhones(folded), '[telefon]'),
    ...tagged(findPayments(reading), '[kontonummer]'),
    ...tagged(findAddresses(reading), '[adress]'),
    ...tagged(numbersIn(folded), '[nummer]'),
  ];
}

function numbersIn(folded: Folded): Span[] {
  return digitRuns(folded.text).flatMap(({ groups }) => {
    const digits = groups.reduce((sum, group) => sum + group.digits.length, 0);
    return digits < FEWEST_DIGITS ? [] : [spanOf(folded, groups[0]?.from ?? 0, groups.at(-1)?.to ?? 0)];
  });
}

/** Whole runs around an @ that is written in some way: "@anna", "anna(at)example.se". */
function disguisedIn({ folded }: Reading): Replaced[] {
  return runsOf(folded).flatMap((run) => {
    const tag = tagOf(run.text);
    return tag === null ? [] : [{ ...run.span, tag }];
  });
}

function unreadIn({ folded }: Reading): Replaced[] {
  return runsOf(folded)
    .filter(({ text }) => text.length > LONGEST_RUN)
    .map(({ span }) => ({ ...span, tag: '[oläst]' }));
}

function runsOf(folded: Folded) {
  return [...folded.text.matchAll(/\S+/gu)].map(({ 0: text, index }) => ({
    text,
    span: spanOf(folded, index, index + text.length),
  }));
}

function tagOf(run: string): string | null {
  if (run.length > LONGEST_RUN) return null;
  if (/^["”'(]?@[\p{L}\p{N}]/u.test(run)) return '[namn]';
  // "f@n" is no address.
  return AT.test(run) && /@.+\.\p{L}|[([]/u.test(run) ? '[e-post]' : null;
}

/** Overlapping finds become one; the tag is that of the find named first. */
function united(found: readonly Replaced[]): Replaced[] {
  const ranked = found.map((one, rank) => ({ ...one, rank })).filter(({ start, end }) => start < end);
  const all: ((typeof ranked)[number] & { end: number })[] = [];
  for (const one of ranked.sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (!last || one.start >= last.end) all.push(one);
    else {
      const { tag, rank } = one.rank < last.rank ? one : last;
      all[all.length - 1] = { start: last.start, end: Math.max(last.end, one.end), tag, rank };
    }
  }
  return all;
}

function cut(original: string, replaced: readonly Replaced[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (start: number, end: number, text: string, kept: boolean) => {
    if (text !== '') pieces.push({ at, start, end, text, kept });
    at += text.length;
  };
  let from = 0;
  for (const { start, end, tag } of replaced) {
    add(from, start, original.slice(from, start), true);
    add(start, end, tag, false);
    from = end;
  }
  add(from, original.length, original.slice(from), true);
  return pieces;
}

function back(pieces: readonly Piece[], { start, end }: Span): Span {
  const first = pieces.findLast(({ at }) => at <= start);
  const last = pieces.findLast(({ at }) => at < end);
  return {
    start: first ? first.start + (first.kept ? start - first.at : 0) : 0,
    end: last ? (last.kept ? last.start + end - last.at : last.end) : 0,
  };
}

function holdsContacts(text: string): boolean {
  const folded = fold(text);
  return (
    findPersonnummer(folded).length > 0 ||
    findPhones(folded).length > 0 ||
    findLinks(folded).some(({ kind }) => kind === 'email')
  );
}
