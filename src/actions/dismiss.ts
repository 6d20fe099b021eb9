import { z } from 'zod';
import { isBusy } from '../core/effect.ts';
import { progress } from '../core/progress.ts';
import { DismissReason } from '../core/ticket.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** "Låt stå", with a reason. What was hidden with one press is shown again. */
export const dismiss = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({ reason: DismissReason }),
  offered: ({ effects }) => !isBusy(effects, ['reply-to-comment']),
  decide: (situation, { reason }) => {
    const { ticket, effects, by, now } = situation;
    const at = now.toString();
    const next = pressed(situation, 'dismiss', {
      state: 'open',
      claim: null,
      removal: null,
      hiddenNow: null,
      dismissal: { by: by.id, at, reason },
    });
    return {
      ticket: { ...progress(next, effects, now), version: next.version },
      journal: [{ kind: 'let-stand', by: by.id, data: { reason } }],
      effects: ticket.hiddenNow ? [{ kind: 'unhide-comment', params: {} }] : [],
    };
  },
});
