import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { refuseProposer, tellProposer, withdrawn } from '../core/proposal.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** "Ta över": a second person has the comment now, to do something else with it. The proposal falls, and the proposer is told. */
export const takeOver = action({
  allowedIn: ['awaiting-approval'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({}),
  barred: refuseProposer,
  decide: (situation) => {
    const { ticket, by, now } = situation;
    const proposed = ticket.removal;
    if (!proposed) return refuse('not-now');
    const { rule, decision: proposal } = proposed;
    const { change, effects, ...fallen } = withdrawn(situation);
    const claim = { by: by.id, at: now.toString() };
    return {
      ...fallen,
      ticket: pressed(situation, 'take-over', { ...change, state: 'claimed', claim }),
      journal: [{ kind: 'removal-taken-over', by: by.id, data: { rule, proposal } }],
      effects: [...effects, ...tellProposer(ticket, by.id, 'taken-over')],
    };
  },
});
