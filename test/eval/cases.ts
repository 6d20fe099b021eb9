import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CategoryId } from '../../src/core/policy.ts';
import type { Example } from '../../src/screening/model/example.ts';

/** A labelled comment. Undefined: the file does not say, and it is not counted there. */
export interface Case {
  readonly text: string;
  /** Under whose rules it is scored; all five where it does not say. */
  readonly municipality: string | undefined;
  readonly categories: readonly CategoryId[];
  /** The rules that are right, where the file names them instead of categories. */
  readonly rules: readonly string[] | undefined;
  readonly needsReply: boolean | undefined;
  readonly urgent: boolean | undefined;
}

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Row = z
  .object({
    municipality: z.string().optional(),
    text: z.string(),
    categories: z.array(z.string()).optional(),
    rule: oneOrMore.optional(),
    needsReply: z.boolean().optional(),
    urgent: z.boolean().optional(),
  })
  .refine((row) => row.categories || row.rule, 'expected categories or rule');

/**
 * Reads JSON lines `{id?, municipality?, text, categories: […] or rule, needsReply?, urgent?}`.
 * @throws Error naming the line and what was expected there
 */
export function readCases(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const { data, error } = Row.safeParse(parsed(line));
      if (data) {
        const { municipality, text, categories = [], rule, needsReply, urgent } = data;
        return [{ municipality, text, categories, rules: rule, needsReply, urgent }];
      }
      const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`);
      throw new Error(`${file} line ${index + 1}, ${faults.join('; ')}`);
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** About a fifth of the examples, chosen by their text's hash before anything was tuned, and never trained on here. */
export const isHeldOut = ({ text }: Example): boolean =>
  (createHash('sha256').update(text).digest()[0] ?? 0) < 51;

/** An example as a case of all municipalities. */
export const caseOf = ({ text, categories, needsReply, urgent }: Example): Case => ({
  text,
  municipality: undefined,
  categories,
  rules: undefined,
  needsReply,
  urgent,
});
