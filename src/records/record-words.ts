import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Row } from './rows.ts';

const Named = z.record(z.string(), z.string().min(1));
const Word = z.string().min(1);

const RecordWords = z.strictObject({
  /** Every column's name, in its order, and what stands in it. */
  columns: Named,
  direction: z.strictObject({ in: Word, out: Word }),
  platform: Named,
  visibility: z.strictObject({
    visible: Word,
    hidden: Word,
    goneByUs: Word,
    goneByOther: Word,
    unknown: Word,
  }),
  decision: Word,
  /** Of what a colleague told, which is no decision. */
  fact: Word,
  verb: Named,
  /** The reason of a hiding that waits for its assessment, which nobody has written. */
  awaitingAssessment: Word,
  act: Word,
  actBy: Word,
  kind: Named,
  state: Named,
  how: Named,
  remark: z.strictObject({
    post: Word,
    mention: Word,
    message: Word,
    replaced: Word,
    textDisposed: Word,
    reasonDisposed: Word,
    replyDisposed: Word,
    possiblySecret: Word,
    decidedBy: Word,
    repliesTo: Word,
  }),
});

/** The words and columns of a row of the record, as `cards/record.json` has them. */
export interface RecordWords extends z.infer<typeof RecordWords> {
  readonly columns: Readonly<Record<keyof Row, string>>;
}

/**
 * Reads `record.json` in the folder of the cards.
 * @throws Error that names the file, and what was expected in it
 */
export function loadRecordWords(cardsDir: string): RecordWords {
  const file = join(cardsDir, 'record.json');
  const { data, error } = RecordWords.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!data) throw new Error(`${file}: ${z.prettifyError(error)}`);
  return data as RecordWords;
}

/** A sentence with its `{braces}` filled in. */
export const filled = (sentence: string, data: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/gu, (brace, name: string) => data[name] ?? brace);
