import type { Queries } from './journal.ts';

/** A row that is not as the journal says. */
export interface RecordFault {
  readonly table:
    | 'comment_version'
    | 'reason'
    | 'reply'
    | 'registration'
    | 'attachment'
    | 'ticket'
    | 'disposal'
    | 'disposal_batch'
    | 'request_review';
  /** The row's id; a version's is `<comment>/<number>`, an attachment's `<comment>/<number>/<position>`, a review's `<request>/<comment>/<number>`. */
  readonly id: string;
  /** `changed` since it was written; `missing` though the journal tells of it; `unsealed`: no line tells of it; `erased`: its text is gone, and no disposal covers it. */
  readonly why: 'changed' | 'missing' | 'unsealed' | 'erased';
  /** The number of the journal's line, where there is one. */
  readonly seq?: number;
}

/** So many lines are looked at in one query. */
export const PAGE = 500;

/** Lines of the journal with a seal, at most a page of them after `after`. */
export type Look = (
  db: Queries,
  of: { municipality: string; after: number; last: number },
) => Promise<{ seq: number; fault: RecordFault | null }[]>;

/** What is wrong with the row that a line tells of; null for nothing. `isErased`: its text is gone, and nothing covers that. */
export const fault = (
  table: RecordFault['table'],
  id: string,
  seq: number,
  { found, whole, isErased = false }: { found: boolean; whole: boolean; isErased?: boolean },
): RecordFault | null => {
  if (!found) return { table, id, why: 'missing', seq };
  if (whole && isErased) return { table, id, why: 'erased', seq };
  return whole ? null : { table, id, why: 'changed', seq };
};
