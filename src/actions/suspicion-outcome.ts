import { z } from 'zod';
import { isHeld } from '../core/effect.ts';
import { closed } from '../core/progress.ts';
import { ofCopies } from '../core/suspicion.ts';
import { SuspicionOutcome } from '../core/ticket.ts';
import { ALL_ROLES, action, pressed } from './action.ts';

/**
 * "Vad sa polisen?": what became of a suspicion, chosen from a list, so that nobody writes what a picture shows. Said again
 * when it changes; the journal keeps each word, and who gave it.
 */
export const suspicionOutcome = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ALL_ROLES,
  exclusive: false,
  underSuspicion: true,
  input: z.object({ what: SuspicionOutcome }),
  offered: ({ ticket }) => ticket.suspected !== null,
  decide: (situation, { what }) => {
    const { ticket, effects, by, now } = situation;
    const { suspected } = ticket;
    const outcome = { by: by.id, at: now.toString(), what };
    const copies = what === 'erase' ? 'erase' : 'keep';
    const next = pressed(situation, 'suspicion-outcome', {
      suspected: suspected && { ...suspected, outcome },
    });
    const isDone = ticket.state === 'open' && !isHeld(effects);
    return {
      ticket: isDone ? closed(next, now) : next,
      journal: [
        { kind: 'suspicion-followed', by: by.id, data: { what, pictures: copies } },
        ...(isDone ? [{ kind: 'ticket-closed' as const, by: by.id, data: { because: 'done' } }] : []),
      ],
      effects: what === 'erase' ? ofCopies(effects, copies) : [],
    };
  },
});
