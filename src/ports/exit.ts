import type { MunicipalityId } from '../core/policy.ts';
import type { PictureAt } from './pictures.ts';

/** A column. `leftOut`: it is here, and is not given back. */
interface ExitColumn {
  readonly name: string;
  /** As SQL spells it. */
  readonly type: string;
  readonly leftOut: boolean;
}

/** A table whose rows are given back. */
export interface ExitTable {
  readonly name: string;
  readonly columns: readonly ExitColumn[];
  readonly primaryKey: readonly string[];
  /** Its keys and what it checks, as SQL spells them. */
  readonly constraints: readonly string[];
}

/**
 * A stored picture or film. `bytes`: as they came, or null, and then `why`: they have been erased, they are suspected of
 * showing abuse, or they are not what was stored.
 */
export type ExitMedium = PictureAt & {
  readonly contentType: string;
} & (
    | { readonly bytes: Buffer; readonly why: null }
    | { readonly bytes: null; readonly why: 'erased' | 'suspected' | 'damaged' }
  );

/** Everything that is kept for one municipality, as it stood at one moment. */
export interface ExitReading {
  /** As its rules say it; null where none were ever in force. */
  readonly name: string | null;
  /** The steps of the schema that the tables are of, in order. */
  readonly migrations: readonly string[];
  /** By their names. */
  readonly tables: readonly ExitTable[];
  /** A table's rows in the order of its primary key, a page at a time. Bytes are Buffers, instants Temporal. */
  rows(table: ExitTable): AsyncIterable<readonly Readonly<Record<string, unknown>>[]>;
  /**
   * One at a time, those that nobody has judged yet among them: they are the municipality's.
   * @throws StoreError `no-key` where the key that one was sealed with is not here
   */
  media(): AsyncIterable<ExitMedium>;
}

/** A package that is whole. `sha256`: of its list of checksums. */
export interface ExitBuilt {
  readonly files: number;
  readonly rows: number;
  readonly media: number;
  readonly sha256: string;
}

/** Gives a municipality everything of its own, and nothing of another's. */
export interface ExitStore {
  /** Those that have rules, accounts or a journal here, by name. */
  municipalities(): Promise<readonly MunicipalityId[]>;
  /** Reads in one transaction that sees one moment and changes nothing. Null: there is nothing of that municipality. */
  readAll<T>(municipality: MunicipalityId, use: (reading: ExitReading) => Promise<T>): Promise<T | null>;
  /** Journals that such a package is there. */
  exitPackageBuilt(municipality: MunicipalityId, built: ExitBuilt, now: Temporal.Instant): Promise<void>;
}
