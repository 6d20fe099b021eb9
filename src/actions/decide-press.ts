import { type Actor, type Decision, refuse, type TicketSituation } from '../core/decision.ts';
import type { CardData, EventOf } from '../core/event.ts';
import { activeClaim } from '../core/ticket.ts';
import type { Action, PressSituation } from './action.ts';
import { actionOf, isVerb, type Verb } from './index.ts';

/** May this button stand on the card as the ticket is now, for everyone or for one viewer? The press asks the same. */
export function isOffered(verb: Verb, situation: TicketSituation, viewer: string | null = null): boolean {
  return whyNot(actionOf(verb), situation, viewer) === null;
}

function whyNot(
  { allowedIn, underSuspicion, offered, barred }: Action,
  situation: TicketSituation,
  by: string | null,
): Decision | null {
  const { state, suspected } = situation.ticket;
  const may =
    allowedIn.includes(state) &&
    (suspected === null || underSuspicion === true) &&
    (offered?.(situation) ?? true);
  return may ? (barred?.(situation, by) ?? null) : refuse('not-now');
}

/**
 * Decides a press: known button, allowed person, a card that is not out of date, no colleague before, allowed state,
 * sound input; then the button's own rules. A refusal changes nothing, but a draft that was typed is sent back.
 */
export function decidePress(
  given: TicketSituation,
  { by, named = null, data }: Pick<EventOf<'button-pressed'>, 'by' | 'named' | 'data'>,
): Decision {
  const situation = { ...given, by, named };
  if (!isVerb(data.verb)) return refuse('bad-input', { field: 'verb' });
  const spec = actionOf(data.verb);
  if (!isAllowed(spec, by)) return refuse('no-permission');
  const input = spec.input.safeParse(data);
  const late = comesLate(situation, spec, data);
  if (late) return withDraft(late, spec, situation, input.data);
  const hinder = whyNot(spec, situation, by.id);
  if (hinder) return hinder;
  if (!input.success) {
    const { path } = input.error.issues[0] ?? { path: [] };
    return refuse('bad-input', { field: path.join('.') });
  }
  return spec.decide(situation, input.data);
}

const isAllowed = ({ roles }: Action, { role }: Actor): boolean => role !== null && roles.includes(role);

/** Someone else acted since this card was drawn, or the card shows an older text, or a colleague has the comment. */
function comesLate(
  { ticket, policy, now, by }: PressSituation,
  spec: Action,
  data: CardData,
): Decision | null {
  const claim = activeClaim(ticket, policy.claimMinutes, now);
  const held = spec.exclusive && claim !== null && claim.by !== by.id;
  if (spec.reads || (ticket.version === data.version && !held)) return null;
  const last = ticket.lastAct;
  if (held && (last === null || last.by !== claim.by)) {
    return refuse('colleague-first', { by: claim.by, at: claim.at, verb: 'claim' });
  }
  if (last !== null && last.by !== by.id) return refuse('colleague-first', { ...last });
  return refuse('stale-card');
}

function withDraft(
  refusal: Decision,
  spec: Action,
  { by, decisionId }: PressSituation,
  input: unknown,
): Decision {
  const draft = input === undefined ? undefined : spec.draft?.(input);
  if (!draft || refusal.refusal?.code !== 'colleague-first') return refusal;
  return {
    ...refusal,
    reply: { text: draft, kind: 'draft' },
    effects: [{ kind: 'return-draft', params: { person: by.id, decision: decisionId } }],
  };
}
