import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { RulesError } from '../../src/rules/rules-error.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const policies = loadPolicies(RULES);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A copy of the real rules folder, changed. */
function changedRules(change: (folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  folders.push(folder);
  cpSync(RULES, folder, { recursive: true });
  change(folder);
  return folder;
}

/** One file's text changed; `from` must be there. */
function edited(file: string, from: string | RegExp, to: string): string {
  return changedRules((folder) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const next = text.replace(from, to);
    if (next === text) throw new Error(`${from} is not in ${file}`);
    writeFileSync(join(folder, file), next);
  });
}

function errorOf(folder: string): RulesError {
  try {
    loadPolicies(folder);
  } catch (error) {
    if (error instanceof RulesError) return error;
    throw error;
  }
  throw new Error('the rules were accepted');
}

/** A row of `disposal`. */
const disposing = (more: string) =>
  `disposal: [{ id: G-1, type: raw, after: { years: 1 }, from: arrival, decision: { board: x, paragraph: x, date: 2026-01-02, number: x }, plan: x${more} }]`;

/** What is wrong, in which file, the words changed and what to, then the path and a part of what was expected. */
// biome-ignore format: one fault a line
const FAULTS: [string, string, string | RegExp, string, string, string][] = [
  ['not YAML', 'eslov.yaml', 'politics:', 'politics: [', '', 'expected YAML'],
  ['a key given twice', 'eslov.yaml', 'undoMinutes: 10', 'undoMinutes: 10\nundoMinutes: 5', '', 'expected YAML'],
  ['an unknown setting', 'eslov.yaml', 'undoMinutes:', 'undoMinuts: 1\nundoMinutes:', '', 'undoMinuts'],
  ['a missing setting', 'eslov.yaml', /^undoMinutes.*$/m, '', 'undoMinutes', 'expected number'],
  ['a wrong choice', 'ludvika.yaml', 'removal: approval', 'removal: kanske', 'rules[LUD-07].removal', '"approval"'],
  ['an impossible id', 'ludvika.yaml', 'id: LUD-02', 'id: lud 2', 'rules[lud 2].id', 'LUD-10'],
  ['an id twice', 'ludvika.yaml', 'id: LUD-02', 'id: LUD-01', 'rules[LUD-01].id', 'only once'],
  ['an id of the law', 'ludvika.yaml', 'id: LUD-02', 'id: BBS-5-2', 'rules[BBS-5-2].id', 'law.yaml'],
  ['a rule without its line', 'ludvika.yaml', '    line: 3\n', '', 'rules[LUD-01]', 'expected a line'],
  ['a statute without its source', 'law.yaml', /^ +source: "5 § första stycket 2 .*\n/m, '', 'rules[BBS-5-2]', 'source'],
  ['an unknown category', 'ludvika.yaml', '[profanity]', '[swearing]', 'rules[LUD-10].categories[1]', 'found swearing'],
  ['an order with a rule of another town', 'ludvika.yaml', 'rules: [LUD-05, LUD-32]\n    why: "LUD-05 nämner ”andra', 'rules: [FIL-21, LUD-32]\n    why: "LUD-05 nämner ”andra', 'order.harassment-discrimination.rules[1]', 'found FIL-21'],
  ['an order with a rule that does not speak of it', 'ludvika.yaml', 'rules: [LUD-05, LUD-32]\n    why: "LUD-05 nämner ”andra', 'rules: [LUD-10, LUD-32]\n    why: "LUD-05 nämner ”andra', 'order.harassment-discrimination.rules[1]', 'a rule of this file with the category harassment-discrimination'],
  ['an order with a rule twice', 'ludvika.yaml', 'rules: [LUD-05, LUD-32]\n    why: "LUD-05 nämner ”andra', 'rules: [LUD-05, LUD-05]\n    why: "LUD-05 nämner ”andra', 'order.harassment-discrimination.rules[2]', 'only once'],
  ['an unknown carried category', 'vallentuna.yaml', 'alsoCarries: [harassment-discrimination]', 'alsoCarries: [rudeness]', 'rules[VAL-12].alsoCarries[1]', 'found rudeness'],
  ['a carried category that is deleted at once', 'vallentuna.yaml', 'alsoCarries: [harassment-discrimination]', 'alsoCarries: [hate-speech]', 'rules[VAL-12].alsoCarries[1]', 'expected no category that is deleted at once where the rule names none, found hate-speech'],
  ['a category twice', 'vallentuna.yaml', 'alsoCarries: [harassment-discrimination]', 'alsoCarries: [defamation-personal-attack]', 'rules[VAL-12]', 'only once'],
  ['a category defined twice', 'categories.yaml', 'id: spam', 'id: profanity', '[profanity].id', 'only once'],
  ['tone that counts', 'ludvika.yaml', /(id: LUD-31\n[\s\S]*?removal: allowed\n)/, '$1    strike: true\n', 'rules[LUD-31].strike', 'opinion, tone'],
  ['politics that counts', 'vallentuna.yaml', /(id: VAL-19\n[\s\S]*?removal: approval\n)/, '$1    strike: true\n', 'rules[VAL-19].strike', 'opinion, tone'],
  ['a wish that counts', 'filipstad.yaml', /(id: FIL-08\n[\s\S]*?removal: never\n)/, '$1    strike: true\n', 'rules[FIL-08].strike', 'allows none'],
  ['a promise that is no rule', 'filipstad.yaml', 'promise: FIL-06', 'promise: FIL-99', 'clock.promise', 'FIL-99'],
  ['politics that is no rule', 'ludvika.yaml', '[LUD-17, LUD-26]', '[LUD-17, LUD-26, LUD-99]', 'politics.rules[3]', 'LUD-99'],
  ['politics not listed', 'ludvika.yaml', '[LUD-17, LUD-26]', '[LUD-17]', 'politics.rules', 'LUD-26 too'],
  ['words of removal where nothing is removed', 'ludvika.yaml', '    line: 3\n', '    line: 3\n    removalWords: x\n', 'rules[LUD-01].removalWords', 'expected none'],
  ['politics removed where never', 'ludvika.yaml', /(id: LUD-17\n[\s\S]*?removal: )never/, '$1approval', 'rules[LUD-17].removal', 'expected never'],
  ['politics removed by one person', 'vallentuna.yaml', /(id: VAL-19\n[\s\S]*?removal: )approval/, '$1allowed', 'rules[VAL-19].removal', 'never or approval'],
  ['a block rule that is none', 'filipstad.yaml', 'rule: FIL-27', 'rule: LUD-18', 'blocking.rule', 'LUD-18'],
  ['a condition not in the rule', 'ludvika.yaml', 'alsoRequires: skadar', 'alsoRequires: har skadat', 'blocking.alsoRequires', 'LUD-18'],
  ['a block of no months', 'ludvika.yaml', 'periods: [1, 3, 6]', 'periods: [1, 0]', 'blocking.periods[2]', '>=1'],
  ['a block of more than five years', 'ludvika.yaml', 'periods: [1, 3, 6]', 'periods: [61]', 'blocking.periods[1]', '<=60'],
  ['a block of half a month', 'ludvika.yaml', 'periods: [1, 3, 6]', 'periods: [0.5]', 'blocking.periods[1]', 'int'],
  ['one length of block twice', 'ludvika.yaml', 'periods: [1, 3, 6]', 'periods: [1, 3, 1]', 'blocking.periods[3]', 'only once'],
  ['blocks that end neither on a day nor never', 'ludvika.yaml', 'periods: [1, 3, 6]', 'periods: []', 'blocking.periods', 'indefinitely: true'],
  ['a ground that is no rule', 'angelholm.yaml', '- { rule: ANG-07,', '- { rule: ANG-77,', 'registration.grounds[1].rule', 'ANG-77'],
  ['a criterion that is not the rule’s words', 'filipstad.yaml', '"leder till beslut"', '"är viktigt"', 'registration.grounds[1].criteria[2]', 'words of FIL-15'],
  ['what is asked for by no rule', 'ludvika.yaml', 'rule: LUD-39\n    words', 'rule: LUD-99\n    words', 'registration.askedFor.rule', 'LUD-99'],
  ['every removal under no rule', 'ludvika.yaml', 'everyRemoval: LUD-41', 'everyRemoval: LUD-99', 'registration.everyRemoval', 'LUD-99'],
  ['a subject with the text in it', 'ludvika.yaml', 'comment: "Kommentar på', 'comment: "{text} på', 'registration.subjects.comment', '{text}'],
  ['a disposal that preserves what no archive is given', 'filipstad.yaml', 'disposal: []', disposing(', preserve: true'), 'disposal[G-1].preserve', 'no archive is given raw'],
  ['a disposal that excepts no rule', 'filipstad.yaml', 'disposal: []', disposing(', exceptions: [{ rule: FIL-99, why: x }]'), 'disposal[G-1].exceptions[1].rule', 'FIL-99'],
  ['a disposal of one type twice', 'filipstad.yaml', 'disposal: []', disposing('').replace(/\[(.*)\]/u, (_, row) => `[${row}, ${row.replace('G-1', 'G-2')}]`), 'disposal[G-2].type', 'only once'],
  ['another municipality in the file', 'ludvika.yaml', 'municipality: ludvika', 'municipality: eslov', 'municipality', "the file's own name"],
  ['a time that is none', 'eslov.yaml', 'opens: "08:00"', 'opens: "8"', 'clock.opens', '16:00'],
  ['closing before opening', 'eslov.yaml', 'closes: "16:00"', 'closes: "07:00"', 'clock.closes', 'after opens (08:00)'],
  ['due after closing', 'eslov.yaml', 'due: "16:00"', 'due: "17:00"', 'clock.due', 'office hours'],
  ['a day that is none', 'eslov.yaml', 'closedDays: []', 'closedDays: [{ date: 2027-02-30, name: x }]', 'clock.closedDays[1].date', 'no such day'],
  ['a day closed twice', 'eslov.yaml', 'closedDays: []', 'closedDays: [{ date: 2027-05-07, name: x }, { date: 2027-05-07, name: y }]', 'clock.closedDays[2]', 'overlaps 2027-05-07'],
  ['a half day outside office hours', 'eslov.yaml', 'halfDays: []', 'halfDays: [{ date: 2027-03-25, name: x, closes: 16:00 }]', 'clock.halfDays[1].closes', 'before 16:00'],
  ['half days that overlap', 'eslov.yaml', 'halfDays: []', 'halfDays: [{ from: 2027-06-01, to: 2027-08-01, name: x, closes: 15:00 }, { date: 2027-07-01, name: y, closes: 12:00 }]', 'clock.halfDays[2]', 'overlaps 2027-06-01 to 2027-08-01'],
  ['a closed day without a year', 'eslov.yaml', 'closedDays: []', 'closedDays: [{ date: 12-24, name: x }]', 'clock.closedDays[1].date', 'with its year'],
  ['a span that ends before it begins', 'eslov.yaml', 'closedDays: []', 'closedDays: [{ from: 2027-05-08, to: 2027-05-07, name: x }]', 'clock.closedDays[1]', 'a later to'],
  ['a zone that is not Sweden’s', 'eslov.yaml', 'mode: A', 'zone: Europe/Stockhom\n  mode: A', 'clock.zone', 'Europe/Stockholm'],
  ['a digest outside office hours', 'eslov.yaml', 'digest: "08:15"', 'digest: "07:00"', 'clock.digest', 'within office hours'],
  ['a half day that closes before the digest', 'eslov.yaml', 'halfDays: []', 'halfDays: [{ date: 2027-03-25, name: x, closes: 08:10 }]', 'clock.halfDays[1].closes', 'after the digest'],
  ['a removal word that the rule does not have', 'ludvika.yaml', 'word: omgående', 'word: genast', 'clock.removals[1].word', 'from the quote of LUD-16'],
  ['a removal word for a rule that removes nothing', 'ludvika.yaml', 'covers: [LUD-12]', 'covers: [LUD-17]', 'clock.removals[2].covers[1]', 'allows removal'],
  ['a half day that is closed', 'eslov.yaml', /closedDays: \[\]([\s\S]*\n +)halfDays: \[\]/, 'closedDays: [{ date: 2027-03-25, name: x }]$1halfDays: [{ date: 2027-03-25, name: y, closes: 12:00 }]', 'clock.halfDays[1]', 'not also closed'],
  ['what is urgent left to the sender', 'eslov.yaml', /^ {6}Hej! Är det bråttom[\s\S]*?Eslövs kommun$/m, '      Ring {telefonnummer}.', 'templates[urgent].text', 'expected a sentence without braces'],
  ['review not below flag', 'eslov.yaml', 'flag: 0.9, review: 0.42', 'flag: 0.9, review: 0.9', 'screening.review', 'less than flag'],
  ['a template twice', 'eslov.yaml', 'id: urgent', 'id: answer', 'templates[answer].id', 'only once'],
  ['a template for nothing', 'eslov.yaml', 'for: [wrong-channel]', 'for: [wrong]', 'templates[fault-report].for[1]', 'found wrong'],
  ['an open brace', 'eslov.yaml', '{svar}', '{svar', 'templates[answer].text', 'braces'],
];

describe('loadPolicies', () => {
  it.each(FAULTS)(
    'refuses %s, naming file, line, path and what was expected',
    (_, file, from, to, path, expected) => {
      const error = errorOf(edited(file, from, to));
      expect(error.problems.map((problem) => [problem.file, problem.path])).toContainEqual([file, path]);
      const problem = error.problems.find((found) => found.file === file && found.path === path);
      expect(problem?.expected).toContain(expected);
      expect(error.message).toContain(file);
      if (problem?.line) expect(error.message).toContain(`${file} line ${problem.line}`);
    },
  );

  it('tells the line of the fault', () => {
    const folder = edited('ludvika.yaml', 'removal: approval', 'removal: kanske');
    const text = readFileSync(join(folder, 'ludvika.yaml'), 'utf8');
    const line = text.slice(0, text.indexOf('removal: kanske')).split('\n').length;
    expect(errorOf(folder).message).toContain(`ludvika.yaml line ${line}, rules[LUD-07].removal: `);
  });

  it('lists every fault in every file at once', () => {
    const folder = edited('ludvika.yaml', '[profanity]', '[swearing]');
    writeFileSync(join(folder, 'eslov.yaml'), 'municipality: eslov\n');
    const { problems, message } = errorOf(folder);
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set(['ludvika.yaml', 'eslov.yaml']));
    expect(message).toContain(`${problems.length} faults`);
  });

  it.each(['law.yaml', 'categories.yaml'])('refuses a folder without %s', (file) => {
    const { problems } = errorOf(changedRules((folder) => rmSync(join(folder, file))));
    expect(problems).toMatchObject([{ file, expected: expect.stringContaining('expected the file in') }]);
  });

  it('refuses a folder that is not there, one without municipalities, and the ending .yml', () => {
    expect(errorOf(join(RULES, 'nowhere')).message).toContain('expected a folder');
    const empty = changedRules((folder) => {
      for (const id of policies.keys()) rmSync(join(folder, `${id}.yaml`));
      writeFileSync(join(folder, 'hagfors.yml'), '');
    });
    const { message } = errorOf(empty);
    expect(message).toContain('expected at least one municipality');
    expect(message).toContain('hagfors.yml: expected the ending .yaml');
  });

  it('takes a sixth municipality from one more file, and leaves lexicon and folders alone', () => {
    const folder = changedRules((rules) => {
      const text = readFileSync(join(rules, 'eslov.yaml'), 'utf8');
      writeFileSync(
        join(rules, 'hagfors.yaml'),
        text.replace('municipality: eslov', 'municipality: hagfors'),
      );
      writeFileSync(join(rules, 'lexicon.yaml'), 'anything: at all\n');
      mkdirSync(join(rules, 'examples'), { recursive: true });
      writeFileSync(join(rules, 'examples', 'ort.yaml'), 'anything: at all\n');
    });
    expect([...loadPolicies(folder).keys()]).toEqual([...policies.keys(), 'hagfors'].sort());
  });

  it('gives a version that follows the file, the law and the categories, but not the line ends', () => {
    const versionIn = (folder: string) => loadPolicies(folder).get('eslov')?.version;
    const now = policies.get('eslov')?.version;
    expect(now).toMatch(/^[0-9a-f]{12}$/);
    expect(versionIn(edited('eslov.yaml', 'undoMinutes: 10', 'undoMinutes: 11'))).not.toBe(now);
    expect(versionIn(edited('law.yaml', 'severity: medium', 'severity: high'))).not.toBe(now);
    expect(versionIn(edited('categories.yaml', 'expressionRisk: low', 'expressionRisk: none'))).not.toBe(now);
    expect(versionIn(edited('ludvika.yaml', 'undoMinutes: 10', 'undoMinutes: 11'))).toBe(now);
    expect(versionIn(edited('eslov.yaml', /\n/g, '\r\n'))).toBe(now);
  });
});
