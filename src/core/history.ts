import type { Effect } from './effect.ts';
import { isSaid } from './effect.ts';
import type { JournalKind, JournalNote } from './journal.ts';

/** A version of the comment, or of a message that followed it, as it was kept. `text`: null where it has been disposed of. */
export interface HistoryText {
  readonly of: 'comment' | 'following';
  readonly version: number;
  /** When the platform says that it was written. */
  readonly at: Temporal.Instant;
  readonly text: string | null;
  /** So many pictures, films and links. */
  readonly attachments: number;
}

/** What was decided under which rule, in the words of that day. `reason`: null where it has been disposed of. */
export interface HistoryReason {
  readonly id: string;
  readonly verb: string;
  readonly rule: string | null;
  readonly quote: string | null;
  /** The version of the municipality's rules. */
  readonly policy: string;
  readonly reason: string | null;
}

/** A reply that was ordered. `text`: null where it has been disposed of. */
export interface HistoryReply {
  readonly id: string;
  readonly text: string | null;
}

/** An entry of the register. `reference`: the register's own; `number`: the diary's, as it is now. */
export interface HistoryRegistration {
  readonly id: string;
  readonly subject: string;
  readonly reference: string;
  readonly number: string | null;
  readonly secret: boolean;
}

/** Everything that is kept of a ticket. `journal`: its lines in order. */
export interface HistoryFacts {
  readonly journal: readonly (JournalNote & { readonly at: Temporal.Instant })[];
  readonly texts: readonly HistoryText[];
  readonly reasons: readonly HistoryReason[];
  readonly replies: readonly HistoryReply[];
  readonly effects: readonly Effect[];
  readonly registrations: readonly HistoryRegistration[];
  /** Entra object id → the name that the chat gave last. */
  readonly names: ReadonlyMap<string, string>;
}

/** One thing that happened to a ticket. What does not belong to its kind is null. */
export interface HistoryEntry {
  readonly at: Temporal.Instant;
  /** `written`, `edited`, `followed`: a text came in. `effect-ordered`: what is still to happen, or was taken back. All else as the journal says it. */
  readonly kind: 'written' | 'edited' | 'followed' | 'effect-ordered' | JournalKind;
  readonly by: string | null;
  readonly text: HistoryText | null;
  readonly reason: HistoryReason | null;
  readonly reply: HistoryReply | null;
  /** As it stood then. */
  readonly effect: Effect | null;
  readonly registration: HistoryRegistration | null;
  /** What else the journal's line says: ids, instants, counts and codes. */
  readonly data: JournalNote['data'];
}

const NOTHING = {
  by: null,
  text: null,
  reason: null,
  reply: null,
  effect: null,
  registration: null,
  data: {},
} as const;

/** Keyed hashes, which say nothing to a reader. */
const SEALS = ['record', 'text', 'basis', 'entry', 'entryFacts', 'entryApart', 'entryNumber', 'entryChange'];

/** The lines of what was written to somebody; the reason of the same decision stands with another. */
const WRITINGS: readonly JournalKind[] = ['reply-ordered', 'author-notice-written'];

/** What a line of the journal says that an effect came to. */
const ENDS: Partial<Record<JournalKind, Effect['state']>> = {
  'effect-asked': 'asked',
  'effect-done': 'done',
  'effect-failed': 'failed',
  'effect-unknown': 'unknown',
  'effect-retried': 'pending',
  'effect-settled-by-hand': 'done',
};

/** All that happened to a ticket, oldest first; what happened in the same instant in the order in which it was journalled. */
export function historyOf(facts: HistoryFacts): HistoryEntry[] {
  return [
    ...facts.texts.map(written),
    ...facts.journal.map((line) => told(facts, line)),
    ...open(facts),
  ].toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

function written(text: HistoryText): HistoryEntry {
  const first = text.of === 'comment' ? 'written' : 'followed';
  return { ...NOTHING, at: text.at, kind: text.version === 1 ? first : 'edited', text };
}

function told(facts: HistoryFacts, { at, kind, by, data }: HistoryFacts['journal'][number]): HistoryEntry {
  const named = (id: unknown) => id !== undefined && id !== null;
  const of = <T extends { readonly id: string }>(rows: readonly T[], ...ids: unknown[]): T | null =>
    rows.find(({ id }) => ids.some((one) => named(one) && one === id)) ?? null;
  const { record, decision, registration, effect } = data;
  const isWriting = WRITINGS.includes(kind);
  return {
    at,
    kind,
    by,
    text: null,
    reason: isWriting ? null : of(facts.reasons, record, decision),
    reply: isWriting ? of(facts.replies, record, decision) : null,
    effect: endOf(of(facts.effects, effect), kind, at, data),
    registration: of(facts.registrations, registration),
    data: Object.fromEntries(Object.entries(data).filter(([key]) => !SEALS.includes(key))),
  };
}

/** The effect as the line tells of it: what it came to later is another line's. */
function endOf(
  effect: Effect | null,
  kind: JournalKind,
  at: Temporal.Instant,
  data: JournalNote['data'],
): Effect | null {
  const state = ENDS[kind];
  if (effect === null || state === undefined) return null;
  const how = kind === 'effect-settled-by-hand' ? 'by-hand' : data['how'];
  const result = state === 'done' ? { at: at.toString(), how } : null;
  const error = typeof data['error'] === 'string' ? data['error'] : null;
  return { ...effect, state, result, error } as Effect;
}

/** What was ordered outside the chat and has not ended by any line: it waits, is under way, or was taken back. */
const open = ({ effects, journal }: HistoryFacts): HistoryEntry[] =>
  effects
    .filter((effect) => !isSaid(effect) && !journal.some((line) => hasEnded(line, effect)))
    .map((effect) => ({
      ...NOTHING,
      at: Temporal.Instant.from(effect.dueAt),
      kind: 'effect-ordered' as const,
      effect,
    }));

const hasEnded = ({ kind, data }: JournalNote, { id, state }: Effect): boolean =>
  data['effect'] === id && ENDS[kind] === state;
