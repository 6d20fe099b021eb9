import { instantOf, localDay, nextOfficeInstant } from './calendar.ts';
import type { TicketSituation } from './decision.ts';
import { type Effect, type EffectOrder, type EffectState, isBusy } from './effect.ts';
import type { PlatformName } from './platform.ts';
import type { RuleId } from './policy.ts';
import type { Ticket } from './ticket.ts';

/** A block of the same author on the same account that another ticket has ordered, and that is not lifted. */
export interface OtherBlock {
  /** Its last day; null: until further notice. */
  readonly untilOn: string | null;
}

/** A block in force, whatever became of the ticket that it was decided on. */
export interface BlockInForce {
  readonly ticket: { readonly id: string; readonly number: number };
  readonly display: Ticket['screening']['display'];
  readonly platform: PlatformName;
  readonly account: string;
  readonly accountName: string;
  /** When the author was shut out. */
  readonly since: Temporal.Instant;
  /** Its last day; null: until further notice. */
  readonly untilOn: string | null;
  readonly rule: RuleId;
  /** Who decided it: an Entra object id, and the name that the chat gave last. */
  readonly by: string;
  readonly name: string | null;
  /** Why a milder act did not do, in that person's words; null once it has been disposed of. */
  readonly reason: string | null;
  /** How far the act that lifts it has come; null where none is ordered. */
  readonly lifting: EffectState | null;
}

/** The last day of a block of so many months, decided now. */
export const lastDayOf = (months: number, now: Temporal.Instant): string =>
  localDay(now).add({ months }).toString();

/** The act by which a block ends by itself, while nobody has begun it: until then it stands in nobody's way. */
export const waitingEnd = (effects: readonly Effect[]): Effect | undefined =>
  effects.find((effect) => isEnd(effect) && effect.state === 'pending');

/** Is the author being shut out or let in, or has a person to settle that? */
export const isBlocking = (effects: readonly Effect[]): boolean =>
  isBusy(
    effects.filter((effect) => effect !== waitingEnd(effects)),
    ['block-author', 'unblock-author'],
  );

/** Does it lift a block because its time is over? */
export const isEnd = ({ kind, params }: Effect): boolean =>
  kind === 'unblock-author' && params.untilOn !== undefined;

/**
 * What follows for a block when an act has really happened, as `how` says: of a block its end is ordered, and with its end
 * the block is over. What was only tried has shut nobody out, and lets nobody in.
 */
export function afterBlocking(
  situation: TicketSituation,
  ticket: Ticket,
  { effect, how }: { readonly effect: Effect; readonly how: NonNullable<Effect['result']>['how'] },
): { readonly ticket: Ticket; readonly effects: readonly EffectOrder[] } {
  if (how === 'trial') return { ticket, effects: [] };
  if (isEnd(effect)) return { ticket: { ...ticket, block: null }, effects: [] };
  const untilOn = ticket.block?.untilOn ?? null;
  const isEnding = effect.kind === 'block-author' && how !== 'already-so' && untilOn !== null;
  if (!isEnding || isOutlasted(situation, untilOn)) return { ticket, effects: [] };
  const params = { untilOn };
  return { ticket, effects: [{ kind: 'unblock-author', params, dueAt: endsAt(situation, untilOn, how) }] };
}

/** Two who blocked one author at the same time, each from a ticket of its own: the block that lasts longer ends both. */
const isOutlasted = ({ otherBlock: other }: TicketSituation, untilOn: string): boolean =>
  other !== null && (other.untilOn === null || other.untilOn > untilOn);

/**
 * As the day after its last begins, also on a holiday: nobody is shut out for longer than was decided. What a person did by
 * hand a person must take back, and is asked to when the office opens.
 */
function endsAt(
  { policy: { clock } }: TicketSituation,
  untilOn: string,
  how: NonNullable<Effect['result']>['how'],
): Temporal.Instant {
  const at = instantOf(Temporal.PlainDate.from(untilOn).add({ days: 1 }), '00:00');
  return how === 'by-hand' ? nextOfficeInstant(at, clock) : at;
}
