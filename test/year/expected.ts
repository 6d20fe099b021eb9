import type { Office } from './office.ts';

/** A line of a ticket's journal. */
export interface Noted {
  readonly atMs: number;
  readonly kind: string;
  readonly by: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is known of a ticket without the clock: who wrote what when, and what the journal tells of its life. */
export interface Life {
  readonly createdMs: number;
  readonly arrivedMs: number;
  /** An answer is promised. */
  readonly asks: boolean;
  /** The shortest of the municipality's own words on removal that hold for it, in working minutes. */
  readonly removeWithin: number | null;
  /** In order, from `ticket-opened` on. */
  readonly journal: readonly Noted[];
}

/** Whom the clock may turn to, and whether the bot was there. */
export interface Around {
  readonly office: Office;
  readonly lead: string | null;
  ownerOnRota(ms: number): string | null;
  /** The first instant, `ms` itself included, at which the bot runs. */
  runsFrom(ms: number): number;
  readonly untilMs: number;
}

/** A line that is to stand in the thread. */
export interface Expected {
  readonly atMs: number;
  readonly what: 'reminder' | 'escalation';
  readonly mention: string | null;
}

/** A ticket's state as far as the clock asks for it. */
interface State {
  closed: boolean;
  removing: boolean;
  judged: boolean;
  answered: boolean;
  claim: string | null;
  snoozedBy: string | null;
  snoozedUntilMs: number | null;
  /** Reply decisions with the day that they name. */
  readonly replies: Map<string, string | null>;
  lastReply: string | null;
  /** The day that the last holding reply names, once it is out. */
  returnOn: string | null;
}

/** Every reminder and escalation that the ticket's life asks for, in order: told anew, without the bot's own clock. */
export function expectedLines(life: Life, around: Around): Expected[] {
  const { office } = around;
  const dueMs = office.dueMs(life.createdMs);
  const removeMs = life.removeWithin === null ? null : office.plusMinutes(life.arrivedMs, life.removeWithin);
  const state: State = {
    ...{ closed: false, removing: false, judged: false, answered: false },
    ...{ claim: null, snoozedBy: null, snoozedUntilMs: null },
    ...{ replies: new Map(), lastReply: null, returnOn: null },
  };
  const lines: Expected[] = [];
  let saidMs = life.journal[0]?.atMs ?? 0;
  let escalated = false;
  for (const [index, note] of life.journal.entries()) {
    happen(state, note, life.asks);
    const untilMs = life.journal[index + 1]?.atMs ?? around.untilMs;
    for (;;) {
      const targetMs = awaitedMs(state, life.asks, dueMs, removeMs, office);
      if (targetMs === null) break;
      const planned = nextMs(state, targetMs, saidMs, office);
      if (planned === null) break;
      const atMs = possibleMs(Math.max(planned, note.atMs), around);
      if (atMs >= untilMs) break;
      const owner = state.claim ?? state.snoozedBy ?? around.ownerOnRota(atMs);
      lines.push({ atMs, what: 'reminder', mention: owner });
      saidMs = atMs;
      const late = atMs >= targetMs || (state.claim === null && atMs >= lastCallMs(targetMs, office));
      if (!late || escalated || around.lead === null || around.lead === owner) continue;
      escalated = true;
      lines.push({ atMs, what: 'escalation', mention: around.lead });
    }
  }
  return lines;
}

function happen(state: State, { kind, by, data }: Noted, asks: boolean): void {
  const decision = String(data['decision'] ?? '');
  switch (kind) {
    case 'ticket-claimed':
      state.claim = by;
      break;
    case 'ticket-released':
      state.claim = null;
      break;
    case 'snoozed':
      state.claim = by;
      state.snoozedBy = by;
      state.snoozedUntilMs = Temporal.Instant.from(String(data['until'])).epochMilliseconds;
      break;
    case 'reply-ordered':
      state.claim = by;
      state.lastReply = decision;
      state.returnOn = null;
      state.replies.set(decision, data['returnOn'] === null ? null : String(data['returnOn']));
      break;
    case 'removal-ordered':
      state.removing = true;
      state.judged = true;
      state.claim = null;
      break;
    case 'effect-done':
      if (data['kind'] === 'reply-to-comment') {
        state.answered = true;
        state.returnOn = state.replies.get(state.lastReply ?? '') ?? null;
      }
      if (data['kind'] === 'delete-comment') {
        state.removing = false;
        if (!asks || state.answered) state.closed = true;
      }
      break;
    case 'own-reply-seen':
      state.answered = true;
      break;
    case 'let-stand':
    case 'question-concluded':
    case 'ticket-closed':
      state.closed = true;
      break;
    default:
  }
}

/** The earliest instant at which something is awaited of it; null when nothing is. */
function awaitedMs(
  state: State,
  asks: boolean,
  dueMs: number,
  removeMs: number | null,
  office: Office,
): number | null {
  if (state.closed) return null;
  const awaited: number[] = [];
  if (!state.answered && asks) awaited.push(dueMs);
  if (!state.removing) {
    if (!state.judged && !asks && !state.answered) awaited.push(dueMs);
    if (!state.judged && removeMs !== null) awaited.push(removeMs);
    const day = state.returnOn === null ? undefined : office.on(state.returnOn);
    if (day) awaited.push(office.dueOn(day));
  }
  if (awaited.length > 0) return Math.min(...awaited);
  // What stands open although it has been answered is still to be judged.
  return state.removing ? null : dueMs;
}

/** When the owner is reminded next after `saidMs`; null when the municipality wants no further reminder. */
function nextMs({ snoozedUntilMs }: State, targetMs: number, saidMs: number, office: Office): number | null {
  if (snoozedUntilMs !== null && snoozedUntilMs > saidMs) return office.nextOpenMs(snoozedUntilMs);
  const { workingMinutesBefore, atDeadline, everyMorning } = office.clock.reminders;
  const planned = [
    ...workingMinutesBefore.map((minutes) => office.minusMinutes(targetMs, minutes)),
    ...(atDeadline ? [office.nextOpenMs(targetMs)] : []),
    ...(everyMorning ? [office.openingAfter(Math.max(targetMs, saidMs))] : []),
  ].filter((ms) => ms > saidMs);
  return planned.length === 0 ? null : Math.min(...planned);
}

function lastCallMs(targetMs: number, office: Office): number {
  const before = office.clock.reminders.workingMinutesBefore.map((minutes) =>
    office.minusMinutes(targetMs, minutes),
  );
  return before.length === 0 ? targetMs : Math.max(...before);
}

/** The first instant at which the office is open and the bot runs. */
function possibleMs(ms: number, { office, runsFrom }: Around): number {
  let at = ms;
  for (let before = -1; before !== at; ) {
    before = at;
    at = office.nextOpenMs(runsFrom(at));
  }
  return at;
}
