import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { isDiaryNumber } from '../core/number-shape.ts';
import type { AccountsFile } from './accounts-file.ts';
import { dotted, type PlacedYaml } from './placed-yaml.ts';

const Folder = z
  .string()
  .refine((path) => isAbsolute(path), 'expected the whole path of a folder, from its root');
const Address = z.email({ error: 'expected an e-mail address' });

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** How entries of the register come to whoever keeps the municipality's diary, and what its numbers look like. */
export const RegisterSetting = z
  .strictObject({
    /** Where each entry that is not secret becomes a folder: `<folder>/<municipality>/SM 2026-123/`. */
    folder: Folder.optional(),
    /** The same for what is, or may be, secret; with other rights. Without it such an entry is handed over by nobody. */
    secretFolder: Folder.optional(),
    /** A neutral mail for each entry, with the document where nothing of it may be secret. */
    mail: z.strictObject({ to: Address, from: Address }).optional(),
    /** A regular expression that the municipality's diary numbers fit: `^KS \d{4}/\d+$`. */
    number: z.string().refine(isPattern, 'expected a regular expression').optional(),
    /** One of them, shown to whoever tells a number that is none: `KS 2026/123`. */
    numberExample: z.string().optional(),
  })
  .superRefine(({ folder, secretFolder }, context) => {
    if (folder === undefined || secretFolder === undefined || resolve(folder) !== resolve(secretFolder))
      return;
    const message = 'expected another folder than folder, with other rights';
    context.issues.push({ code: 'custom', message, input: secretFolder, path: ['secretFolder'] });
  })
  .superRefine(({ number: pattern, numberExample }, context) => {
    // Of a pattern that is none enough is said.
    if (numberExample === undefined || (pattern !== undefined && !isPattern(pattern))) return;
    const shape = pattern === undefined ? null : { pattern, example: null };
    if (shape !== null && isDiaryNumber(numberExample, shape)) return;
    const message =
      shape === null
        ? 'expected number beside it, which it fits'
        : 'expected a diary number that fits number';
    context.issues.push({ code: 'custom', message, input: numberExample, path: ['numberExample'] });
  });

/** What handing over by mail needs and the environment lacks. */
export function registerProblems(
  accounts: AccountsFile,
  given: NodeJS.ProcessEnv,
  placeOf: PlacedYaml['placeOf'],
): readonly string[] {
  if (given['SMTP_URL'] !== undefined) return [];
  const [first] = Object.entries(accounts).filter(([, town]) => town.register?.mail);
  if (!first) return [];
  const path = [first[0], 'register', 'mail'];
  return [`SMTP_URL: missing; ${placeOf(path)} names ${dotted(path)}`];
}
