import type { Refusal, TicketSituation } from './decision.ts';
import type { Repeated } from './repetition.ts';

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

/** What became of a comment that a private message reports. `gone`: it is no longer to be seen. `stands`: it was left. */
export interface ReportedComment {
  /** Of its ticket. */
  readonly number: number;
  readonly outcome: 'awaiting' | 'gone' | 'stands';
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
  /** How often its text was written, where others say the same; null where none does. */
  readonly repeated: Repeated | null;
  /** Why the removal that waits or is under way was asked for, in that person's words; null when there is none. */
  readonly removalReason: string | null;
  /** Why the removal that was proposed before was refused, in that colleague's words; null when it was not. */
  readonly declineReason: string | null;
  /** What the author is told alone when the removal that waits for a second person is ordered; null when nothing is. */
  readonly authorNotice: string | null;
  /** What staff asked each other and noted, by decision. Null where it has been disposed of; absent where the ticket is closed. */
  readonly internalTexts: ReadonlyMap<string, string | null>;
  /** The reply that a person must publish, or say what became of; null when there is none. */
  readonly replyForHands: string | null;
  /** Of a private message: what it reports, as tickets of their own. */
  readonly reported: readonly ReportedComment[];
  /** The numbers of the messages in which this was reported, by the comment that each is stored as. */
  readonly reportedIn: ReadonlyMap<string, number>;
  /** Entries of the register whose way to the diary ended badly, one for each way that did. */
  readonly handoverTroubles: readonly HandoverTrouble[];
}

/** Somebody else of the channel, by Entra object id. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** What one person is told beside the card: why nothing was done, and what was typed, to be kept in the form. */
export interface Notice {
  readonly refusal: Refusal | null;
  readonly typed: { readonly verb: string; readonly inputs: Readonly<Record<string, string>> } | null;
  /** The text was sent to the presser's own chat. */
  readonly shownInChat: boolean;
  /** The reply was filled in for the presser. */
  readonly filled?: true;
  /** Whom the form may name, where it names somebody. */
  readonly colleagues?: readonly Colleague[];
  /** Who sees the card, by Entra object id; absent on the card that everyone sees. */
  readonly viewer?: string;
}
