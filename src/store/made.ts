import type { Decision } from '../core/decision.ts';
import type { DecisionRequest, StoredSituation } from '../ports/ledger.ts';

/** A decision with what it was made on. */
export interface Made {
  readonly request: DecisionRequest;
  readonly situation: StoredSituation;
  readonly decision: Decision;
}

/** The ticket that a decision is about, or has just opened. */
export const ticketOf = ({ decision, situation }: Made): string | null =>
  decision.ticket?.id ?? situation.ticket?.id ?? null;
