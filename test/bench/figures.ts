/** What several runs of one measurement gave. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { min: quantile(values, 0), median: quantile(values, 0.5), max: quantile(values, 1) };
}

/** The value that the share `q` of all do not exceed: 0.95 gives the p95. NaN for none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** One line of the table. */
export interface Line {
  readonly name: string;
  readonly unit: 'ms' | '/s' | 'MB' | '%' | '';
  readonly figure: Spread;
  /** The same without our product, measured in the same run. */
  readonly baseline?: { readonly name: string; readonly figure: Spread };
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

const digits = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 1 : 0);

const show = ({ min, median, max }: Spread, unit: string): string =>
  min === max ? `${digits(median)} ${unit}` : `${digits(median)} ${unit} (${digits(min)} to ${digits(max)})`;

/** Does the median keep the goal? Null without one. */
function isMet({ figure, goal }: Line): boolean | null {
  if (!goal) return null;
  return 'atMost' in goal ? figure.median <= goal.atMost : figure.median >= goal.atLeast;
}

const goalOf = ({ goal, unit }: Line): string =>
  !goal ? '' : 'atMost' in goal ? `at most ${goal.atMost} ${unit}` : `at least ${goal.atLeast} ${unit}`;

/** The table as text: each figure is the median of its runs, with the smallest and the largest. */
export function tableOf(lines: readonly Line[]): string {
  const head = ['', 'measured', 'baseline', 'ratio', 'goal', ''];
  const rows = lines.map((line) => [
    line.name,
    show(line.figure, line.unit),
    line.baseline ? `${line.baseline.name}: ${show(line.baseline.figure, line.unit)}` : '',
    line.baseline ? `${(line.figure.median / line.baseline.figure.median).toFixed(2)} ×` : '',
    goalOf(line),
    ({ true: 'kept', false: 'MISSED', null: '' } as const)[`${isMet(line)}`],
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
