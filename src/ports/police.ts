import type { PoliceReport } from '../core/police-report.ts';
import type { MunicipalityId } from '../core/policy.ts';

/** What the papers of a report to the police rest on, beside the record itself. */
export interface PoliceFacts {
  /** Null where nobody has asked for a report of the ticket. */
  readonly report: PoliceReport | null;
  /** The report's own reference in the register. */
  readonly reference: string | null;
  readonly comment: string;
  /** What it answers: the post and the comment above, by our ids. */
  readonly above: readonly string[];
  /** The ticket's lines in the journal, oldest first. */
  readonly events: readonly { readonly seq: number; readonly at: Temporal.Instant; readonly kind: string }[];
  /** The journal's latest line. */
  readonly head: { readonly seq: number; readonly hash: string };
}

/** Reads what a report to the police is made of. */
export interface PoliceStore {
  /** By the ticket's short number; null where there is no such ticket. */
  policeFacts(municipality: MunicipalityId, ticket: number): Promise<PoliceFacts | null>;
}
