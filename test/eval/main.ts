import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createAsk } from '../../src/ask/ask.ts';
import { createAskModel } from '../../src/ask/model.ts';
import { readStoreSettings } from '../../src/config/config.ts';
import { loadLexicon } from '../../src/rules/load-lexicon.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { loadQuestions } from '../../src/rules/load-questions.ts';
import { createExaminer } from '../../src/screening/examine.ts';
import type { Example } from '../../src/screening/model/example.ts';
import { createModel, type Model } from '../../src/screening/model/model.ts';
import { createAssessor, screenerOf } from '../../src/screening/screen.ts';
import { openModel } from '../../src/training/open-model.ts';
import { readLessons, train } from '../../src/training/train.ts';
import { type Case, caseOf, isHeldOut, readCases } from './cases.ts';
import { doubtful } from './doubts.ts';
import { percent, shareOf, table } from './figures.ts';
import { type Figures, keepFigures, ordinaryFigures, questionFigures } from './history.ts';
import { askAll, readQuestions, reportQuestions } from './questions.ts';
import { report } from './report.ts';
import { among, scoreCases } from './score.ts';

/**
 * `npm run eval -- [FILE] [--curve] [--second] [--keep] [--doubts]`: what screening and answers are worth: on a labelled file; or on the examples held
 * out, on ordinary comments and on questions that others wrote; or on the second set of ordinary comments alone. `--keep` adds the
 * figures of the latter two to `history.jsonl`. `--doubts` lists the examples whose label a model that has not seen them doubts most.
 */
const RULES = join(import.meta.dirname, '..', '..', 'rules');
const ORDINARY = join(import.meta.dirname, 'ordinary');
const PARTS = [8, 4, 2, 1];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    curve: { type: 'boolean' },
    second: { type: 'boolean' },
    keep: { type: 'boolean' },
    doubts: { type: 'boolean' },
  },
});
const [file] = positionals;
const policies = loadPolicies(RULES);
const lexicon = loadLexicon(join(RULES, 'lexicon.yaml'));
const lessons = readLessons(RULES);
const taught = lessons.examples.filter((example) => !isHeldOut(example));
const trainedOn = (examples: readonly Example[]): Model =>
  createModel(train({ ...lessons, examples }, RULES));

const taughtAll = () => openModel({ dataDir: readStoreSettings().dataDir, rulesDir: RULES });
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

async function scoreOrdinary(set: 'first' | 'second'): Promise<Figures['ordinary']> {
  const cases = filesIn(join(ORDINARY, set), '.jsonl').flatMap(readCases);
  const assess = createAssessor(lexicon, await taughtAll().ready);
  say(
    `\n\nOrdinary comments, the ${set} set: ${cases.length}; the model has all ${lessons.examples.length} examples.`,
  );
  say(report(cases, policies, assess, lessons.categories));
  return ordinaryFigures(scoreCases(cases, policies, assess));
}

const questions = loadQuestions(join(RULES, 'questions'), policies);

async function scoreQuestions(): Promise<Figures['questions']> {
  const rows = filesIn(ORDINARY, '.jsonl').flatMap(readQuestions);
  const { ready, asking } = taughtAll();
  const screen = screenerOf(createAssessor(lexicon, await ready));
  const read = createAskModel(await asking, questions);
  const ask = createAsk({ policies, screen, words: questions.words, read });
  say(`\n\nQuestions of staff's: ${rows.length}, by others than those it has learned from.`);
  const answered = askAll(rows, policies, ask);
  say(reportQuestions(answered));
  return questionFigures(answered);
}

const cases: Case[] = file ? readCases(file) : lessons.examples.filter(isHeldOut).map(caseOf);
const reportOn = (model: Model): string =>
  report(cases, policies, createAssessor(lexicon, model), lessons.categories);
if (values.second) await scoreOrdinary('second');
else if (values.doubts)
  say(doubtful(lessons.examples, lessons.categories, { train: trainedOn, examine: createExaminer(lexicon) }));
else if (file) {
  say(`${file}: ${cases.length} comments; the model has all ${lessons.examples.length} examples.`);
  say(reportOn(await taughtAll().ready));
} else {
  say(`Held out by hash: ${cases.length} of ${lessons.examples.length} examples.`);
  say(reportOn(trainedOn(taught)));
  const figures = { ordinary: await scoreOrdinary('first'), questions: await scoreQuestions() };
  const questionsLearned = questions.topics.reduce((sum, topic) => sum + topic.questions.length, 0);
  if (values.keep) keepFigures({ examples: lessons.examples.length, questionsLearned, ...figures });
}

if (values.curve) {
  const rows = PARTS.map((part) => {
    const some = taught.filter((_, i) => i % part === 0);
    const scored = scoreCases(cases, policies, createAssessor(lexicon, trainedOn(some)));
    const covered = scored.filter(({ right, breaks }) => breaks && right.size > 0);
    const seen = (one: (typeof scored)[number]) => one.assessment.screening.tier !== 'none';
    return [
      String(some.length),
      percent(shareOf(covered, (one) => among(one, 1))),
      percent(shareOf(covered, (one) => among(one, 3))),
      percent(shareOf(covered, seen)),
      percent(
        shareOf(
          scored.filter(({ harmless }) => harmless),
          seen,
        ),
      ),
    ];
  });
  const head = ['trained on', 'rule top-1', 'top-3', 'seen', 'harmless seen'];
  say(`\nLearning curve\n${table(head, rows)}`);
}
