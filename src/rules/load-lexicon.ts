import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Lexicon } from '../screening/lexicon.ts';

/** A lexicon file that cannot be used: the message names the file, the path inside it and what was expected. */
export class LexiconError extends Error {
  override readonly name = 'LexiconError';
}

/**
 * Reads `rules/lexicon.yaml`.
 * @throws {LexiconError} when the file is missing, is no YAML, or breaks the schema.
 */
export function loadLexicon(file: string): Lexicon {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new LexiconError(`${file}: ${cause instanceof Error ? cause.message : 'cannot be read'}`, {
      cause,
    });
  }
  const read = Lexicon.safeParse(raw);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new LexiconError(`${file} does not fit:\n${problems.join('\n')}`);
}
