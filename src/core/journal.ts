/**
 * What the journal records. Past tense; a name, once used, keeps its meaning for ever. `secured`: an entry of the register got
 * its reference. `registered`: it got its diary number (before entries had references, also that it waits for one, `numbered: false`).
 */
export type JournalKind =
  | 'comment-arrived'
  | 'comment-edited'
  | 'comment-screened'
  | 'comment-gone'
  | 'comment-hidden-elsewhere'
  | 'comment-shown-elsewhere'
  | 'act-elsewhere-owned'
  | 'act-elsewhere-disowned'
  | 'ticket-opened'
  | 'comment-taken-up'
  | 'comment-reported'
  | 'report-decided'
  | 'ticket-reopened'
  | 'ticket-claimed'
  | 'ticket-released'
  | 'ticket-assigned'
  | 'colleague-asked'
  | 'colleague-answered'
  | 'note-made'
  | 'ticket-closed'
  | 'reply-ordered'
  | 'author-notice-written'
  | 'author-notice-dropped'
  | 'removal-proposed'
  | 'removal-declined'
  | 'removal-withdrawn'
  | 'removal-taken-over'
  | 'removal-ordered'
  | 'removal-undone'
  | 'hiding-ordered'
  | 'block-ordered'
  | 'unblock-ordered'
  | 'let-stand'
  | 'secured'
  | 'registered'
  | 'police-report-ordered'
  | 'police-number-given'
  | 'police-outcome-noted'
  | 'number-corrected'
  | 'secrecy-tried'
  | 'entry-returned'
  | 'entry-outcome'
  | 'handed-over'
  | 'hand-over-failed'
  | 'hand-over-unknown'
  | 'text-shown'
  | 'pictures-suspected'
  | 'suspicion-followed'
  | 'history-shown'
  | 'author-record-shown'
  | 'effect-asked'
  | 'effect-done'
  | 'effect-failed'
  | 'effect-unknown'
  | 'effect-retried'
  | 'effect-settled-by-hand'
  | 'question-answered'
  | 'own-reply-seen'
  | 'message-followed'
  | 'question-concluded'
  | 'snoozed'
  | 'deadline-changed'
  | 'reminded'
  | 'escalated'
  | 'duty-alerted'
  | 'alert-confirmed'
  | 'digest-posted'
  | 'disposal-proposed'
  | 'disposal-confirmed'
  | 'disposed'
  | 'disposal-replayed'
  | 'disposal-ended'
  | 'policy-in-force'
  | 'channel-bound'
  | 'trial-mode-changed'
  | 'request-received'
  | 'request-selected'
  | 'request-item-shown'
  | 'request-item-reviewed'
  | 'request-reviewed'
  | 'request-second-looked'
  | 'package-built'
  | 'request-handed-over'
  | 'request-refused'
  | 'request-closed'
  | 'request-released'
  | 'account-unheard'
  | 'account-untold'
  | 'lead-warned'
  | 'archive-package-built'
  | 'archive-package-received'
  | 'exit-package-built';

/**
 * One line for the journal. `data` holds ids, rule ids, instants, counts and keyed hashes; never text or a name
 * (invariant 10). `by` is an Entra object id, or `null` when no person acted.
 */
export interface JournalNote {
  readonly kind: JournalKind;
  readonly by: string | null;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** A stored line: numbered without gaps per municipality, and chained by `hash` to the one before. */
export interface JournalEntry extends JournalNote {
  readonly municipality: string;
  readonly seq: number;
  readonly at: string;
  readonly ticket: string | null;
  readonly previousHash: string;
  readonly hash: string;
}
