import { z } from 'zod';
import { afterWorkingMinutes, instantOf, isWorkingDay, localDay, nextWorkingDay } from '../core/calendar.ts';
import { refuse } from '../core/decision.ts';
import { optionalTypedText } from '../core/typed-text.ts';
import { ASKS_FIRST, action, MODERATORS, type PressSituation, pressed } from './action.ts';

const HOUR = 60;

/**
 * "Påminn mig": takes the comment and lets its reminders wait until a working hour from now, the next working morning or
 * the morning of a working day. Past the deadline only with a reason, which is kept.
 */
export const snooze = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({
    until: z.enum(['hour', 'morning', 'day']).optional(),
    'morning-of': z.union([z.literal('').transform(() => undefined), z.iso.date()]).optional(),
    late: optionalTypedText({ min: 1, max: 500 }),
  }),
  offered: ({ ticket }) => ticket.target !== null,
  draft: ({ late }) => late ?? '',
  decide: (situation, { until: kind, 'morning-of': day, late: why }) => {
    if (kind === undefined && day === undefined && why === undefined) return ASKS_FIRST;
    if (kind === undefined) return refuse('bad-input', { field: 'until' });
    const { ticket, by, now, decisionId } = situation;
    const until = instantFor(situation, kind, day);
    if (until === null) return refuse('not-a-working-day');
    const past = ticket.target !== null && Temporal.Instant.compare(until, ticket.target.at) > 0;
    if (past && !why) return refuse('past-deadline', { at: ticket.target?.at ?? '' });
    const at = now.toString();
    return {
      ticket: pressed(situation, 'snooze', {
        state: 'claimed',
        claim: { by: by.id, at },
        snooze: { by: by.id, at, until: until.toString(), decision: why ? decisionId : null },
      }),
      ...(why && { reason: { verb: 'snooze', rule: null, quote: null, text: why } }),
      journal: [{ kind: 'snoozed', by: by.id, data: { until: until.toString(), pastDeadline: past } }],
      effects: [],
    };
  },
});

/** Null for a day that is not a working day to come. */
function instantFor(
  { now, policy: { clock } }: PressSituation,
  kind: 'hour' | 'morning' | 'day',
  day: string | undefined,
): Temporal.Instant | null {
  const today = localDay(now);
  if (kind === 'hour') return afterWorkingMinutes(now, HOUR, clock);
  if (kind === 'morning') return instantOf(nextWorkingDay(today, clock), clock.opens);
  const chosen = day === undefined ? today : Temporal.PlainDate.from(day);
  const later = Temporal.PlainDate.compare(chosen, today) > 0;
  return later && isWorkingDay(chosen, clock) ? instantOf(chosen, clock.opens) : null;
}
