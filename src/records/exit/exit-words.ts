import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LEFT_OUT } from '../../core/exit.ts';

const Word = z.string().min(1);

const ExitWords = z.strictObject({
  readMe: z.strictObject({
    file: Word,
    lines: z.array(z.string()).min(1),
    /** Of each that is left out. */
    leftOut: Word,
  }),
  /** Why each stays. */
  leftOut: z.record(z.enum(LEFT_OUT), Word),
});

/** The words of what a municipality is given back, as `cards/exit.json` has them. */
export type ExitWords = z.infer<typeof ExitWords>;

/**
 * Reads `exit.json` in the folder of the cards.
 * @throws Error that names the file, and what was expected in it
 */
export function loadExitWords(cardsDir: string): ExitWords {
  const file = join(cardsDir, 'exit.json');
  const { data, error } = ExitWords.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!data) throw new Error(`${file}: ${z.prettifyError(error)}`);
  return data;
}
