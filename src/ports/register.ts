import type { NumberShape } from '../core/number-shape.ts';
import type { MunicipalityId, RuleId } from '../core/policy.ts';
import type { Direction, EntryKind, EntryPlace, Registration, Secrecy } from '../core/registration.ts';

/** An entry that no ticket's decision makes, or of a ticket's comment beside it. */
export interface NewEntry {
  readonly kind: EntryKind;
  readonly direction: Direction;
  readonly ticket: string | null;
  readonly comment: string | null;
  /** The document's own time; null where it is made now. */
  readonly documentAt: Temporal.Instant | null;
  /** When it came in; null where it was drawn up here. */
  readonly receivedAt: Temporal.Instant | null;
  /** Neutral: shown to the public. */
  readonly subject: string;
  readonly ground: RuleId | null;
  readonly secret: boolean;
  /** An Entra object id, or what made it, such as `kv`. */
  readonly by: string;
  /** Kept apart from what is shown to the public. */
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly protectedSubject: string | null;
}

/** An entry as it was secured. */
export interface SecuredEntry extends EntryPlace {
  readonly id: string;
  readonly reference: string;
}

/** What came of a diary number that was told: `same` was told before, `conflict` another has been given, `returned` waits for none. */
export type NumberOutcome = 'given' | 'same' | 'conflict' | 'bad-number' | 'unknown' | 'returned';

/** A line of the register. The public's has `protected` null, and is read without touching what stands there. */
export interface RegisterLine {
  readonly registration: Registration;
  readonly direction: Direction;
  readonly documentAt: Temporal.Instant | null;
  readonly receivedAt: Temporal.Instant | null;
  /** The ticket's short number; null where it has none. */
  readonly ticket: number | null;
  readonly platform: string | null;
  /** Is there a sender whom the public line does not name? */
  readonly hasSender: boolean;
  readonly protected: {
    readonly sender: string | null;
    readonly recipient: string | null;
    readonly subject: string | null;
  } | null;
  /** Diary numbers that have been given, the latest last. */
  readonly numbers: readonly {
    readonly number: string;
    readonly at: Temporal.Instant;
    readonly by: string;
  }[];
}

/** Which lines of the register are meant. */
export interface RegisterQuery {
  /** By when they were secured, from the first instant to before the last; null: all. */
  readonly from: Temporal.Instant | null;
  readonly to: Temporal.Instant | null;
  readonly kind: EntryKind | null;
  readonly platform: string | null;
  readonly secrecy: Secrecy | null;
  /** Leaves what is kept apart from the public unread. */
  readonly public: boolean;
}

/** The register. Each method is one transaction. */
export interface RegisterStore {
  /** Secures an entry: its reference, its lines in register and journal. */
  secureEntry(municipality: MunicipalityId, now: Temporal.Instant, entry: NewEntry): Promise<SecuredEntry>;
  /**
   * Gives an entry its diary number. The same once more changes nothing; another is refused: correcting is a person's
   * decision. @param shape what the municipality's numbers look like; null: anything up to 40 characters
   */
  giveNumber(
    municipality: MunicipalityId,
    now: Temporal.Instant,
    given: { reference: string; number: string; by: string; shape: NumberShape | null },
  ): Promise<NumberOutcome>;
  /** Lines of the register in the order of their references. */
  registerLines(municipality: MunicipalityId, query: RegisterQuery): Promise<readonly RegisterLine[]>;
}
