import { z } from 'zod';
import { isReplying } from '../core/effect.ts';
import { awaitsAnswer, progress } from '../core/progress.ts';
import { action, MODERATORS, pressed } from './action.ts';

/**
 * "Avsluta": the comment has been removed, but it also asked something; says how that was seen to. Where the comment still
 * stands, "Svara" and "Låt stå" do this.
 */
export const conclude = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({ because: z.enum(['answered-elsewhere', 'no-reply-needed']) }),
  offered: ({ ticket, effects }) => ticket.removal !== null && awaitsAnswer(ticket) && !isReplying(effects),
  decide: (situation, { because }) => {
    const { by, now } = situation;
    const next = pressed(situation, 'conclude', {
      claim: null,
      answer: { at: now.toString(), by: by.id, how: 'concluded' },
    });
    return {
      ticket: progress({ ...situation, ticket: next }, now),
      journal: [{ kind: 'question-concluded', by: by.id, data: { because } }],
      effects: [],
    };
  },
});
