import words from './words.json' with { type: 'json' };

/** Begins a CSV file: Swedish Excel reads UTF-8 only where it finds it. */
export const CSV_BOM = '\uFEFF';

/** What a cell of Excel holds; it drops the rest without a word. */
const CELL = 32_767;
const CUT = words.cut.sv;

/**
 * One line of a CSV file for Swedish Excel: `;` between the cells, all of them quoted, CRLF at the end. A cell that a
 * spreadsheet could take for a formula gets a `'` before it, and one that is longer than a cell can be is cut and says so:
 * CSV is a view, JSONL the text.
 */
export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(';')}\r\n`;

const quoted = (cell: string): string => `"${cut(guarded(cell)).replaceAll('"', '""')}"`;

const guarded = (cell: string): string => (/^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell);

function cut(cell: string): string {
  if (cell.length <= CELL) return cell;
  const kept = cell.slice(0, CELL - CUT.length);
  // Half of a pair would be no character.
  return kept.replace(/[\uD800-\uDBFF]$/u, '') + CUT;
}
