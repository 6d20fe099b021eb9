import { PLATFORM_NAMES } from '../../src/platforms/index.ts';
import { ACT_NAMES } from './acts.ts';
import { type Cell, cellsOf } from './cells.ts';
import { FAULTS } from './wire.ts';

type Place = Omit<Cell, 'said'>;

const HEAD = `Contract suite: each act under each fault, on each of its calls
  1×, 0×: how often the platform has done it, by its own record. Of an answer that was lost: settled, a read-back shows
  what was done; unsettled, a person must look. limited 7m: may be tried again in so many minutes.`;

/** Where a platform's suite stands, by which a run knows that its cells are to be there. */
export const suiteOf = (platform: string): string => `test/platforms/${platform}/contract.test.ts`;

const isAt =
  ({ platform, part, row, column }: Place) =>
  (cell: Cell): boolean =>
    cell.platform === platform && cell.part === part && cell.row === row && cell.column === column;

/** The table of a run in which these files were run, and the cells that are missing in it. */
export function tableOf(
  cells: readonly Cell[],
  files: readonly string[],
): { text: string; missing: readonly string[] } {
  const platforms = PLATFORM_NAMES.filter((name) => files.includes(suiteOf(name)));
  const missing = platforms
    .flatMap(cellsOf)
    .filter((place) => !cells.some(isAt(place)))
    .map(({ platform, part, row, column }) => [platform, part, row, column].filter(Boolean).join(', '));
  const blocks = platforms.map((platform) => blockOf(cells.filter((cell) => cell.platform === platform)));
  return { text: platforms.length === 0 ? '' : [HEAD, ...blocks].join('\n\n'), missing };
}

function blockOf(cells: readonly Cell[]): string {
  const saidAt = (row: string, column: string) =>
    cells.find((cell) => cell.part === 'faults' && cell.row === row && cell.column === column)?.said ??
    'MISSING';
  const rows = [
    [cells[0]?.platform ?? '', ...FAULTS],
    ...ACT_NAMES.map((act) => [`  ${act}`, ...FAULTS.map((fault) => saidAt(act, fault))]),
  ];
  const widths = [0, ...FAULTS.keys().map((at) => at + 1)].map((at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const lines = rows.map((row) => row.map((word, at) => word.padEnd(widths[at] ?? 0)).join('  '));
  const others = cells.filter(({ part }) => part !== 'faults');
  return [...lines, ...others.map(({ part, row, said }) => `  ${part}, ${row}: ${said}`)]
    .map((line) => line.trimEnd())
    .join('\n');
}
