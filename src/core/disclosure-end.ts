import { isWorkingDay, localDay, nextWorkingDay, STOCKHOLM } from './calendar.ts';
import type { Clock } from './clock.ts';
import { BUILDABLE, expecting, line, refused, type Step } from './disclosure.ts';
import type { Policy } from './policy.ts';
import type { Request } from './request.ts';

/** By which delegation a refusal is decided: the one that is named, or the municipality's own; empty where there is none. */
export const delegationFor = (
  { disclosure }: Pick<Policy, 'disclosure'>,
  named: string | undefined,
): string => named ?? disclosure?.delegation ?? '';

/**
 * A decision to refuse, in whole or in part, is drawn up (OSL 6 kap. 3 §): by whom is said by the number of the delegation.
 * @param subject its neutral line in the register
 */
export function refuseRequest(
  request: Request,
  { by, delegation, subject }: { by: string; delegation: string; subject: string },
): Step {
  const wrong = expecting(request, BUILDABLE.slice(0, -1));
  if (wrong) return wrong;
  if (delegation.trim() === '') return refused({ code: 'no-delegation' });
  const { masked, withheld } = request.reviewed;
  if (masked + withheld === 0) return refused({ code: 'nothing-refused' });
  return {
    state: request.state,
    decision: { subject },
    hold: 'stays',
    ...line('request-refused', by, request),
  };
}

/** How a request ends. `receivedOn`: the day of the proof that a refusal was received. `appealed`: the court has it. */
export type Ending =
  | { readonly how: 'given' }
  | { readonly how: 'refusal-received'; readonly on: Temporal.PlainDate }
  | { readonly how: 'appealed' };

/**
 * Closed. The hold ends when all was given; where something was not, with the time to appeal: three weeks after the decision
 * was received (förvaltningslagen 44 §), or after the hand-over where nobody has asked for a decision; and after an appeal
 * when a person says so (JO 3434-2016).
 */
export function close(
  request: Request,
  { by, ending, clock }: { by: string; ending: Ending; clock: Clock },
  now: Temporal.Instant,
): Step {
  const wrong = expecting(request, ['handed-over']);
  if (wrong) return wrong;
  if (request.refusal !== null && ending.how === 'given') return refused({ code: 'no-proof' });
  const { masked, withheld } = request.reviewed;
  const hold =
    ending.how === 'appealed'
      ? 'stays'
      : masked + withheld === 0
        ? 'released'
        : appealEnd(ending.how === 'refusal-received' ? ending.on : localDay(now), clock);
  return { state: 'closed', hold, ...line('request-closed', by, request, { how: ending.how }) };
}

/** The appeal is settled for good: what was held is let go. */
export const releaseHold = (request: Request, by: string): Step =>
  expecting(request, ['closed']) ?? {
    state: 'closed',
    hold: 'released',
    ...line('request-released', by, request),
  };

/** The end of the last day on which an appeal is in time; a day that is no working day by law moves it on (lag 1930:173). */
function appealEnd(receivedOn: Temporal.PlainDate, clock: Clock): Temporal.Instant {
  const day = receivedOn.add({ weeks: 3 });
  const lawful = { ...clock, closedDays: [] };
  const last = isWorkingDay(day, lawful) ? day : nextWorkingDay(day, lawful);
  return last.add({ days: 1 }).toZonedDateTime(STOCKHOLM).toInstant();
}
