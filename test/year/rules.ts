import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

/** What each municipality does otherwise than its own file says, so that the year has every kind of day and clock. */
const CHANGES: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  filipstad: [
    [
      'closedDays: []',
      'closedDays: [{ date: 2026-05-15, name: Klämdag }, { date: 2026-01-02, name: Klämdag }]',
    ],
    [
      'halfDays: []',
      'halfDays: [{ date: 2026-04-02, name: Skärtorsdag, closes: "12:00" }, { date: 2026-04-30, name: Valborg, closes: "13:00" }]',
    ],
  ],
  eslov: [
    ['mode: A ', 'mode: B '],
    ['closes: "16:00"', 'closes: "16:30"'],
    ['due: "16:00"', 'due: "15:00"'],
  ],
  ludvika: [
    ['opens: "08:00"', 'opens: "07:30"'],
    ['digest: "08:15"', 'digest: "07:30"'],
    ['halfDays: []', 'halfDays: [{ from: 2026-06-15, to: 2026-08-14, name: Sommartid, closes: "15:00" }]'],
  ],
  angelholm: [
    ['due: "16:00"', 'due: "12:00"'],
    ['workingMinutesBefore: [240, 60]', 'workingMinutesBefore: [120]'],
    ['closedDays: []', 'closedDays: [{ from: 2026-07-13, to: 2026-07-24, name: Semester }]'],
  ],
  vallentuna: [
    ['mode: A ', 'mode: B '],
    ['workingMinutesBefore: [240, 60]', 'workingMinutesBefore: [600, 30]'],
    ['atDeadline: true', 'atDeadline: false'],
    ['everyMorning: true', 'everyMorning: false'],
    ['digest: "08:15"', 'digest: "09:30"'],
    ['halfDays: []', 'halfDays: [{ date: 2026-10-30, name: Alla helgons, closes: "12:30" }]'],
  ],
};

/** A new rules folder in which the five municipalities keep different days and clocks. The caller removes it. */
export function makeYearRules(): string {
  const folder = mkdtempSync(join(tmpdir(), 'year-rules-'));
  cpSync(RULES, folder, { recursive: true });
  for (const [municipality, changes] of Object.entries(CHANGES)) {
    const file = join(folder, `${municipality}.yaml`);
    const text = changes.reduce(
      (before, [from, to]) => {
        if (!before.includes(from)) throw new Error(`${municipality}.yaml: expected "${from}" in it`);
        return before.replace(from, to);
      },
      readFileSync(file, 'utf8'),
    );
    writeFileSync(file, text);
  }
  return folder;
}
