import type { RecordItem } from './record-item.ts';
import { type DisclosureRefusal, Mask, type Review } from './request.ts';

const SIGNS = new Intl.Segmenter('sv', { granularity: 'grapheme' });

type Span = Extract<Mask, { of: 'text' }>;

/** What is wrong with the place of a mask; null where the item has it. */
export function maskFault(item: RecordItem, mask: Mask): DisclosureRefusal | null {
  switch (mask.of) {
    case 'text': {
      const most = item.text?.length ?? 0;
      return mask.from < mask.to && mask.to <= most ? null : { code: 'mask-outside', mask, most };
    }
    case 'author':
      return item.author.name !== null || item.author.id !== null
        ? null
        : { code: 'mask-outside', mask, most: 0 };
    case 'link':
      return item.permalink !== null ? null : { code: 'mask-outside', mask, most: 0 };
    case 'reason':
      return within(item.decisions, mask);
    case 'reply':
      return within(item.replies, mask);
    case 'media':
      return within(item.media, mask);
  }
}

const within = (all: readonly unknown[], mask: Extract<Mask, { index: number }>): DisclosureRefusal | null =>
  mask.index < all.length ? null : { code: 'mask-outside', mask, most: all.length };

/** A mask as it is written: `text:5-12`, `author`, `link`, `reason:0`, `reply:0` or `media:0`; null where it is not. */
export function readMask(written: string): Mask | null {
  const [, of, first, last] = /^(\w+)(?::(\d{1,9})(?:-(\d{1,9}))?)?$/u.exec(written) ?? [];
  const place =
    of === 'text'
      ? { from: Number(first), to: Number(last) }
      : first !== undefined && { index: Number(first) };
  return Mask.safeParse({ of, ...place }).data ?? null;
}

/** A mask of a whole field, as `readMask` reads it. */
export const writtenMask = (mask: Exclude<Mask, { of: 'text' }>): string =>
  'index' in mask ? `${mask.of}:${mask.index}` : mask.of;

/** Masks wherever the text has one of these words, in capitals or not; the first word that it does not have is refused. */
export function masksOfWords(
  { text }: Pick<RecordItem, 'text'>,
  words: readonly string[],
): readonly Mask[] | DisclosureRefusal {
  const masks: Mask[] = [];
  for (const word of words) {
    const pattern = word.trim().split(/\s+/u).map(RegExp.escape).join('\\s+');
    const found = [...(text ?? '').matchAll(new RegExp(pattern, 'giu'))];
    if (found.length === 0) return { code: 'no-such-word', word };
    for (const { index, 0: shown } of found)
      masks.push({ of: 'text', from: index, to: index + shown.length });
  }
  return masks;
}

/** The item as it is given: each mask of the same form whatever stood there, so that not even its length is told. */
export function masked(item: RecordItem, { masks }: Pick<Review, 'masks'>, word: string): RecordItem {
  const isMasked = (of: Mask['of'], index?: number) =>
    masks.some(
      (mask) => mask.of === of && (index === undefined || ('index' in mask && mask.index === index)),
    );
  const author = isMasked('author');
  return {
    ...item,
    text:
      item.text === null
        ? null
        : textMasked(
            item.text,
            masks.filter((mask) => mask.of === 'text'),
            word,
          ),
    author: author ? { id: null, name: word } : item.author,
    permalink: isMasked('link') ? word : item.permalink,
    decisions: item.decisions.map((one, index) =>
      isMasked('reason', index) ? { ...one, reason: word } : one,
    ),
    replies: item.replies.map((one, index) => (isMasked('reply', index) ? { ...one, text: word } : one)),
    media: item.media.map((one, index) =>
      isMasked('media', index)
        ? { ...one, type: word, url: '', sha256: null, contentType: null, bytes: null }
        : one,
    ),
  };
}

/** What stands for an item that is not given: that there is one, when, where, and its place in the register. */
export const withheld = (item: RecordItem, word: string): RecordItem => ({
  ...item,
  author: { id: null, name: word },
  permalink: word,
  text: word,
  media: [],
  decisions: [],
  replies: [],
  acts: [],
});

/** Spans that touch are one mask, and a sign that a span touches is masked whole: half an emoji is still one. */
function textMasked(text: string, spans: readonly Span[], word: string): string {
  let shown = '';
  let end = 0;
  for (const { from, to } of merged(wholeSigns(text, spans))) {
    shown += text.slice(end, from) + word;
    end = to;
  }
  return shown + text.slice(end);
}

function wholeSigns(text: string, spans: readonly Span[]): Pick<Span, 'from' | 'to'>[] {
  if (spans.length === 0) return [];
  const signs = [...SIGNS.segment(text)].map(({ index, segment }) => ({
    from: index,
    to: index + segment.length,
  }));
  return spans.flatMap(({ from, to }) => {
    const touched = signs.filter((sign) => sign.from < to && sign.to > from);
    const [first, last] = [touched[0], touched.at(-1)];
    return first && last ? [{ from: first.from, to: last.to }] : [];
  });
}

function merged(spans: readonly Pick<Span, 'from' | 'to'>[]): Pick<Span, 'from' | 'to'>[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** What must stand nowhere in the package, since it was masked here: names, ids of authors, and masked words. */
export function hiddenWords(item: RecordItem, { masks }: Pick<Review, 'masks'>): string[] {
  const spans = merged(
    wholeSigns(
      item.text ?? '',
      masks.filter((mask) => mask.of === 'text'),
    ),
  );
  const author = masks.some(({ of }) => of === 'author') ? [item.author.name, item.author.id] : [];
  return [...author, ...spans.map(({ from, to }) => item.text?.slice(from, to))].filter(
    (word): word is string => typeof word === 'string' && plain(word) !== '',
  );
}

/** A word of fewer letters than this is looked for as a word of its own. */
const LONG = 6;

/** Finds any of these words in a text, however it is spelled: with dots or dashes as in addresses, without accents, in capitals. */
export function finderOf(words: readonly string[]): (text: string) => boolean {
  const plainWords = [...new Set(words.map(plain))].map((word) => ({
    word,
    joined: word.replaceAll(' ', ''),
  }));
  if (plainWords.length === 0) return () => false;
  return (text) => {
    const spoken = ` ${plain(text)} `;
    const joined = spoken.replaceAll(' ', '');
    return plainWords.some((one) =>
      one.joined.length >= LONG ? joined.includes(one.joined) : spoken.includes(` ${one.word} `),
    );
  };
}

/** Small letters and digits without marks, parted by single spaces; %C3%A5 and the like read first. */
const plain = (text: string): string =>
  decoded(text)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/giu, (coded) => {
    try {
      return decodeURIComponent(coded);
    } catch {
      return coded;
    }
  });
}
