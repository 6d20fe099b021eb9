import type { MunicipalityId } from '../core/policy.ts';
import type { RecordPage, RecordQuery } from '../core/record-item.ts';

/** Reads the record as it is given out. */
export interface RecordItemStore {
  /**
   * A page of the items that a query means: at most `limit` comments, each with all its versions. `after` is the `next` of
   * the page before, null for the first.
   */
  recordItems(
    municipality: MunicipalityId,
    query: RecordQuery,
    after: string | null,
    limit: number,
  ): Promise<RecordPage>;
  /** The stored copy of a picture or film; null where there is none, or where it may not be given out. */
  recordMedia(
    municipality: MunicipalityId,
    of: { comment: string; version: number; position: number },
  ): Promise<{ readonly bytes: Buffer; readonly contentType: string } | null>;
}
