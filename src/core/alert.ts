import { inOfficeHours } from './calendar.ts';
import type { Decision, Situation, TicketSituation } from './decision.ts';
import type { Effect, EffectOrder } from './effect.ts';
import type { Screening } from './finding.ts';
import { type Policy, ruleOf } from './policy.ts';
import type { Staff } from './staff.ts';

/** Is it perhaps one that a statute has deleted at once, or that the municipality's own rules call critical? */
const isGrave = ({ findings }: Screening, policy: Policy): boolean =>
  findings.some(
    ({ category, rule }) =>
      policy.categories.get(category)?.deleteAtOnce === true || ruleOf(policy, rule)?.severity === 'critical',
  );

/** How alarming it is: 2 for what wakes somebody at any hour, 1 for what may be secret, 0 for all else. */
const levelOf = (screening: Screening, policy: Policy): number => {
  if (screening.urgent || isGrave(screening, policy)) return 2;
  return screening.display === 'secret' ? 1 : 0;
};

/**
 * Does it wait for nobody's morning? What may be urgent, as a life in danger is, and what a statute may cover, at any hour; what
 * may be secret where nobody watches the channel.
 */
function isAlarming(screening: Screening, { policy, now }: Pick<Situation, 'policy' | 'now'>): boolean {
  const level = levelOf(screening, policy);
  return level === 2 || (level === 1 && !inOfficeHours(now, policy.clock));
}

/** Who is told where whoever is on duty does not confirm: the one who is named, or else the lead; null where that is nobody else. */
function secondOf({ duty, dutyBackup, lead }: Staff): string | null {
  const second = dutyBackup ?? lead;
  return second === duty ? null : second;
}

/**
 * The alerts of an alarming comment: whoever is on duty at once, and a second person when nobody has confirmed in time. An edit
 * alerts anew where it says something more alarming than what stood there, whether or not anybody was woken by that.
 */
export function alertOrders(situation: Situation, screening: Screening): EffectOrder[] {
  const { policy, now, staff, ticket } = situation;
  if (staff.duty === null || !isAlarming(screening, situation)) return [];
  if (ticket && levelOf(ticket.screening, policy) >= levelOf(screening, policy)) return [];
  const second = secondOf(staff);
  const dueAt = now.add({ minutes: policy.alerts.secondAfterMinutes });
  return [
    { kind: 'alert-duty', params: { person: staff.duty } },
    ...(second === null ? [] : [{ kind: 'alert-second' as const, params: { person: second }, dueAt }]),
  ];
}

/** The alerts by which somebody has been told, or is to be. */
export const toldOf = (effects: readonly Effect[]): readonly Effect[] =>
  effects.filter(
    ({ kind, state }) => (kind === 'alert-duty' || kind === 'alert-second') && state !== 'cancelled',
  );

/** May the alert be confirmed: has somebody been told, and nobody confirmed? */
export const isUnconfirmed = ({ ticket, effects }: TicketSituation): boolean =>
  ticket.alertConfirmed === null && toldOf(effects).length > 0;

/**
 * The decision with its consequence for the alert: once somebody has confirmed it, or has done anything about the ticket, nobody
 * else is woken. Every decision passes through here, so that no button needs to know of alerts.
 */
export function keepAlert(situation: Situation, decision: Decision): Decision {
  const { ticket, effects } = situation;
  const next = decision.ticket;
  if (!ticket || !next || decision.refusal) return decision;
  const isSeen =
    next.state === 'closed' ||
    (next.alertConfirmed !== null && ticket.alertConfirmed === null) ||
    (next.lastAct !== null && next.lastAct.at !== ticket.lastAct?.at);
  const waiting = effects.filter(({ kind, state }) => kind === 'alert-second' && state === 'pending');
  const cancel = waiting.map(({ id }) => id).filter((id) => !decision.cancel?.includes(id));
  return isSeen && cancel.length > 0
    ? { ...decision, cancel: [...(decision.cancel ?? []), ...cancel] }
    : decision;
}
