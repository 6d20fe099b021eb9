import type { Act } from '../core/act.ts';
import type { EffectOutcome } from '../core/decision.ts';
import type { Effect, EffectError, EffectKind, EffectKinds, SaidKind } from '../core/effect.ts';
import type { TicketView } from '../core/view.ts';
import type { ArchiveStore } from '../ports/archive.ts';
import type { CardMessage, Chat, Conversation } from '../ports/chat.ts';
import type { ClaimedEffect, LedgerStore } from '../ports/ledger.ts';
import type { PictureStore } from '../ports/pictures.ts';
import type { Platform } from '../ports/platform.ts';

/** What decisions, the ledger and its SQL know of a kind. */
interface Facts<Kind extends EffectKind> {
  readonly lane: EffectKinds[Kind];
  /** Takes something from the public: never ordered without stored evidence (invariant 1). */
  readonly restricts: boolean;
  /** What it makes of the comment on its platform; null where it changes nothing there. */
  readonly becomes: Effect['becomes'];
  /** Is it said in the card's thread that it failed, or that nobody knows how it ended? */
  readonly failureIsSaid: boolean;
  /** Holds up what comes behind it in its lane until its first attempt has ended, however that ended; and no refusal of it stops the account. */
  readonly givesWay?: true;
  /** Is handed out only while the comment stands as it was judged, unless secrecy or a statute demands it. */
  readonly onJudgedText: boolean;
}

/** What an act on a platform needs. */
export interface Performance {
  readonly effect: ClaimedEffect;
  readonly view: TicketView;
  readonly platform: Platform;
  readonly store: Pick<ArchiveStore, 'archive'> &
    Pick<LedgerStore, 'replyText'> &
    Pick<PictureStore, 'storeAttachments' | 'sealAway' | 'erasePictures'>;
}

/** Something that is done, or fetched, on the comment's platform. */
export interface PlatformEffect<Kind extends EffectKind = EffectKind> extends Facts<Kind> {
  readonly on: 'platform';
  /** What it does there; null: it changes nothing, and is also done in trial mode. */
  readonly act: Act | null;
  /** How it ends where the comment is no longer there. */
  readonly whenGone: 'already-so' | EffectError;
  /** The one word for every way in which it fails for good; absent: the platform's own. */
  readonly failsAs?: EffectError;
  /** Does it once, and reads back what the platform shows then. Throws what the platform throws. */
  perform(performance: Performance): Promise<EffectOutcome>;
  /** Finds out by reading whether it happened, when its answer was lost. `pending`: it did not, and may be done again. */
  settle(performance: Performance): Promise<EffectOutcome>;
}

/** What a saying needs. `card`: where the ticket's card stands. */
export interface Saying {
  readonly effect: ClaimedEffect;
  readonly view: TicketView;
  readonly card: { readonly conversation: Conversation; readonly messageId: string };
  readonly chat: Chat;
  readonly store: Pick<LedgerStore, 'replyText'>;
  /** The sentence, in the municipality's language. */
  readonly lineFor: (view: TicketView, effect: Effect) => string;
  /** The sentence for the one person whom the effect is for, in that person's language, as all that follows. */
  readonly ownLineFor: (view: TicketView, effect: Effect) => Promise<string>;
  /** The card for one person's own chat: an alert, which its reader confirms, or that a comment is theirs now. */
  readonly alertFor: (view: TicketView, effect: Effect) => Promise<CardMessage>;
  /** A text that was not sent, given back to its writer with the reason why. */
  readonly draftFor: (view: TicketView, effect: Effect, text: string) => Promise<string>;
}

/** Something that is said in the chat. */
export interface ChatEffect<Kind extends SaidKind = SaidKind> extends Facts<Kind> {
  readonly on: 'chat';
  /**
   * After a crash, `repeat` may be said twice, never not at all; `once` is said at most once, and only in office hours:
   * one of which nobody knows whether it was said is not repeated, since the next one follows.
   */
  readonly certainty: 'repeat' | 'once';
  say(saying: Saying): Promise<void>;
}

/** The row of a kind: said in the chat where its lane is the chat's, done on the platform otherwise. */
export type EffectSpec<Kind extends EffectKind> = Kind extends SaidKind
  ? ChatEffect<Kind>
  : PlatformEffect<Kind>;

/** The act has happened, as `how` says. */
export const done = (
  { effect, view }: Pick<Performance, 'effect' | 'view'>,
  how: Extract<EffectOutcome, { to: 'done' }>['result']['how'],
  externalId?: string,
): EffectOutcome => ({
  id: effect.id,
  to: 'done',
  result: { at: view.now.toString(), how, ...(externalId !== undefined && { externalId }) },
});

/** It did not happen and will not be tried again by itself. */
export const failed = (id: string, error: EffectError): EffectOutcome => ({ id, to: 'failed', error });

/** A read-back has seen whether it happened; what did not may be done again without harm. */
export const settledAs = (performance: Performance, happened: boolean): EffectOutcome =>
  happened
    ? done(performance, 'verified')
    : { id: performance.effect.id, to: 'pending', dueAt: performance.view.now, error: 'no-answer' };
