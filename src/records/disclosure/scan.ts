import { isUnsettledItem, mustBeReviewed } from '../../core/disclosure.ts';
import { finderOf, hiddenWords, masked, withheld } from '../../core/masking.ts';
import type { Policy } from '../../core/policy.ts';
import type { RecordItem, RecordQuery } from '../../core/record-item.ts';
import type { Review } from '../../core/request.ts';
import type { RecordItemStore } from '../../ports/record-items.ts';
import { filled, type RecordWords } from '../record-words.ts';
import { type Row, rowOf } from '../rows.ts';
import type { DisclosureWords } from './disclosure-words.ts';

/** What is to be given out, and what has been decided of it. */
export interface Selection {
  readonly query: RecordQuery;
  /** The request that it was selected for; null: whatever the query means. */
  readonly request: string | null;
  /** Those of them that are there for what they are answered by. */
  readonly context: ReadonlySet<string>;
  readonly reviews: readonly Review[];
  readonly names: boolean;
}

/** A file of the record's that goes along. */
export interface MediaFile {
  readonly path: string;
  readonly of: { readonly comment: string; readonly version: number; readonly position: number };
}

/** An item as it is given out. */
export interface ScannedRow {
  readonly row: Row;
  readonly item: RecordItem;
  readonly outcome: Review['outcome'];
  readonly isContext: boolean;
  readonly isUnreviewed: boolean;
  readonly isUnsettled: boolean;
  readonly media: readonly MediaFile[];
  /** Columns in which something stands that was masked elsewhere. */
  readonly leaks: readonly string[];
}

interface ScanWords {
  readonly record: RecordWords;
  readonly disclosure: DisclosureWords;
}

/** Comments on a page; ids asked for at a time. */
const PAGE = 400;
/** All that has come, whenever. */
export const EVER = {
  from: Temporal.Instant.from('1990-01-01T00:00Z'),
  to: Temporal.Instant.from('2100-01-01T00:00Z'),
};

/** The items of a selection in the order of their coming, unmasked; each page's names beside them. */
export async function* selectedItems(
  store: RecordItemStore,
  municipality: string,
  { query, request }: Pick<Selection, 'query' | 'request'>,
): AsyncGenerator<{ readonly item: RecordItem; readonly names: ReadonlyMap<string, string> }> {
  const asked = request === null ? query : { ...EVER, request };
  for (let after: string | null = null; ; ) {
    const page = await store.recordItems(municipality, asked, after, PAGE);
    for (const item of page.items) yield { item, names: page.names };
    after = page.next;
    if (after === null) return;
  }
}

/** Every row of the package, masked as was decided. */
export async function* scan(
  store: RecordItemStore,
  policy: Pick<Policy, 'municipality' | 'provisions'>,
  selection: Selection,
  words: ScanWords,
): AsyncGenerator<ScannedRow> {
  const { municipality } = policy;
  const reviews = new Map(selection.reviews.map((one) => [`${one.comment}/${one.version}`, one]));
  const isHidden = finderOf(await wordsHidden(store, municipality, selection.reviews));
  const numbers = new Map<string, number>();
  let nr = 0;
  for await (const { item, names } of selectedItems(store, municipality, selection)) {
    nr += 1;
    if (item.version === 1) numbers.set(nameOf(item, item.externalId), nr);
    const review = reviews.get(`${item.comment}/${item.version}`) ?? null;
    const isContext = selection.context.has(item.comment);
    const given = decidedAs(item, review, policy, words.disclosure);
    const media = review?.outcome === 'withheld' || isContext ? [] : mediaOf(given, nr);
    const row = {
      ...rowOf(given, {
        nr,
        replyTo: item.parentId === null ? null : (numbers.get(nameOf(item, item.parentId)) ?? null),
        fileOf: (position) => media.find(({ of }) => of.position === position)?.path ?? null,
        names: selection.names ? names : null,
        words: words.record,
      }),
    };
    const whole = { ...row, ...remarksOf(row, review, isContext, policy, words.disclosure) };
    yield {
      row: whole,
      item,
      outcome: review?.outcome ?? 'given',
      isContext,
      isUnreviewed: review === null && mustBeReviewed(item),
      isUnsettled: isUnsettledItem(item),
      media,
      leaks: Object.entries(whole).flatMap(([column, value]) => (holds(value, isHidden) ? [column] : [])),
    };
  }
}

/** Facebook spells an id with its post before it, and without. */
const nameOf = ({ platform, account }: RecordItem, id: string): string =>
  `${platform} ${account} ${platform === 'facebook' ? id.replace(/^.*_/u, '') : id}`;

async function wordsHidden(
  store: RecordItemStore,
  municipality: string,
  reviews: readonly Review[],
): Promise<string[]> {
  const maskedOnes = new Map(
    reviews
      .filter(({ outcome }) => outcome === 'masked')
      .map((one) => [`${one.comment}/${one.version}`, one]),
  );
  if (maskedOnes.size === 0) return [];
  const comments = [...new Set([...maskedOnes.values()].map(({ comment }) => comment))];
  const hidden: string[] = [];
  for await (const { item } of selectedItems(store, municipality, {
    query: { ...EVER, comments },
    request: null,
  })) {
    const review = maskedOnes.get(`${item.comment}/${item.version}`);
    if (review) hidden.push(...hiddenWords(item, review));
  }
  return hidden;
}

function decidedAs(
  item: RecordItem,
  review: Review | null,
  policy: Pick<Policy, 'provisions'>,
  words: DisclosureWords,
): RecordItem {
  if (review === null || review.outcome === 'given') return item;
  const said = (sentence: string) => filled(sentence, { lagrum: provisionText(policy, review.provision) });
  return review.outcome === 'masked'
    ? masked(item, review, said(words.masked))
    : withheld(item, said(words.withheld));
}

/** A provision as it is written in a decision; its id where the list has lost it since. */
export const provisionText = ({ provisions }: Pick<Policy, 'provisions'>, id: string | null): string =>
  provisions.find((one) => one.id === id)?.text ?? id ?? '';

const EXTENSION: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
};

/** Files are named by their row alone: a name of the platform's may hold a person's. */
const mediaOf = ({ comment, version, media }: RecordItem, nr: number): MediaFile[] =>
  media.flatMap(({ position, sha256, contentType }) =>
    sha256 === null
      ? []
      : [
          {
            path: `media/${String(nr).padStart(6, '0')}-${position + 1}.${EXTENSION[contentType ?? ''] ?? 'bin'}`,
            of: { comment, version, position },
          },
        ],
  );

function remarksOf(
  { anmarkning }: Row,
  review: Review | null,
  isContext: boolean,
  policy: Pick<Policy, 'provisions'>,
  words: DisclosureWords,
): Pick<Row, 'anmarkning' | 'maskering'> {
  const partly = review !== null && review.outcome !== 'given';
  return {
    maskering: partly ? [provisionText(policy, review.provision)] : [],
    anmarkning: [
      ...anmarkning,
      ...(isContext ? [words.context] : []),
      ...(review?.outcome === 'withheld' ? [words.withheldRemark] : []),
      ...(review?.outcome === 'masked' ? [words.maskedRemark] : []),
    ],
  };
}

function holds(value: Row[keyof Row], isHidden: (text: string) => boolean): boolean {
  if (typeof value === 'string') return isHidden(value);
  return typeof value === 'object' && value !== null && value.some((one) => one !== null && isHidden(one));
}
