import { type Shown, shownAlone, shownWithSum } from './small-cells.ts';
import type { Say } from './words.ts';

/** One line of a table. `key` is the same in every language; `note`: how strong a rule is. */
export interface Row {
  readonly key: string;
  readonly label: string;
  readonly note: string | null;
  readonly shown: Shown;
}

/** What is shown of one thing, with what it means. `total`: null where the rows are no parts of a whole. */
export interface Table {
  readonly id: string;
  readonly caption: string;
  readonly definition: string;
  readonly columns: readonly [string, string];
  readonly rows: readonly Row[];
  readonly total: Shown | null;
}

/** A row before it is known what may be shown of it. */
export interface Counted {
  readonly key: string;
  readonly label: string;
  readonly note?: string | undefined;
  readonly count: number;
}

/** What a table is called and means: its sentences are `<id>` and `<id>.about`, unless it says otherwise. */
export interface Titled {
  readonly id: string;
  readonly say: Say;
  readonly first?: 'what' | 'rule' | 'platform';
  readonly words?: { readonly caption: string; readonly definition: string };
}

/** Rows that are the parts of a whole. */
export function summedTable(titled: Titled, rows: readonly Counted[]): Table {
  const { cells, sum } = shownWithSum(rows.map(({ count }) => count));
  const shown = rows.map((row, place) => rowOf(row, cells[place] ?? { kind: 'withheld' }));
  return { ...headed(titled, 'count'), rows: shown, total: sum };
}

/** Rows that nothing adds up. */
export function looseTable(titled: Titled, rows: readonly Counted[]): Table {
  const shown = rows.map((row) => rowOf(row, shownAlone(row.count)));
  return { ...headed(titled, 'count'), rows: shown, total: null };
}

/** Rows of which it has been settled what is shown. */
export const valueTable = (titled: Titled, rows: readonly Omit<Row, 'note'>[]): Table => ({
  ...headed(titled, 'value'),
  rows: rows.map((row) => ({ ...row, note: null })),
  total: null,
});

const rowOf = ({ key, label, note }: Counted, shown: Shown): Row => ({
  key,
  label,
  note: note ?? null,
  shown,
});

const headed = ({ id, say, first = 'what', words }: Titled, second: 'count' | 'value') => ({
  id,
  caption: words?.caption ?? say(id),
  definition: words?.definition ?? say(`${id}.about`),
  columns: [say(`column.${first}`), say(`column.${second}`)] as const,
});
