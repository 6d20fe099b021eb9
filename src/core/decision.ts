import type { Abilities } from './act.ts';
import type { OtherBlock } from './block.ts';
import type { Comment } from './comment.ts';
import type { Effect, EffectOrder } from './effect.ts';
import type { EarlierRemoval } from './find.ts';
import type { JournalNote } from './journal.ts';
import type { NumberShape } from './number-shape.ts';
import type { Policy, RuleId } from './policy.ts';
import type { Registration, RegistrationChange } from './registration.ts';
import type { AlikeGroup } from './repetition.ts';
import type { Staff } from './staff.ts';
import type { Ticket } from './ticket.ts';
import type { PrivateReply, ReplyWindow } from './window.ts';

/** Guests and strangers have no role at all. */
export type Role = 'communicator' | 'lead' | 'registrar';

/** Who acted, from the verified activity and the roster; never from card data (invariant 3). */
export interface Actor {
  readonly id: string;
  readonly role: Role | null;
}

/** An earlier removal that counts against an account. Politics, tone and catch-all rules never make one (invariant 5). */
export interface Breach {
  readonly ticket: string;
  readonly rule: RuleId;
  readonly at: Temporal.Instant;
}

/** A reply that the municipality's account has published under a comment: by this bot, or by a person directly. */
export interface OwnReply {
  readonly externalId: string;
  readonly at: Temporal.Instant;
  /** The effect of ours that made it, where the platform names that. */
  readonly madeBy?: string | null;
}

/** What the platform of the comment's account can do, and whether the account may change anything there. */
export interface AccountState {
  readonly name: string;
  readonly trial: boolean;
  readonly can: Abilities;
  /** The longest reply that the platform takes. */
  readonly maxReply: number;
  /** What it counts in; absent: in characters. */
  readonly countedIn?: 'bytes' | undefined;
  /** How long an answer is taken; null where nothing limits it. */
  readonly replyWindow: ReplyWindow | null;
  /** What limits a private answer to whoever wrote a comment; absent where none can be given. */
  readonly privateReply?: PrivateReply | undefined;
}

/** Everything a decision may look at, read in the transaction that will commit it. */
export interface Situation {
  readonly now: Temporal.Instant;
  readonly policy: Policy;
  readonly comment: Comment;
  readonly ticket: Ticket | null;
  readonly account: AccountState;
  readonly staff: Staff;
  /** What the municipality's diary numbers look like; null: nothing is said of them. */
  readonly numberShape: NumberShape | null;
  /** The account's own replies under the comment, as the platform told of them, oldest first. */
  readonly ownReplies: readonly OwnReply[];
  /** The open ticket that a private message belongs to which has none of its own. */
  readonly joined: string | null;
  /** All effects of the ticket, in order. */
  readonly effects: readonly Effect[];
  readonly registrations: readonly Registration[];
  /** What the municipality's own post says that it stands under; null where it is not known, or somebody else's. */
  readonly postText: string | null;
  /** Decided breaches of the same author on the same account; empty when the author is unknown. */
  readonly breaches: readonly Breach[];
  /** Removals of what the same author wrote before on the same account, the latest first; empty when the author is unknown. */
  readonly earlierRemovals: readonly EarlierRemoval[];
  /** A block of the same author on the same account by another ticket; null where there is none, or the author is unknown. */
  readonly otherBlock: OtherBlock | null;
  /** A fresh id for what this decision creates: its reason, reply and registration share it. */
  readonly decisionId: string;
}

/** A situation in which the comment has a ticket: what every button is pressed in. */
export type TicketSituation = Situation & { readonly ticket: Ticket };

/** Why nothing was done. Expected, so a value; the chat turns the code into a sentence. */
export interface Refusal {
  readonly code:
    | 'stale-card'
    | 'colleague-first'
    | 'no-permission'
    | 'not-now'
    | 'bad-input'
    | 'missing-placeholder'
    | 'reply-goes-too'
    | 'no-private-reply'
    | 'reply-too-long'
    | 'reply-too-many-bytes'
    | 'rule-cannot-remove'
    | 'politics-cannot-remove'
    | 'evidence-missing'
    | 'second-person'
    | 'not-the-proposer'
    | 'blocking-not-allowed'
    | 'too-few-breaches'
    | 'already-blocked'
    | 'author-unknown'
    | 'too-late-to-undo'
    | 'subject-not-neutral'
    | 'criteria-not-met'
    | 'not-a-diary-number'
    | 'comment-not-found'
    | 'not-a-working-day'
    | 'past-deadline'
    | 'not-a-colleague'
    | 'already-asked'
    | 'too-many-asked'
    | 'already-answered';
  /** Data for the sentence: ids, counts, field names; never text of a citizen's. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** The pure result of an event: the next ticket, what to journal, what to do in the world, or a refusal with a reason. */
export interface Decision {
  readonly refusal?: Refusal;
  readonly ticket?: Ticket;
  readonly visibility?: Comment['visibility'];
  /** This version of the comment has been screened. */
  readonly screenedVersion?: number;
  /** These versions say the same, this one among them. */
  readonly alike?: AlikeGroup;
  readonly journal: readonly JournalNote[];
  readonly effects: readonly EffectOrder[];
  /** Pending effects to cancel. One that has started by then aborts the whole decision. */
  readonly cancel?: readonly string[];
  /** Changes to effects that have ended or been waiting: the outcome of an attempt, a person's word, another try. */
  readonly settle?: readonly EffectChange[];
  /** Kept for ever beside the decision: which rule, in the words of that day, and the person's own reason. A snooze has no rule. */
  readonly reason?: {
    readonly verb: string;
    readonly rule: RuleId | null;
    readonly quote: string | null;
    readonly text: string;
  };
  /** `notice`: to whoever wrote the comment alone. */
  readonly reply?: { readonly text: string; readonly kind: 'reply' | 'notice' | 'draft' };
  readonly registration?: RegistrationChange;
  /** The registrars who get a card of the entry that is made, or of what they are to register at once: Entra object ids. */
  readonly tellRegistrars?: readonly string[];
  /** Counts the decision as a breach of its rule by the comment's author. */
  readonly breach?: { readonly rule: RuleId };
  /** Takes this ticket's breach back: the removal was undone. */
  readonly voidBreach?: boolean;
  /** When the card's words have aged and nobody has a form open in it; null: never. */
  readonly refreshAt?: Temporal.Instant | null;
  /** A ticket that is opened may be one of many on its post: from how many on one card stands for them. */
  readonly gathers?: { readonly tickets: number; readonly withinMinutes: number };
  /** It is none of many any more: it gets a card of its own. */
  readonly leavesStorm?: true;
  /** Only the clock moved on: the card says what it said, and redrawing it could close somebody's form. */
  readonly quiet?: true;
  /** Show the secret text to this person alone. */
  readonly showTo?: string;
  /**
   * Nothing is changed: in place of the card the presser alone is shown the ticket's history, the removal that waits for a
   * second person, their reply prefilled, or the button's form.
   */
  readonly answers?: 'history' | 'author-record' | 'proposal' | 'explanation' | 'form';
}

/** What becomes of an effect. `retry` makes it pending again at `dueAt`. */
export type EffectChange = { readonly id: string } & (
  | { readonly to: 'done'; readonly result: NonNullable<Effect['result']> }
  | { readonly to: 'failed' | 'unknown'; readonly error: NonNullable<Effect['error']> }
  | { readonly to: 'pending'; readonly dueAt: Temporal.Instant; readonly error: Effect['error'] }
  | { readonly to: 'asked' }
  | { readonly to: 'cancelled' }
);

/** How an attempt ended, as the outbox reports it. `pending` means: again at `dueAt`. */
export type EffectOutcome = Exclude<EffectChange, { to: 'cancelled' }>;

/** A decision that changes nothing and says why. */
export const refuse = (code: Refusal['code'], details: Refusal['details'] = {}): Decision => ({
  refusal: { code, details },
  journal: [],
  effects: [],
});
