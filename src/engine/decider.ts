import type { Comment } from '../core/comment.ts';
import type { AccountState, Situation } from '../core/decision.ts';
import type { Event } from '../core/event.ts';
import type { Finding, Screening } from '../core/finding.ts';
import type { NumberShape } from '../core/number-shape.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import { actorAt, type Staff } from '../core/staff.ts';
import type { TicketView } from '../core/view.ts';
import { abilitiesAt } from '../core/window.ts';
import type { Clock } from '../ports/clock.ts';
import type { DecisionOutcome, DecisionRequest, StoredSituation, StoredView } from '../ports/ledger.ts';
import type { Store } from '../ports/store.ts';
import { decide } from '../reactions/index.ts';

/** What the loop is put together from. */
export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly screen: (comment: Pick<Comment, 'text' | 'attachments'>, policy: Policy) => Screening;
  /** Asked, outside any transaction, about every comment that is screened; null where it adds nothing. Must answer soon. */
  readonly secondOpinion?: (text: string, policy: Policy, screening: Screening) => Promise<Finding | null>;
  readonly abilities: (
    of: Pick<Comment, 'platform' | 'account' | 'kind'>,
  ) => Pick<AccountState, 'can' | 'maxReply' | 'countedIn' | 'replyWindow' | 'privateReply'>;
  /** Whom the clock may turn to for what came from that account. */
  readonly staffOf: (municipality: MunicipalityId, account: Pick<Comment, 'platform' | 'account'>) => Staff;
  /** What its diary numbers look like; null: nothing is said of them. */
  readonly numberShapeOf: (municipality: MunicipalityId) => NumberShape | null;
  /** Called after every commit that may have ordered an effect or changed a card. */
  readonly wake: () => void;
  /** Told of a comment that could not be screened; the error holds no text of it. */
  readonly onError: (error: unknown) => void;
}

/** An event, and the card that it came from: the message that is kept up to date from now on. */
export interface Happened {
  readonly event: Event;
  readonly pressedOn?: NonNullable<DecisionRequest['pressedOn']>;
}

/** Loads what events are about, decides each and commits: one transaction. */
export interface Decider {
  /** @throws Error for a municipality without a rules file */
  policyOf(municipality: MunicipalityId): Policy;
  viewOf(stored: StoredView): TicketView;
  decideAll(municipality: MunicipalityId, happened: readonly Happened[]): Promise<readonly DecisionOutcome[]>;
}

/** Decides with what a decision may look at beside what is stored: rules, roster, diary, abilities, time. */
export function createDecider(parts: EngineParts): Decider {
  const { store, clock, policies } = parts;

  const policyOf = (municipality: MunicipalityId): Policy => {
    const policy = policies.get(municipality);
    if (!policy)
      throw new Error(`No rules file for the municipality "${municipality}" that the database holds`);
    return policy;
  };

  const situationOf = (stored: StoredSituation): Situation => {
    const now = clock.now();
    const able = parts.abilities(stored.comment);
    return {
      ...stored,
      now,
      policy: policyOf(stored.municipality),
      account: { ...stored.account, ...able, can: abilitiesAt(able, stored, now) },
      staff: parts.staffOf(stored.municipality, stored.comment),
      numberShape: parts.numberShapeOf(stored.municipality),
    };
  };

  const viewOf = (stored: StoredView): TicketView => ({
    ...stored,
    ...situationOf(stored),
    ticket: stored.ticket,
  });

  const decideAll: Decider['decideAll'] = (municipality, happened) => {
    const { version: policy } = policyOf(municipality);
    const events = new Map(happened.map(({ event }) => [event.key, event]));
    const requests = happened.map((one) => requestOf(one, policy));
    return store.decide(municipality, clock.now(), requests, (stored, { key }) => {
      const event = events.get(key);
      if (!event) throw new Error(`Nobody told of ${key}`);
      const situation = situationOf(stored);
      if (!('by' in event) || event.by === null) return decide(situation, event);
      return decide(situation, { ...event, by: actorAt(situation.staff, event.by) });
    });
  };

  return { policyOf, viewOf, decideAll };
}

const requestOf = ({ event, pressedOn }: Happened, policy: string): DecisionRequest => ({
  key: event.key,
  about: 'ticket' in event ? { ticket: event.ticket } : { comment: event.comment },
  by: ('by' in event && event.by?.id) || null,
  policy,
  ...(pressedOn && { pressedOn }),
});
