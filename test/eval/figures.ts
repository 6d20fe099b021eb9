/** A count out of so many. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** Counts what holds of the list. */
export const shareOf = <T>(list: readonly T[], holds: (one: T) => boolean): Share => ({
  hits: list.filter(holds).length,
  of: list.length,
});

/** Adds shares of several lists. */
export const sum = (shares: readonly Share[]): Share => ({
  hits: shares.reduce((total, { hits }) => total + hits, 0),
  of: shares.reduce((total, { of }) => total + of, 0),
});

/** `71.2`, or `–` of nothing. */
export const percent = ({ hits, of }: Share): string => (of === 0 ? '–' : ((100 * hits) / of).toFixed(1));

/** `71.2 (68.0–74.3)`: with Wilson's 95 % interval. */
export function withInterval(share: Share): string {
  const { hits, of } = share;
  if (of === 0) return '–';
  const z = 1.96;
  const p = hits / of;
  const centre = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2))) / (1 + z ** 2 / of);
  const shown = (x: number) => (100 * Math.min(1, Math.max(0, x))).toFixed(0);
  return `${percent(share)} (${shown(centre - half)}–${shown(centre + half)})`;
}

/** Rows under a head, in columns. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
