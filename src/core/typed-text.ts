import { z } from 'zod';
import { hasVisible, trimmed } from '../text/characters.ts';

/**
 * What a person must type: at least `min` characters that can be seen, at most `max` UTF-16 units, without the blanks
 * around it. Spaces, fillers and zero-width characters are no reason, no reply and no name.
 */
export const typedText = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .transform(trimmed)
    .pipe(
      z
        .string()
        .max(max)
        .refine((text) => hasVisible(text, min), `expected at least ${min} visible characters`),
    );

/** What a person may type. A field with nothing to be seen in it is one that was not filled in: undefined. */
export const optionalTypedText = (limits: { min: number; max: number }) =>
  z
    .string()
    .optional()
    .transform((text) => (text !== undefined && hasVisible(text, 1) ? text : undefined))
    .pipe(typedText(limits).optional());
