import type { Decision, EffectOutcome, TicketSituation } from '../core/decision.ts';
import type { Effect } from '../core/effect.ts';
import type { JournalNote } from '../core/journal.ts';
import { isLastCall } from '../core/reminders.ts';
import { ownerOf } from '../core/staff.ts';
import type { Ticket } from '../core/ticket.ts';

/**
 * A reminder or an escalation has been said, put off, or was lost: it is never said twice, so one of which nobody knows
 * whether it was said counts as said, and the next one of the plan follows. The card is left alone: somebody may be
 * writing in it. What nobody has taken by the last call, or answered by the
 * deadline, is escalated once, unless it is the lead's own.
 */
export function saidOnTime(situation: TicketSituation, effect: Effect, outcome: EffectOutcome): Decision {
  if (outcome.to === 'pending') return { quiet: true, settle: [outcome], journal: [], effects: [] };
  const { ticket, now, staff } = situation;
  const journal = noted(ticket, effect, outcome);
  const ended = { quiet: true, settle: [outcome], journal } as const;
  if (effect.kind === 'escalate') return { ...ended, effects: [] };
  const escalates =
    staff.lead !== null && staff.lead !== ownerOf(ticket, staff, now) && isForTheLead(situation);
  return {
    ...ended,
    ticket: {
      ...ticket,
      remindedAt: now.toString(),
      ...(escalates && { escalatedAt: now.toString() }),
    },
    effects: escalates ? [{ kind: 'escalate', params: { person: staff.lead } }] : [],
  };
}

/** Nothing is journalled of what needed no saying any more. */
function noted({ target }: Ticket, { id, kind }: Effect, outcome: EffectOutcome): JournalNote[] {
  const data = { effect: id, awaited: target?.kind ?? null };
  if (outcome.to === 'failed' || outcome.to === 'unknown') {
    const { error } = outcome;
    return [{ kind: `effect-${outcome.to}`, by: null, data: { ...data, kind, error } }];
  }
  if (outcome.to !== 'done' || outcome.result.how === 'already-so') return [];
  return [{ kind: kind === 'remind' ? 'reminded' : 'escalated', by: null, data }];
}

function isForTheLead({ ticket, policy, now }: TicketSituation): boolean {
  const { target, escalatedAt, claim } = ticket;
  if (!target || escalatedAt !== null) return false;
  const at = Temporal.Instant.from(target.at);
  return Temporal.Instant.compare(now, at) >= 0 || (claim === null && isLastCall(at, now, policy.clock));
}
