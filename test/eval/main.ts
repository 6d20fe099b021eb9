import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readStoreSettings } from '../../src/config/config.ts';
import { loadLexicon } from '../../src/rules/load-lexicon.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { createModel, type Model } from '../../src/screening/model/model.ts';
import { createAssessor } from '../../src/screening/screen.ts';
import { openModel } from '../../src/training/open-model.ts';
import { readLessons, train } from '../../src/training/train.ts';
import { type Case, caseOf, isHeldOut, readCases } from './cases.ts';
import { percent, shareOf, table } from './figures.ts';
import { report } from './report.ts';
import { among, scoreCases } from './score.ts';

/** `npm run eval -- [FILE] [--curve]`: what screening is worth, on a labelled file or on the examples held out. */
const RULES = join(import.meta.dirname, '..', '..', 'rules');
const PARTS = [8, 4, 2, 1];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { curve: { type: 'boolean' } },
});
const [file] = positionals;
const policies = loadPolicies(RULES);
const lexicon = loadLexicon(join(RULES, 'lexicon.yaml'));
const lessons = readLessons(RULES);
const taught = lessons.examples.filter((example) => !isHeldOut(example));
const trainedOn = (examples: typeof taught): Model => createModel(train({ ...lessons, examples }, RULES));

const cases: Case[] = file ? readCases(file) : lessons.examples.filter(isHeldOut).map(caseOf);
if (file) {
  process.stdout.write(
    `${file}: ${cases.length} comments; the model has all ${lessons.examples.length} examples.\n`,
  );
} else {
  process.stdout.write(`Held out by hash: ${cases.length} of ${lessons.examples.length} examples.\n`);
}
const model = file
  ? await openModel({ dataDir: readStoreSettings().dataDir, rulesDir: RULES }).ready
  : trainedOn(taught);
process.stdout.write(`${report(cases, policies, createAssessor(lexicon, model), lessons.categories)}\n`);

if (values.curve) {
  const rows = PARTS.map((part) => {
    const some = taught.filter((_, i) => i % part === 0);
    const scored = scoreCases(cases, policies, createAssessor(lexicon, trainedOn(some)));
    const covered = scored.filter(({ right, harmless }) => !harmless && right.size > 0);
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
  process.stdout.write(`\nLearning curve\n${table(head, rows)}\n`);
}
