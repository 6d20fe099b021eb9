import type { OtherBlock } from '../core/block.ts';
import type { Comment } from '../core/comment.ts';
import type { Breach, Decision, OwnReply } from '../core/decision.ts';
import type { Effect } from '../core/effect.ts';
import type { EarlierRemoval } from '../core/find.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { Registration } from '../core/registration.ts';
import type { Ticket } from '../core/ticket.ts';
import type { TicketView } from '../core/view.ts';
import type { Conversation } from './chat.ts';

/** What the store knows of a comment when something is to be decided. Policies and abilities are added by the engine. */
export interface StoredSituation {
  readonly municipality: MunicipalityId;
  readonly comment: Comment;
  readonly ticket: Ticket | null;
  readonly account: { readonly name: string; readonly trial: boolean };
  readonly ownReplies: readonly OwnReply[];
  readonly joined: string | null;
  readonly effects: readonly Effect[];
  readonly registrations: readonly Registration[];
  readonly postText: string | null;
  readonly breaches: readonly Breach[];
  readonly earlierRemovals: readonly EarlierRemoval[];
  readonly otherBlock: OtherBlock | null;
  readonly decisionId: string;
}

/** What a card or a thread line needs beside the situation, as `TicketView` explains it. */
export interface StoredView
  extends StoredSituation,
    Pick<
      TicketView,
      | 'ticket'
      | 'number'
      | 'card'
      | 'names'
      | 'text'
      | 'textBefore'
      | 'thread'
      | 'following'
      | 'repeated'
      | 'removalReason'
      | 'authorNotice'
      | 'internalTexts'
      | 'declineReason'
      | 'replyForHands'
      | 'handoverTroubles'
      | 'reported'
      | 'reportedIn'
    > {
  readonly ticket: Ticket;
}

/** One event to decide: its unique key, and the ticket or comment that it is about. */
export interface DecisionRequest {
  readonly key: string;
  readonly about: { readonly ticket: string } | { readonly comment: string };
  /** Who acted, for the rows that name a person. */
  readonly by: string | null;
  /** The version of the rules that the decision is made under. */
  readonly policy: string;
  /** The card that a press came from: the message the bot will keep up to date from now on. */
  readonly pressedOn?: { readonly conversation: Conversation; readonly messageId: string };
}

/** What came of one event. `ticket`: the one that was decided about or opened; null when the comment has none. */
export type DecisionOutcome =
  | { readonly kind: 'decided'; readonly decision: Decision; readonly ticket: string | null }
  /** The event's key has been decided before. */
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'not-found' };

/** An effect handed to a worker. `settling`: an earlier worker vanished, and nobody knows whether the act happened. */
export interface ClaimedEffect extends Effect {
  readonly municipality: MunicipalityId;
  readonly ticket: string;
  readonly settling: boolean;
}

/** What tells whether another clock moves a ticket. `remindAt`: the reminder that waits. */
export interface TicketOfOtherClock {
  readonly ticket: Ticket;
  readonly comment: Pick<Comment, 'kind' | 'createdAt' | 'arrivedAt'>;
  readonly remindAt: Temporal.Instant | null;
}

/** What is decided, and the work that it ordered. Each method is one transaction. */
export interface LedgerStore {
  /** Loads, decides and commits several events of one municipality, in order, in one transaction. */
  decide(
    municipality: MunicipalityId,
    now: Temporal.Instant,
    requests: readonly DecisionRequest[],
    decide: (situation: StoredSituation, request: DecisionRequest) => Decision,
  ): Promise<readonly DecisionOutcome[]>;
  /** Open tickets whose deadlines were computed with another clock than this version of it. */
  ticketsOfOtherClock(
    municipality: MunicipalityId,
    clockVersion: string,
    limit: number,
  ): Promise<readonly TicketOfOtherClock[]>;
  /** Notes the version of the clock on tickets that it does not move. */
  clockFollowed(
    municipality: MunicipalityId,
    clockVersion: string,
    tickets: readonly string[],
  ): Promise<void>;
  /** Tickets as they are now, committed, by id; one that the municipality does not have is left out. */
  views(municipality: MunicipalityId, tickets: readonly string[]): Promise<ReadonlyMap<string, StoredView>>;
  claimEffects(now: Temporal.Instant, limit: number, leaseMs: number): Promise<readonly ClaimedEffect[]>;
  /** Effects whose worker vanished: handed out again to be settled by a read-back. */
  claimLostEffects(limit: number, leaseMs: number): Promise<readonly ClaimedEffect[]>;
  replyText(municipality: MunicipalityId, decision: string): Promise<string | null>;
  pauseAccount(
    municipality: MunicipalityId,
    platform: PlatformName,
    account: string,
    until: Temporal.Instant,
  ): Promise<void>;
  /** True the first time that the key is heard; of several that hear it at once, for one alone. */
  hear(key: string, now: Temporal.Instant): Promise<boolean>;
  /** The key may be heard again. */
  unhear(key: string): Promise<void>;
}
