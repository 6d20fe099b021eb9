import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DisposalType } from '../../core/disposal-policy.ts';

const Word = z.string().min(1);

const ArchiveWords = z.strictObject({
  aggregationType: Word,
  aggregation: Word,
  title: z.strictObject({ comment: Word, post: Word, mention: Word, message: Word }),
  ownElement: Word,
  secretEntry: Word,
  possiblySecret: Word,
  regulation: Word,
  /** The text files of `documentation/`, by their names. */
  documentation: z.strictObject({
    about: Word,
    openPart: Word,
    secretPart: Word,
    verify: Word,
  }),
  /** What `documentation/gallring.txt` says. */
  disposal: z.strictObject({
    title: Word,
    noDecision: Word,
    decisions: Word,
    decision: Word,
    preserve: Word,
    noneBegun: Word,
    begun: Word,
    done: Word,
    running: Word,
    remark: Word,
    types: z.record(DisposalType, Word),
  }),
  /** The heads of its tables. */
  tables: z.strictObject({ fields: z.array(Word), accounts: z.array(Word) }),
  reading: z.strictObject({
    title: Word,
    heading: Word,
    nameless: Word,
    /** What is said below each text: the row's column, and its label. */
    fields: z.record(z.string(), Word),
  }),
});
/** The words that stand in an archive package, as `cards/archive.json` has them. */
export type ArchiveWords = z.infer<typeof ArchiveWords>;

/**
 * Reads `archive.json` in the folder of the cards.
 * @throws Error that names the file, and what was expected in it
 */
export function loadArchiveWords(cardsDir: string): ArchiveWords {
  const file = join(cardsDir, 'archive.json');
  const { data, error } = ArchiveWords.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!data) throw new Error(`${file}: ${z.prettifyError(error)}`);
  return data;
}
