import { CSV_BOM, csvLine } from '../documents/csv.ts';
import type { Report } from './report.ts';
import { shownText } from './shown-text.ts';
import type { Shown } from './small-cells.ts';
import type { Table } from './table.ts';
import { reportWords, type Say } from './words.ts';

const COLUMNS = [
  ...['municipality', 'quarter', 'table', 'caption', 'row', 'label'],
  ...['note', 'shown', 'number', 'unit', 'definition'],
];

/** The report as a CSV file: a line for each number, with what it means. `number` is empty where it is not shown. */
export function reportCsv(report: Report): string {
  const say = reportWords(report.language);
  const lines = report.sections.flatMap(({ tables }) =>
    tables.flatMap((table) => linesOf(table, report, say)),
  );
  return [CSV_BOM, csvLine(COLUMNS.map((name) => say(`csv.${name}`))), ...lines].join('');
}

function linesOf(
  { id, caption, definition, rows, total }: Table,
  { municipality, quarter }: Report,
  say: Say,
): string[] {
  const sum =
    total === null ? [] : [{ key: 'total', label: say('total'), note: null, shown: total } as const];
  return [...rows, ...sum].map(({ key, label, note, shown }) => {
    const { number, unit } = numberOf(shown);
    return csvLine([
      ...[municipality, quarter, id, caption, key, label, note ?? ''],
      ...[shownText(shown, say), number.replace('.', say('decimal')), unit, definition],
    ]);
  });
}

function numberOf(shown: Shown): { readonly number: string; readonly unit: string } {
  if (shown.kind === 'count') return { number: String(shown.count), unit: 'count' };
  if (shown.kind === 'hours') return { number: String(shown.hours), unit: 'hours' };
  return shown.kind === 'share'
    ? { number: String(shown.percent), unit: 'percent' }
    : { number: '', unit: '' };
}
