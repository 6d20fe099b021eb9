import { z } from 'zod';
import type { CommentChange } from './comment.ts';
import type { Actor, EffectOutcome } from './decision.ts';
import type { Screening } from './finding.ts';
import type { AlikeGroup } from './repetition.ts';

/** What a card sends back. Everything in it is the client's word: it only says what is asked for, never who asks. */
export const CardData = z.looseObject({
  verb: z.string().max(40),
  ticket: z.uuid(),
  version: z.int().positive(),
});
export type CardData = z.infer<typeof CardData>;

/** Every event has a key of its own: one that comes again decides nothing. */
interface Keyed<Kind extends string> {
  readonly kind: Kind;
  readonly key: string;
}

/** About a ticket that there is. */
interface OfTicket<Kind extends string> extends Keyed<Kind> {
  readonly ticket: string;
}

/** About a comment, which may have no ticket. */
interface OfComment<Kind extends string> extends Keyed<Kind> {
  readonly comment: string;
}

/** A version of a comment has been screened, perhaps with a second opinion. */
interface CommentScreened extends OfComment<'comment-screened'> {
  readonly version: number;
  readonly screening: Screening;
  /** What it says the same as, with those that join it; absent or null: nothing that it may be shown with. */
  readonly alike?: AlikeGroup | null;
}

/** The platform has told what became of a comment there. `screening`: what it says, where it was screened before. */
interface PlatformChanged extends OfComment<'platform-changed'> {
  readonly change: CommentChange;
  readonly at: Temporal.Instant;
  readonly screening: Screening | null;
}

/** The platform has told of a reply by the municipality's own account. */
type OwnReplySeen = OfTicket<'own-reply-seen'>;

/** The person of an open ticket's private message has written again, or edited that: it belongs to the same ticket. */
interface MessageFollowed extends OfTicket<'message-followed'> {
  /** The id of the comment that it is stored as. */
  readonly message: string;
  readonly version: number;
  readonly at: Temporal.Instant;
  readonly screening: Screening;
  /** It asks for public documents. */
  readonly request: boolean;
}

/** The person has taken back a message that followed. */
interface MessageWithdrawn extends OfTicket<'message-withdrawn'> {
  readonly message: string;
}

/** A person has taken up a comment that has no ticket: screening may be wrong, and they have read it. */
interface TakenUp extends OfComment<'taken-up'> {
  readonly by: Actor;
  /** The version that they saw, and what screening says of it. */
  readonly version: number;
  readonly screening: Screening;
}

/**
 * Somebody says that a comment should go: in a private message (`message`, as it is stored), to a member of the staff (`by`), or
 * to another system of the municipality's. `by` null: no person has said which comment is meant.
 */
interface Reported extends OfComment<'reported'> {
  readonly by: Actor | null;
  readonly message: string | null;
  /** What stood there then, and what screening says of it. */
  readonly version: number;
  readonly screening: Screening;
}

/** What a private message reported has been decided. */
interface ReportDecided extends OfTicket<'report-decided'> {
  /** The ticket of what was reported, and when it was closed. */
  readonly about: string;
  readonly at: Temporal.Instant;
}

/** A person has pressed a button, in a channel of the municipality. `by`: from the verified activity (invariant 3). */
interface ButtonPressed extends OfTicket<'button-pressed'> {
  readonly by: Actor;
  /** Whom the form names, as the channel's roster knows them; null where it knows nobody of that id. Absent: it names nobody. */
  readonly named?: Actor | null;
  readonly data: CardData;
}

/** An attempt at an effect has ended. */
interface EffectEnded extends OfTicket<'effect-ended'> {
  readonly outcome: EffectOutcome;
}

/** The municipality's hours, days or promise, or the comment's time, are others than those from which the ticket's deadline was computed. */
type ClockChanged = OfTicket<'clock-changed'>;

/** Something that happened, as plain data. Nothing but an event changes a ticket. */
export type Event =
  | CommentScreened
  | PlatformChanged
  | OwnReplySeen
  | MessageFollowed
  | MessageWithdrawn
  | TakenUp
  | Reported
  | ReportDecided
  | ButtonPressed
  | EffectEnded
  | ClockChanged;

/** The events of one kind. */
export type EventOf<Kind extends Event['kind']> = Extract<Event, { kind: Kind }>;
