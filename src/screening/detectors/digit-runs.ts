/** Digits written together; offsets count units of the folded text. */
interface DigitGroup {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
}

/** Groups of digits that may be one number, and what stands between each and the next. */
export interface DigitRun {
  readonly groups: readonly DigitGroup[];
  readonly gaps: readonly string[];
}

/** Groups `first` to `last` of a run, read as one number. */
export interface NumberWindow {
  readonly groups: readonly DigitGroup[];
  readonly gaps: readonly string[];
  /** All digits, without what stands between. */
  readonly digits: string;
  readonly from: number;
  readonly to: number;
}

/** Up to two signs, with up to two spaces on each side: never a letter, never a new line. */
const GAP = /^ {0,2}[^\p{L}\p{N}\s]{0,2} {0,2}$/u;
const LONGEST_GAP = 8;

/** Every run of digits with nothing between but spaces and signs. Linear in the text. */
export function digitRuns(text: string): DigitRun[] {
  const runs: { groups: DigitGroup[]; gaps: string[] }[] = [];
  for (const { 0: digits, index: from } of text.matchAll(/\d+/g)) {
    const group = { from, to: from + digits.length, digits };
    const run = runs.at(-1);
    const gap = text.slice(run?.groups.at(-1)?.to ?? from, from);
    if (run && gap !== '' && gap.length <= LONGEST_GAP && GAP.test(gap)) {
      run.groups.push(group);
      run.gaps.push(gap);
    } else runs.push({ groups: [group], gaps: [] });
  }
  return runs;
}

/** The windows that begin with group `first` and have so many digits as `fits` accepts, the longest first; `most` is the largest of these. */
export function windowsFrom(
  { groups, gaps }: DigitRun,
  first: number,
  most: number,
  fits: (length: number) => boolean,
): NumberWindow[] {
  const windows: NumberWindow[] = [];
  let digits = '';
  for (let last = first; last < groups.length; last++) {
    const group = groups[last];
    digits += group?.digits ?? '';
    if (!group || digits.length > most) break;
    if (!fits(digits.length)) continue;
    windows.unshift({
      groups: groups.slice(first, last + 1),
      gaps: gaps.slice(first, last),
      digits,
      from: groups[first]?.from ?? 0,
      to: group.to,
    });
  }
  return windows;
}

/**
 * May a number begin and end here, letters being near? With words it may ("tel0701…", "…1212är"), and where signs stand
 * within it with any letter; compact digits beside a single letter or capitals are a code ("AB8112189876").
 */
export function standsFree(text: string, { from, to, gaps }: NumberWindow): boolean {
  const signed = gaps.some((gap) => /\S/u.test(gap));
  const before = /\p{L}*$/u.exec(text.slice(Math.max(0, from - 3), from))?.[0] ?? '';
  const after = /^\p{L}*/u.exec(text.slice(to, to + 3))?.[0] ?? '';
  const fits = (letters: string) => letters === '' || signed || /\p{L}\p{Ll}/u.test(letters);
  return fits(before) && fits(after);
}
