import { randomBytes } from 'node:crypto';
import { sealOf } from './seals.ts';

/**
 * Text as PostgreSQL can keep it: U+0000 and lone surrogates, which it refuses, become U+FFFD. The bytes as received
 * are kept in `comment_version.raw`.
 */
export const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed();

/** JSON for a jsonb parameter, every string in it made storable. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === 'string' ? storable(part) : part));

/** A text with its own random salt and keyed hash (`seals.ts`). */
export function sealed(text: string): { text: string; salt: string; hmac: string } {
  const kept = storable(text);
  const salt = randomBytes(16).toString('hex');
  return { text: kept, salt, hmac: sealOf(kept, salt) };
}
