import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Answer, Ask } from '../../src/ask/ask.ts';
import type { Policy } from '../../src/core/policy.ts';
import { shareOf, table, withInterval } from './figures.ts';

const KINDS = ['situation', 'direct', 'english', 'other-town', 'none', 'product'] as const;

/** A question of staff's. `rule`: those that are right, none where nothing covers it. */
const Row = z.looseObject({
  municipality: z.string(),
  question: z.string(),
  rule: z.array(z.string()),
  kind: z.enum(KINDS),
});

/** @throws Error naming the file and line, and what was expected there */
export function readQuestions(file: string): z.infer<typeof Row>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const { data, error } = Row.safeParse(JSON.parse(line));
      if (data) return [data];
      throw new Error(`${file} line ${index + 1}: ${z.prettifyError(error)}`);
    });
}

/** A question and the ids of the rules that answered it. */
export interface Answered {
  readonly row: z.infer<typeof Row>;
  readonly ids: readonly string[];
}

/** Asks each under its municipality's rules. @throws Error naming a municipality that is none */
export const askAll = (
  rows: readonly z.infer<typeof Row>[],
  policies: ReadonlyMap<string, Policy>,
  ask: Ask,
): Answered[] =>
  rows.map((row) => {
    const policy = policies.get(row.municipality);
    if (policy === undefined) throw new Error(`${row.municipality}: no such municipality`);
    return { row, ids: idsOf(ask(row.question, policy)) };
  });

/** How often a right rule comes first and among three, kind by kind, and how often nothing is said where nothing covers it. */
export function reportQuestions(answered: readonly Answered[]): string {
  const line = (name: string, own: readonly Answered[]) => {
    const covered = own.filter(({ row }) => row.rule.length > 0);
    const uncovered = own.filter(({ row }) => row.rule.length === 0);
    const among = (count: number) =>
      withInterval(
        shareOf(covered, ({ row, ids }) => ids.slice(0, count).some((id) => row.rule.includes(id))),
      );
    return [
      ...[name, String(own.length), among(1), among(3)],
      withInterval(shareOf(covered, ({ ids }) => ids.length === 0)),
      withInterval(shareOf(uncovered, ({ ids }) => ids.length === 0)),
    ];
  };
  return table(
    ['', 'questions', 'right first', 'among three', 'wrongly none', 'rightly none'],
    [
      ...KINDS.map((kind) =>
        line(
          kind,
          answered.filter(({ row }) => row.kind === kind),
        ),
      ),
      line('all', answered),
    ],
  );
}

const idsOf = ({ rules }: Answer): string[] => rules.map(({ rule }) => rule.id);
