/**
 * The store cannot be used as asked. The message names the file, folder, setting or migration and the cure.
 * - `in-use`: another process holds the data folder
 * - `bad-setting`: DATABASE_URL or DATA_DIR cannot be what was meant
 * - `unreachable`: DATABASE_URL did not answer or refused us
 * - `damaged`: the embedded database exists but does not open, or a stored picture is not what was stored
 * - `no-key`: EVIDENCE_KEY is not the one that a picture was sealed with
 * - `unsafe-integer`: an int8 from the database is too large for a Number
 * - `migration-changed`: a migration's text differs from the one that ran
 * - `migration-failed`: a migration's SQL was refused; nothing of it remains
 * - `not-erased`: what was disposed of could still be read back
 * - `newer-database`: the database holds migrations that this program does not know
 */
export type StoreErrorCode =
  | 'in-use'
  | 'bad-setting'
  | 'unreachable'
  | 'damaged'
  | 'no-key'
  | 'unsafe-integer'
  | 'migration-changed'
  | 'migration-failed'
  | 'not-erased'
  | 'newer-database';

/** See {@link StoreErrorCode}. Never carries a password. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
