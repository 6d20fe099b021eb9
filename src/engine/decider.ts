import type { Comment, PlatformName } from '../core/comment.ts';
import type { AccountState, Decision, Situation } from '../core/decision.ts';
import type { Finding, Screening } from '../core/finding.ts';
import { keepTime } from '../core/keep-time.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import type { Staff } from '../core/staff.ts';
import type { TicketView } from '../core/view.ts';
import type { Clock } from '../ports/clock.ts';
import type { DecisionOutcome, DecisionRequest, StoredSituation, StoredView } from '../ports/ledger.ts';
import type { Store } from '../ports/store.ts';

export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly screen: (comment: Pick<Comment, 'text' | 'attachments'>, policy: Policy) => Screening;
  /** Asked, outside any transaction, about every comment that is screened; null where it adds nothing. Must answer soon. */
  readonly secondOpinion?: (text: string, policy: Policy, screening: Screening) => Promise<Finding | null>;
  readonly abilities: (platform: PlatformName) => AccountState['can'];
  readonly staffOf: (municipality: MunicipalityId) => Staff;
  /** Called after every commit that may have ordered an effect or changed a card. */
  readonly wake: () => void;
  /** Told of a comment that could not be screened; the error holds no text of it. */
  readonly onError: (error: unknown) => void;
}

/** One event about one ticket or comment, and what decides it. */
export interface Event {
  readonly request: Omit<DecisionRequest, 'policy'>;
  readonly decide: (situation: Situation) => Decision;
}

/** Loads what events are about, decides each and commits: one transaction. */
export interface Decider {
  /** @throws Error for a municipality without a rules file */
  policyOf(municipality: MunicipalityId): Policy;
  viewOf(stored: StoredView): TicketView;
  decideAll(municipality: MunicipalityId, events: readonly Event[]): Promise<readonly DecisionOutcome[]>;
}

export function createDecider(parts: EngineParts): Decider {
  const { store, clock, policies } = parts;

  const policyOf = (municipality: MunicipalityId): Policy => {
    const policy = policies.get(municipality);
    if (!policy)
      throw new Error(`No rules file for the municipality "${municipality}" that the database holds`);
    return policy;
  };

  const situationOf = (stored: StoredSituation): Situation => ({
    ...stored,
    now: clock.now(),
    policy: policyOf(stored.municipality),
    account: { ...stored.account, can: parts.abilities(stored.comment.platform) },
    staff: parts.staffOf(stored.municipality),
  });

  const viewOf = (stored: StoredView): TicketView => {
    const { ticket, number, card, names, text, textBefore, removalReason } = stored;
    return { ...situationOf(stored), ticket, number, card, names, text, textBefore, removalReason };
  };

  const decideAll = (municipality: MunicipalityId, events: readonly Event[]) => {
    const { version: policy } = policyOf(municipality);
    const deciders = new Map(events.map(({ request, decide }) => [request.key, decide]));
    const requests = events.map(({ request }) => ({ ...request, policy }));
    return store.decide(municipality, clock.now(), requests, (stored, { key }) => {
      const decide = deciders.get(key);
      if (!decide) throw new Error(`Nobody asked to decide ${key}`);
      const situation = situationOf(stored);
      return keepTime(situation, decide(situation));
    });
  };

  return { policyOf, viewOf, decideAll };
}

/** For an event about a ticket. @throws Error when the situation has none */
export function withTicket(
  situation: Situation,
  decide: (ticket: NonNullable<Situation['ticket']>) => Decision,
): Decision {
  if (!situation.ticket) throw new Error(`Comment ${situation.comment.id} has no ticket to decide on`);
  return decide(situation.ticket);
}
