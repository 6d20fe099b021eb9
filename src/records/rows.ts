import { STOCKHOLM } from '../core/calendar.ts';
import type { RecordAct, RecordItem } from '../core/record-item.ts';
import { AWAITING_ASSESSMENT } from '../core/removal.ts';
import { filled, type RecordWords } from './record-words.ts';

/** What a column that can hold several holds, in order; null keeps its place in columns that belong together. */
type Several = readonly (string | null)[];

/**
 * A version of what was written, as it is given out and handed to the archive: a line of `items.jsonl`, and a line of
 * `kommentarer.csv`. The columns stand in this order; what each holds is said in `cards/record.json`.
 */
export interface Row {
  readonly nr: number;
  readonly beteckning: Several;
  readonly diarienummer: Several;
  readonly riktning: string;
  readonly plattform: string;
  readonly konto: string;
  readonly post_lank: string | null;
  readonly lank: string;
  readonly forfattare_visat_namn: string | null;
  readonly forfattare_id: string | null;
  readonly skapad_lokal: string;
  readonly skapad_utc: string;
  readonly inkommen_utc: string;
  readonly version: number;
  readonly av_versioner: number;
  readonly andrad_utc: string | null;
  readonly text: string | null;
  readonly bilagor: Several;
  readonly synlighet: string | null;
  readonly atgard: Several;
  readonly atgard_utc: Several;
  readonly regel: Several;
  readonly regeltext: Several;
  readonly regelversion: Several;
  readonly motivering: Several;
  readonly svar: Several;
  readonly svar_utc: Several;
  readonly svar_till_nr: number | null;
  readonly maskering: Several;
  readonly anmarkning: Several;
}

/** What a row needs to know beside its item. */
export interface RowContext {
  readonly nr: number;
  /** The number of the row that it answers; null where that is not in the package, or not yet. */
  readonly replyTo: number | null;
  /** Where a picture's copy lies in the package; null where none is given. */
  readonly fileOf: (position: number) => string | null;
  /** Entra object id → name of those who decided; null where the names are left out (förvaltningslagen 33 § 4 st). */
  readonly names: ReadonlyMap<string, string> | null;
  readonly words: RecordWords;
}

/** The row of an item. Pure: the same item and context give the same row. */
export function rowOf(item: RecordItem, context: RowContext): Row {
  const { words } = context;
  const { platform, postId, author, createdAt, version } = item;
  const id = (of: string | null) => (of === null ? null : prefixed(item, of));
  return {
    nr: context.nr,
    beteckning: item.entries.map(({ reference }) => reference),
    diarienummer: item.entries.map(({ number }) => number),
    riktning: item.own ? words.direction.out : words.direction.in,
    plattform: words.platform[platform] ?? platform,
    konto: item.accountName,
    post_lank: id(postId),
    lank: item.permalink ?? prefixed(item, item.externalId),
    forfattare_visat_namn: author.name,
    forfattare_id: id(author.id),
    skapad_lokal: localMinute(createdAt),
    skapad_utc: createdAt.toString(),
    inkommen_utc: item.arrivedAt.toString(),
    version,
    av_versioner: item.versions,
    andrad_utc: version === 1 ? null : item.writtenAt.toString(),
    text: item.text,
    bilagor: item.media.map(
      ({ position, type, url }) => context.fileOf(position) ?? (url ? `${type} ${url}` : type),
    ),
    synlighet: visibilityOf(item, words),
    ...timeline(item, words),
    svar: item.replies.map(({ text }) => text),
    svar_utc: item.replies.map(({ at }) => at.toString()),
    svar_till_nr: context.replyTo,
    maskering: [],
    anmarkning: remarks(item, context),
  };
}

/** The row's cells for CSV, in the order of its columns: what is several stands side by side, with ` | ` between. */
export const cellsOf = (row: Row, { columns }: RecordWords): string[] =>
  Object.keys(columns).map((column) => cell(row[column as keyof Row]));

function cell(value: Row[keyof Row]): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.map((one) => one ?? '').join(' | ') : String(value);
}

/** Swedish time as Swedish spreadsheets read it: `2026-04-02 00.30`. */
function localMinute(at: Temporal.Instant): string {
  const local = at.toZonedDateTimeISO(STOCKHOLM).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' }).replace('T', ' ').replace(':', '.');
}

/** Ids of platforms are long numbers, of which spreadsheets keep the first fifteen digits alone. */
const prefixed = ({ platform }: Pick<RecordItem, 'platform'>, id: string): string => `${platform}:${id}`;

const HAPPENED = new Set<RecordAct['how']>(['performed', 'verified', 'by-hand']);

/** A version that is not in force stands nowhere: it has been replaced. */
function visibilityOf(item: RecordItem, { visibility }: RecordWords): string | null {
  if (!item.inForce) return null;
  if (item.visibility !== 'gone') return visibility[item.visibility];
  if (item.decisions.some(({ verb }) => verb === 'own-act')) return visibility.goneByUs;
  const deletions = item.acts.filter(({ kind }) => kind === 'delete-comment');
  if (deletions.some(({ state, how }) => state === 'done' && HAPPENED.has(how))) return visibility.goneByUs;
  return deletions.some(({ state }) => state === 'unknown') ? visibility.unknown : visibility.goneByOther;
}

type Timeline = Pick<Row, 'atgard' | 'atgard_utc' | 'regel' | 'regeltext' | 'regelversion' | 'motivering'>;

/** What was decided and what was done, oldest first; what has no time yet stands last. */
function timeline({ decisions, acts }: RecordItem, words: RecordWords): Timeline {
  const decided = decisions.map((one) => ({
    ...one,
    said: isFact(one) ? words.fact : filled(words.decision, { verb: words.verb[one.verb] ?? one.verb }),
  }));
  const done = acts.map((act) => ({
    ...{ rule: null, quote: null, policy: null, reason: null },
    at: act.at,
    said: saidOf(act, words),
  }));
  const all = [...decided, ...done].toSorted((one, other) => {
    if (one.at === null || other.at === null) return Number(one.at === null) - Number(other.at === null);
    return Temporal.Instant.compare(one.at, other.at);
  });
  return {
    atgard: all.map(({ said }) => said),
    atgard_utc: all.map(({ at }) => at?.toString() ?? null),
    regel: all.map(({ rule }) => rule),
    regeltext: all.map(({ quote }) => quote),
    regelversion: all.map(({ policy }) => policy),
    motivering: all.map(({ reason }) => (reason === AWAITING_ASSESSMENT ? words.awaitingAssessment : reason)),
  };
}

/** What a colleague told when somebody asked: it decides nothing. */
const isFact = ({ verb }: RecordItem['decisions'][number]): boolean => verb === 'answer-colleague';

function saidOf({ kind, state, how }: RecordAct, words: RecordWords): string {
  const said = { kind: words.kind[kind] ?? kind, state: words.state[state] ?? state };
  return how === null
    ? filled(words.act, said)
    : filled(words.actBy, { ...said, how: words.how[how] ?? how });
}

function remarks(item: RecordItem, { names, replyTo, words: { remark } }: RowContext): string[] {
  const { kind, parentId, text, decisions, replies, possiblySecret } = item;
  const deciders = new Set(decisions.flatMap((one) => (isFact(one) ? [] : (names?.get(one.by) ?? []))));
  return [
    ...(kind === 'comment' ? [] : [remark[kind]]),
    ...(item.inForce ? [] : [remark.replaced]),
    ...(possiblySecret ? [remark.possiblySecret] : []),
    ...(text === null ? [remark.textDisposed] : []),
    ...(decisions.some(({ reason }) => reason === null) ? [remark.reasonDisposed] : []),
    ...(replies.some((reply) => reply.text === null) ? [remark.replyDisposed] : []),
    ...(deciders.size > 0 ? [filled(remark.decidedBy, { names: [...deciders].join(', ') })] : []),
    ...(parentId !== null && replyTo === null
      ? [filled(remark.repliesTo, { id: prefixed(item, parentId) })]
      : []),
  ];
}
