import { type Token, tokens } from './markup.ts';

/** What a person reads: words, and the names of those who are mentioned, in their order. */
export interface Piece {
  readonly kind: 'words' | 'mention';
  readonly text: string;
}

/** Elements whose content nobody wrote here: code, and the message that is replied to. */
const WITHOUT_WORDS = new Set([
  'script',
  'style',
  'head',
  'title',
  'quoted',
  'attachment',
  'audio',
  'video',
  'svg',
]);
/** Elements of which it must be known where they end. */
const HAS_CONTENT = WITHOUT_WORDS.union(new Set(['at', 'blockquote']));
/** How a blockquote says that Teams put it there to show which message is replied to. */
const REPLY = /\/Reply$/iu;
const ON_OWN_LINE = new Set(
  'blockquote body codeblock div figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul'.split(' '),
);
const APART = new Set(['td', 'th', 'option']);
const EMOJI = new Set(['emoji', 'customemoji']);
const LOOKS_LIKE_EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[#*\d]\ufe0f/u;

/** The words of a message, without its markup; line ends where it has them. */
export const plainText = (markup: string): string =>
  tidied(
    piecesOf(markup)
      .map(({ text }) => text)
      .join(''),
  );

/** The text with single spaces, and none where a line begins or ends. Takes time linear in the text. */
export const tidied = (text: string): string =>
  text
    .replaceAll(/[^\S\n]+/gu, ' ')
    .replaceAll(/ ?\n ?/gu, '\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();

/** A message in words and mentions. Takes time linear in the markup. */
export function piecesOf(markup: string): Piece[] {
  const all = tokens(markup);
  const ends = endsOf(all);
  const pieces: Piece[] = [];
  let words = '';
  const flush = () => {
    if (words !== '') pieces.push({ kind: 'words', text: words });
    words = '';
  };
  for (let at = 0; at < all.length; at += 1) {
    const token = all[at] as Token;
    if (token.kind === 'text') {
      words += token.text;
      continue;
    }
    const end = ends.get(at);
    if (token.kind === 'open' && token.name === 'at' && end !== undefined) {
      flush();
      pieces.push({ kind: 'mention', text: textBetween(all, at, end) });
      at = end;
    } else {
      words += shownOf(token, words.endsWith('\n'));
      if (isWithoutWords(token) && end !== undefined) at = end;
    }
  }
  flush();
  return pieces;
}

/** Where each element ends that does; one that does not is read as an empty one. */
function endsOf(all: readonly Token[]): ReadonlyMap<number, number> {
  const open = new Map<string, number[]>();
  const ends = new Map<number, number>();
  for (const [at, token] of all.entries()) {
    if (token.kind === 'text') continue;
    if (token.kind === 'open') {
      if (token.isEmpty || !HAS_CONTENT.has(token.name)) continue;
      const waiting = open.get(token.name);
      if (waiting) waiting.push(at);
      else open.set(token.name, [at]);
    } else {
      const begin = open.get(token.name)?.pop();
      if (begin !== undefined) ends.set(begin, at);
    }
  }
  return ends;
}

const textBetween = (all: readonly Token[], from: number, to: number): string =>
  all
    .slice(from + 1, to)
    .map((token) => (token.kind === 'text' ? token.text : ''))
    .join('');

function isWithoutWords(token: Token): boolean {
  if (token.kind !== 'open') return false;
  if (token.name === 'blockquote') return REPLY.test(token.attributes.get('itemtype') ?? '');
  return WITHOUT_WORDS.has(token.name);
}

/** What the element itself shows where it begins or ends. @param isNewLine is a line just beginning? */
function shownOf(token: Exclude<Token, { kind: 'text' }>, isNewLine: boolean): string {
  if (token.name === 'br') return '\n';
  if (ON_OWN_LINE.has(token.name)) return isNewLine ? '' : '\n';
  if (APART.has(token.name)) return ' ';
  if (token.kind === 'close') return '';
  const alt = token.attributes.get('alt') ?? '';
  // A picture's description is nobody's words here, but an emoji's picture stands for the emoji.
  return EMOJI.has(token.name) || (token.name === 'img' && LOOKS_LIKE_EMOJI.test(alt)) ? alt : '';
}
