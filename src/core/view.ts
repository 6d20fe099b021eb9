import type { Refusal, TicketSituation } from './decision.ts';

/** Where a ticket's card stands in the channel: ids as the chat gave them. */
export interface CardPlace {
  readonly conversation: string;
  readonly tenant: string;
  readonly messageId: string;
}

/**
 * An entry of the register that did not come through to whoever keeps the diary, or that nobody knows of. Neither one that
 * was given its number since nor one that was returned is in trouble.
 */
export interface HandoverTrouble {
  readonly reference: string;
  readonly state: 'failed' | 'unknown';
}

/** Something that a comment answers. `text`: null where it may not stand in the channel, and where it has been erased. */
export interface Above {
  readonly author: string | null;
  /** The municipality's own words. */
  readonly own: boolean;
  readonly text: string | null;
}

/** A ticket as a person may see it: its situation, people's names, and the text that stood before an edit. */
export interface TicketView extends TicketSituation {
  /** By which staff tell cards apart, from 1: the municipality's own series, no diary number. */
  readonly number: number;
  /** Null while the card has not been posted. */
  readonly card: CardPlace | null;
  /** Entra object id → the name that the chat gave last. */
  readonly names: ReadonlyMap<string, string>;
  /** The text that has been screened and that staff judge: never one that nobody has screened yet (invariant 6). */
  readonly text: string;
  readonly textBefore: string | null;
  /** What it answers, as far as it is known: the post, and the comment above it. */
  readonly thread: { readonly post: Above | null; readonly parent: Above | null };
  /** What was written in private since, oldest first. `text`: null where the person has taken it back. */
  readonly following: readonly { readonly at: Temporal.Instant; readonly text: string | null }[];
  /** Why the removal that waits or is under way was asked for, in that person's words; null when there is none. */
  readonly removalReason: string | null;
  /** The reply that a person must publish, or say what became of; null when there is none. */
  readonly replyForHands: string | null;
  /** Entries of the register whose way to the diary ended badly, one for each way that did. */
  readonly handoverTroubles: readonly HandoverTrouble[];
}

/** What one person is told beside the card: why nothing was done, and what was typed, to be kept in the form. */
export interface Notice {
  readonly refusal: Refusal | null;
  readonly typed: { readonly verb: string; readonly inputs: Readonly<Record<string, string>> } | null;
  /** The text was sent to the presser's own chat. */
  readonly shownInChat: boolean;
  /** The reply was filled in for the presser. */
  readonly filled?: true;
  /** Who sees the card, by Entra object id; absent on the card that everyone sees. */
  readonly viewer?: string;
}
