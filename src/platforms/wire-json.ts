import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { IntakeError } from './intake-error.ts';
import { isDeeperThan, type Span } from './json-spans.ts';

const INTEGER = /^-?\d+$/;
/** No platform nests deeper; what reads a value by descending into it would run out of stack on more. */
const DEEPEST = 100;

/**
 * Parses what a platform sent. Integers that a number cannot hold (ids beyond 2^53) become text with all their digits.
 * Lone surrogates and NUL, which no store can hold as text, become U+FFFD.
 * @throws {IntakeError} when the body is not JSON in UTF-8, or is nested more than 100 deep.
 */
export function parseWireJson(body: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new IntakeError('body', 'expected JSON in UTF-8', { cause });
  }
  return parseWireText(text);
}

/** The same for a text that has been decoded. @throws {IntakeError} */
function parseWireText(text: string): unknown {
  if (isDeeperThan(text, DEEPEST))
    throw new IntakeError('body', `expected at most ${DEEPEST} levels within each other`);
  try {
    return JSON.parse(text, reviveWithSource as Reviver);
  } catch (cause) {
    throw new IntakeError('body', 'expected JSON in UTF-8', { cause });
  }
}

/** What stands there in a text that has a letter for each byte, as it was written. */
export const slice = (text: string, { from, to }: Span): string => text.slice(from, to);

/** The value there; undefined when it cannot be parsed. Bytes that are no UTF-8 cost their own letter alone. */
export function valueAt(text: string, at: Span): unknown {
  try {
    return parseWireText(Buffer.from(slice(text, at), 'latin1').toString('utf8'));
  } catch {
    return undefined;
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
 * Hex SHA-256 of the one spelling of a value (RFC 8785): equal for deliveries that say the same.
 * @throws {IntakeError} when it has none: an object key that is no well-formed text, a number beyond 1.8e308.
 */
export function canonicalHash(value: unknown): string {
  let spelled: string;
  try {
    spelled = canonicalize(value) ?? 'null';
  } catch (cause) {
    throw new IntakeError('body', 'expected well-formed JSON names and finite numbers', { cause });
  }
  return createHash('sha256').update(spelled).digest('hex');
}
