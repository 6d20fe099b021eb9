import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { percent, shareOf } from './figures.ts';
import type { Answered } from './questions.ts';
import { among, type Scored } from './score.ts';

const FILE = join(import.meta.dirname, 'history.jsonl');

/** What of a run is kept beside its date, per cent: a change of rules, examples or questions is then seen as a change of figures. */
export interface Figures {
  readonly examples: number;
  readonly questionsLearned: number;
  readonly ordinary: Readonly<Record<string, string>>;
  readonly questions: Readonly<Record<string, string>>;
}

/** The figures of ordinary comments. */
export function ordinaryFigures(scored: readonly Scored[]): Figures['ordinary'] {
  const covered = scored.filter(({ breaks, right }) => breaks && right.size > 0);
  const harmless = scored.filter((one) => one.harmless);
  const tier = (one: Scored) => one.assessment.screening.tier;
  const said = (label: 'needsReply' | 'urgent') =>
    scored.filter(({ assessment }) => assessment.screening[label]);
  const meant = (label: 'needsReply' | 'urgent') => scored.filter((one) => one.case[label]);
  return {
    ruleFirst: percent(shareOf(covered, (one) => among(one, 1))),
    ruleAmongThree: percent(shareOf(covered, (one) => among(one, 3))),
    seen: percent(shareOf(covered, (one) => tier(one) !== 'none')),
    harmlessSeen: percent(shareOf(harmless, (one) => tier(one) === 'flag' || tier(one) === 'review')),
    harmlessFlagged: percent(shareOf(harmless, (one) => tier(one) === 'flag')),
    replyPrecision: percent(shareOf(said('needsReply'), (one) => one.case.needsReply ?? false)),
    replyRecall: percent(shareOf(meant('needsReply'), ({ assessment }) => assessment.screening.needsReply)),
    urgentPrecision: percent(shareOf(said('urgent'), (one) => one.case.urgent ?? false)),
    urgentRecall: percent(shareOf(meant('urgent'), ({ assessment }) => assessment.screening.urgent)),
  };
}

/** The figures of staff's questions. */
export function questionFigures(answered: readonly Answered[]): Figures['questions'] {
  const covered = answered.filter(({ row }) => row.rule.length > 0);
  const among = (count: number) =>
    percent(shareOf(covered, ({ row, ids }) => ids.slice(0, count).some((id) => row.rule.includes(id))));
  return {
    first: among(1),
    amongThree: among(3),
    wronglyNone: percent(shareOf(covered, ({ ids }) => ids.length === 0)),
    rightlyNone: percent(
      shareOf(
        answered.filter(({ row }) => row.rule.length === 0),
        ({ ids }) => ids.length === 0,
      ),
    ),
  };
}

/** Adds a line for today to `history.jsonl`. */
export const keepFigures = (figures: Figures): void =>
  appendFileSync(FILE, `${JSON.stringify({ date: Temporal.Now.plainDateISO().toString(), ...figures })}\n`);
