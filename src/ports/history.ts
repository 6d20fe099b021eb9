import type { BlockInForce } from '../core/block.ts';
import type { EarlierDecisions } from '../core/earlier-decision.ts';
import type { FindQuery, Found, FoundPage } from '../core/find.ts';
import type { HistoryFacts } from '../core/history.ts';
import type { MunicipalityId, RuleId } from '../core/policy.ts';

/** What is found again. Reads without locks, and never from another municipality. */
export interface HistoryStore {
  /** Comments that came in, whatever became of them, the newest first; the municipality's own are left out. */
  find(municipality: MunicipalityId, query: FindQuery, limit: number): Promise<FoundPage>;
  /** The same of these tickets, in their order; one that the municipality does not have is left out. */
  foundTickets(municipality: MunicipalityId, tickets: readonly string[]): Promise<readonly Found[]>;
  /** The authors that are shut out, the latest first: not those of whom that was only tried, nor whose account is gone. */
  blocks(municipality: MunicipalityId): Promise<readonly BlockInForce[]>;
  /** All that is kept of a ticket; null when the municipality has no such ticket. */
  history(municipality: MunicipalityId, ticket: string): Promise<HistoryFacts | null>;
  /** What became of removals under the rule, beside the one of this `decision`; what was only tried is left out. */
  earlierDecisions(
    municipality: MunicipalityId,
    rule: RuleId,
    decision: string,
    limit: number,
  ): Promise<EarlierDecisions>;
}
