/** One fault in one file of the folder `rules`. */
export interface RulesProblem {
  /** The file as its reader names it: `ludvika.yaml`; a folder where one is missing. */
  readonly file: string;
  /** Counted from 1; null for the whole file. */
  readonly line: number | null;
  /** Where inside the file (`rules[LUD-10].severity`), empty for the whole file. */
  readonly path: string;
  /** What was expected there, and what was found. */
  readonly expected: string;
}

/** Files of the folder `rules` that do not say what they must: all of their faults, a line each in the message. */
export class RulesError extends Error {
  override readonly name = 'RulesError';
  readonly code = 'bad-rules';
  readonly problems: readonly RulesProblem[];
  /** The faults, each as a line of the message. */
  readonly lines: readonly string[];

  constructor(problems: readonly RulesProblem[]) {
    const count = problems.length === 1 ? '1 fault' : `${problems.length} faults`;
    const lines = problems.map(lineFor);
    super(`The rules cannot be used, ${count}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
    this.problems = problems;
    this.lines = lines;
  }
}

/** A fault of a file as a whole, or of a folder. */
export const wholeFile = (file: string, expected: string): RulesProblem => ({
  file,
  line: null,
  path: '',
  expected,
});

function lineFor({ file, line, path, expected }: RulesProblem): string {
  const place = [line === null ? file : `${file} line ${line}`, path].filter((part) => part !== '');
  return `${place.join(', ')}: ${expected}`;
}
