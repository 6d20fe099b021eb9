import type { Decision, Situation } from '../core/decision.ts';

/** Whoever secures what is to be registered, by whatever decision, tells the municipality's registrars. */
export function toldRegistrars({ staff: { registrars = [] } }: Situation, decision: Decision): Decision {
  const { registration } = decision;
  const tells = registration !== undefined && 'create' in registration && registrars.length > 0;
  return tells ? { ...decision, tellRegistrars: registrars } : decision;
}
