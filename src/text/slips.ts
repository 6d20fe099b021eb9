/** A word longer than this is compared with nothing: no command is so long. */
const LONGEST = 40;

/**
 * How many slips of the keyboard lie between two words: a letter too many, too few, another one, or two that changed
 * places (optimal string alignment). Infinity for words that nobody types by hand.
 */
export function slipsBetween(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  if (Math.max(a.length, b.length) > LONGEST) return Number.POSITIVE_INFINITY;
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (const [i, letter] of a.entries()) {
    const row = [i + 1];
    for (const [j, wanted] of b.entries()) {
      const above = rows[i] as number[];
      const isSwapped = letter === b[j - 1] && a[i - 1] === wanted;
      row.push(
        Math.min(
          (above[j + 1] as number) + 1,
          (row[j] as number) + 1,
          (above[j] as number) + Number(letter !== wanted),
          isSwapped ? (rows[i - 1]?.[j - 1] as number) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
