import type { FindQuery } from '../core/find.ts';
import type { MunicipalityId } from '../core/policy.ts';

/** A ticket that was closed, and what of its reports has not heard of it. */
interface DecidedReport {
  readonly municipality: MunicipalityId;
  readonly ticket: string;
  readonly at: Temporal.Instant;
  /** The tickets of the messages that reported it. */
  readonly messages: readonly string[];
}

/** What somebody has said should go. Each method is one transaction. */
export interface ReportStore {
  /** The one public comment by somebody else than the municipality that is meant; null where none is, or several may be. */
  reportable(municipality: MunicipalityId, query: FindQuery): Promise<string | null>;
  /** Tickets that were closed since somebody reported what they are about. */
  decidedReports(limit: number): Promise<readonly DecidedReport[]>;
  /** Everybody who reported what this ticket is about has been told, if it is still closed. */
  reportsTold(municipality: MunicipalityId, ticket: string): Promise<void>;
}
