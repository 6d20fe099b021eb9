/**
 * Why a question to the model, or its answer, was given up. `code`:
 * - `unreachable`, `timed-out`, `rate-limited`, `unavailable`, `unreadable`: the service did not answer as one should;
 * - `refused`: it would not read this text, as content filters do (HTTP 400);
 * - `not-redacted`: the text could not be freed of personal data, so nothing was sent;
 * - `not-json`, `unknown-rule`, `not-verbatim`: it answered, but not what was asked for.
 * Holds nothing of the text or the answer.
 */
export class SecondOpinionError extends Error {
  override readonly name = 'SecondOpinionError';
  readonly code: SecondOpinionCode;
  constructor(code: SecondOpinionCode) {
    super(`The second opinion was dropped: ${code}`);
    this.code = code;
  }
}

/** The codes that speak of the service, not of one answer: after some of them in a row it is left alone for a while. */
export const SERVICE_CODES = [
  'unreachable',
  'timed-out',
  'rate-limited',
  'unavailable',
  'unreadable',
] as const;

/** Why a second opinion was given up; the error says what each means. */
export type SecondOpinionCode =
  | (typeof SERVICE_CODES)[number]
  | 'refused'
  | 'not-redacted'
  | 'not-json'
  | 'unknown-rule'
  | 'not-verbatim';
