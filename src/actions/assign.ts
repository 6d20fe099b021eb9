import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { ASKS_FIRST, action, MODERATORS, pressed } from './action.ts';

/** "Ge till …": a colleague of the channel has the comment now, and is told in their own chat. Whoever has it may give it on. */
export const assign = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({ person: z.string().max(100).optional() }),
  decide: (situation, { person }) => {
    const { by, named, now } = situation;
    if (person === undefined) return ASKS_FIRST;
    if (person === '') return refuse('bad-input', { field: 'person' });
    if (!named?.role || !MODERATORS.includes(named.role) || named.id === by.id) {
      return refuse('not-a-colleague');
    }
    const claim = { by: named.id, at: now.toString() };
    return {
      // Whoever put the reminder off has it no more.
      ticket: pressed(situation, 'assign', { state: 'claimed', claim, snooze: null }),
      journal: [{ kind: 'ticket-assigned', by: by.id, data: { to: named.id } }],
      effects: [{ kind: 'tell-assigned', params: { person: named.id } }],
    };
  },
});
