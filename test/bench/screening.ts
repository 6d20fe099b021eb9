import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import profanity from 'leo-profanity';
import { loadLexicon } from '../../src/rules/load-lexicon.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { openScreening } from '../../src/training/open-screening.ts';
import { readLessons } from '../../src/training/train.ts';
import { type Line, quantile, spreadOf } from './figures.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');
const RUNS = 3;
const RUN_MS = 1000;
const LONG_WORDS = 90;
const LONG_TIMES = 2000;
const HOSTILE_LENGTH = 10_000;
/** What has brought pattern matchers to a standstill: repeats, near misses, nothing but links, combining marks. */
const HOSTILE = ['a', 'jä', '1', 'http://a.se/', '@a.', 'e\u0301', '<', 'h o r ', '.se', '😀'];

/** The model trained cold, then screening with it on one core, over the examples' own texts. */
export async function measureScreening(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kv-bench-model-'));
  try {
    const lexicon = loadLexicon(join(RULES, 'lexicon.yaml'));
    const before = process.memoryUsage.rss();
    const startedAt = performance.now();
    const screening = openScreening({ dataDir: folder, rulesDir: RULES }, lexicon, () => undefined);
    await screening.ready;
    const trainedMs = performance.now() - startedAt;
    const policies = [...loadPolicies(RULES).values()];
    const texts = readLessons(RULES).examples.map(({ text }) => text);
    const screen = (text: string, index: number) => {
      const policy = policies[index % policies.length];
      if (policy) screening.assess(text, policy);
    };
    const ours = Array.from({ length: RUNS }, () => perSecond(texts, screen));
    const theirs = Array.from({ length: RUNS }, () => perSecond(texts, (text) => profanity.check(text)));
    const words = texts.join(' ').split(/\s+/u);
    const long = Array.from({ length: LONG_TIMES }, (_, index) => {
      const from = (index * LONG_WORDS) % (words.length - LONG_WORDS);
      return timed(() => screen(words.slice(from, from + LONG_WORDS).join(' '), index));
    });
    const hostile = HOSTILE.map((part) => {
      const text = part.repeat(Math.ceil(HOSTILE_LENGTH / part.length)).slice(0, HOSTILE_LENGTH);
      screen(text, 0);
      return quantile(
        Array.from({ length: 9 }, () => timed(() => screen(text, 0))),
        0.5,
      );
    });
    const addedMb = (process.memoryUsage.rss() - before) / 2 ** 20;
    const one = (value: number) => spreadOf([value]);
    return [
      {
        name: 'Comments screened',
        unit: '/s',
        figure: spreadOf(ours),
        baseline: { name: 'leo-profanity', figure: spreadOf(theirs) },
        goal: { atLeast: 1200 },
      },
      { name: '  of 90 words, p99', unit: 'ms', figure: one(quantile(long, 0.99)), goal: { atMost: 5 } },
      {
        name: '  10,000 hostile characters, the worst',
        unit: 'ms',
        figure: one(Math.max(...hostile)),
        goal: { atMost: 12 },
      },
      { name: 'Model trained cold', unit: 'ms', figure: one(trainedMs), goal: { atMost: 30_000 } },
      { name: 'Memory added, training and all', unit: 'MB', figure: one(addedMb), goal: { atMost: 200 } },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function perSecond(texts: readonly string[], look: (text: string, index: number) => unknown): number {
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < RUN_MS) {
    look(texts[count % texts.length] ?? '', count);
    count += 1;
  }
  return (count / (performance.now() - startedAt)) * 1000;
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
