import type { Decision, Situation } from '../core/decision.ts';

/**
 * Whoever secures what is to be registered, by whatever decision, tells the municipality's registrars. A request for public
 * documents they hear of before that, since it is dealt with at once (2 kap. 16 § tryckfrihetsförordningen); where there is no
 * registrar, the lead does. Nobody is told what it says.
 */
export function toldRegistrars({ staff, ticket }: Situation, decision: Decision): Decision {
  const { registrars = [], lead } = staff;
  const { registration, effects } = decision;
  if (decision.ticket?.request && !ticket?.request) {
    const isForLead = registrars.length === 0 && lead !== null;
    const alert = { kind: 'alert-request' as const, params: { person: lead ?? '' } };
    return { ...decision, tellRegistrars: registrars, effects: isForLead ? [...effects, alert] : effects };
  }
  const tells = registration !== undefined && 'create' in registration && registrars.length > 0;
  return tells ? { ...decision, tellRegistrars: registrars } : decision;
}
