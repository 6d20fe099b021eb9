import type { Comment, PlatformName } from './core/comment.ts';
import type { Breach, Decision, OwnReply } from './core/decision.ts';
import type { Effect } from './core/effect.ts';
import type { MunicipalityId } from './core/policy.ts';
import type { Registration } from './core/registration.ts';
import type { Ticket } from './core/ticket.ts';
import type { TicketView } from './core/view.ts';
import type { Conversation } from './ports.ts';
import type { ArrivalStore } from './store-port/arrival-store.ts';
import type { DigestStore } from './store-port/digest-store.ts';
import type { HeardStore } from './store-port/heard-store.ts';

/** What the store knows of a comment when something is to be decided. Policies and abilities are added by the engine. */
export interface StoredSituation {
  readonly municipality: MunicipalityId;
  readonly comment: Comment;
  readonly ticket: Ticket | null;
  readonly account: { readonly name: string; readonly trial: boolean };
  readonly ownReplies: readonly OwnReply[];
  readonly effects: readonly Effect[];
  readonly registrations: readonly Registration[];
  readonly breaches: readonly Breach[];
  readonly decisionId: string;
}

/** What a card or a thread line needs beside the situation, as `TicketView` explains it. */
export interface StoredView
  extends StoredSituation,
    Pick<TicketView, 'ticket' | 'number' | 'card' | 'names' | 'text' | 'textBefore' | 'removalReason'> {
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

/** A card that is behind its ticket. `audience` is `channel`, or a person's id for a private view. */
export interface ClaimedCard {
  readonly municipality: MunicipalityId;
  readonly ticket: string;
  readonly audience: string;
  readonly wanted: number;
  /** Where the card stands or is to stand; for a private view the channel from which the person is reached. */
  readonly conversation: Conversation;
  readonly messageId: string | null;
  readonly attempts: number;
}

/** A message that a card has left for a newer one. `number`: the ticket's. */
export interface SupersededMessage {
  readonly municipality: MunicipalityId;
  readonly number: number;
  readonly conversation: Conversation;
  readonly messageId: string;
  readonly attempts: number;
}

export interface Channel extends Conversation {
  readonly municipality: MunicipalityId;
}

/** What tells whether another clock moves a ticket. `remindAt`: the reminder that waits. */
export interface TicketOfOtherClock {
  readonly ticket: Ticket;
  readonly comment: Pick<Comment, 'createdAt' | 'arrivedAt'>;
  readonly remindAt: Temporal.Instant | null;
}

/** Rules as they stood in a file: what `kv policy diff` compares. */
export interface StoredPolicy {
  readonly municipality: MunicipalityId;
  readonly version: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AccountRow {
  readonly municipality: MunicipalityId;
  readonly platform: PlatformName;
  readonly account: string;
  readonly name: string;
  readonly trial: boolean;
}

/** Where everything is kept. Each method is one transaction; deliveries that come at the same time share one. */
export interface Store extends ArrivalStore, DigestStore, HeardStore {
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
  storeAttachments(
    municipality: MunicipalityId,
    comment: string,
    version: number,
    files: readonly { bytes: Buffer; contentType: string }[],
    now: Temporal.Instant,
  ): Promise<void>;
  pauseAccount(
    municipality: MunicipalityId,
    platform: PlatformName,
    account: string,
    until: Temporal.Instant,
  ): Promise<void>;

  claimCards(now: Temporal.Instant, limit: number, leaseMs: number): Promise<readonly ClaimedCard[]>;
  cardShown(
    card: ClaimedCard,
    at: { conversation: Conversation; messageId: string },
    now: Temporal.Instant,
    /** When what it shows will have aged; null: never. */
    refreshAt: Temporal.Instant | null,
  ): Promise<void>;
  /** Marks cards whose words have aged as behind; the number of them. */
  refreshCards(now: Temporal.Instant, limit: number): Promise<number>;
  /** `retryAt` null: never again until something changes; `lost`: the message is gone, so the next try posts anew. */
  cardFailed(
    card: ClaimedCard,
    failure: { error: string; retryAt: Temporal.Instant | null; lost: boolean },
  ): Promise<void>;
  /** A message that a card has left; null when all are empty. */
  claimSuperseded(now: Temporal.Instant, leaseMs: number): Promise<SupersededMessage | null>;
  /** `retryAt` null: it is empty, or out of reach for good. */
  supersededTried(message: SupersededMessage, retryAt: Temporal.Instant | null): Promise<void>;
  /** The card's place in the thread; null while it has not been posted. */
  cardMessage(
    municipality: MunicipalityId,
    ticket: string,
  ): Promise<{ conversation: Conversation; messageId: string } | null>;

  channels(): Promise<readonly Channel[]>;
  bindChannel(channel: Channel, by: string, now: Temporal.Instant): Promise<void>;
  /** Brings the cards of open tickets up to date in a channel that is reached anew; those that are gone from it are posted. */
  showAgain(channel: Channel, now: Temporal.Instant): Promise<void>;
  /** Makes the configured accounts known; what the lead has switched since is kept. */
  declareAccounts(accounts: readonly AccountRow[]): Promise<void>;
  accounts(municipality: MunicipalityId): Promise<readonly AccountRow[]>;
  setTrial(account: AccountRow, trial: boolean, by: string, now: Temporal.Instant): Promise<void>;
  rememberPerson(municipality: MunicipalityId, person: { id: string; name: string }): Promise<void>;
  /** The name that the person's presses carried last; null for one who has never acted there. */
  personName(municipality: MunicipalityId, personId: string): Promise<string | null>;
  /** Where the person has acted. Names of municipalities only: nothing of what they hold. */
  municipalitiesOf(personId: string): Promise<readonly MunicipalityId[]>;
  /** Keeps the rules under which is decided from now on, and journals where they have changed. */
  putPoliciesInForce(policies: readonly StoredPolicy[], now: Temporal.Instant): Promise<void>;
  /** Every municipality that the database holds anything of. */
  municipalities(): Promise<readonly MunicipalityId[]>;
  /** Answers when the database does. */
  ping(): Promise<void>;
  /** Answers when the database does and has room for more. */
  ready(): Promise<void>;
}
