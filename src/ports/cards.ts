import type { MunicipalityId } from '../core/policy.ts';
import type { Storm } from '../core/storm.ts';
import type { Conversation } from './chat.ts';

/** A card that is behind its ticket. `audience` is `channel`; `storm`, for all of a storm, at the first of its tickets; `registrar`, in the registrar's own channel; or a person's id, for a private view, and after `registrar:` for a registrar's card in their own chat. */
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

/** Which cards stand where, and which of them are behind. Each method is one transaction. */
export interface CardStore {
  /** @param except conversations in which there is no room now */
  claimCards(
    now: Temporal.Instant,
    limit: number,
    leaseMs: number,
    except: readonly string[],
  ): Promise<readonly ClaimedCard[]>;
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
  /** A storm as it stands; null where that ticket is at the head of none. */
  storm(municipality: MunicipalityId, leader: string): Promise<Storm | null>;
  /** Gives one ticket of a storm a card of its own. */
  leaveStorm(municipality: MunicipalityId, ticket: string): Promise<void>;
  /** Where the card stands, or the one that stands for many: `speaker` is then the first of them of which something is awaited. Null while it has not been posted. */
  cardMessage(
    municipality: MunicipalityId,
    ticket: string,
  ): Promise<{ conversation: Conversation; messageId: string; speaker: string | null } | null>;
  /** Whose card in the channel that message is, while it stands there alone; null where it is no ticket's. */
  ticketAt(
    municipality: MunicipalityId,
    message: { readonly conversation: string; readonly messageId: string },
  ): Promise<string | null>;
}
