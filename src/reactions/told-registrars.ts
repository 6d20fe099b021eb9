import type { Decision, Situation } from '../core/decision.ts';

/** Whoever secures what is to be registered, by whatever decision, tells the municipality's registrars. */
export const toldRegistrars = ({ staff }: Situation, decision: Decision): Decision =>
  decision.registration && 'create' in decision.registration
    ? { ...decision, tellRegistrars: staff.registrars ?? [] }
    : decision;
