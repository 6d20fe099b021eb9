import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { IntakeError } from './intake-error.ts';

const INTEGER = /^-?\d+$/;

/**
 * Parses what a platform sent. Integers that a number cannot hold (ids beyond 2^53) become text with all their digits.
 * Lone surrogates and NUL, which no store can hold as text, become U+FFFD.
 * @throws {IntakeError} when the body is not JSON in UTF-8.
 */
export function parseWireJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body), reviveWithSource as Reviver);
  } catch (cause) {
    throw new IntakeError('body', 'expected JSON in UTF-8', { cause });
  }
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/** `context.source` is the number as it was written (ES2026); TypeScript's library does not know it yet. */
function reviveWithSource(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  const lossy = typeof value === 'number' && !Number.isSafeInteger(value);
  return lossy && context.source !== undefined && INTEGER.test(context.source) ? context.source : value;
}

/**
 * The one spelling of a parsed value (RFC 8785).
 * @throws {IntakeError} when it has none: an object key that is no well-formed text, a number beyond 1.8e308.
 */
export function canonicalJson(value: unknown): string {
  try {
    return canonicalize(value) ?? 'null';
  } catch (cause) {
    throw new IntakeError('body', 'expected well-formed JSON names and finite numbers', { cause });
  }
}

/** Hex SHA-256 of the canonical spelling: equal for deliveries that say the same. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
