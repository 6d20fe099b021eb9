import { z } from 'zod';
import { action, MODERATORS } from './action.ts';

/**
 * "Varför togs den bort?": what the same author wrote before was removed, and now they ask. Fills in the presser's reply with
 * rule, quote, reason and whom to turn to; what is sent is `reply`'s to decide. Its sentences: `removed.*` in cards/words.json.
 */
export const explain = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: false,
  reads: true,
  input: z.object({}),
  offered: ({ account, comment, earlierRemovals }) =>
    earlierRemovals.length > 0 && account.can.reply !== 'never' && comment.visibility !== 'gone',
  decide: () => ({ answers: 'explanation', journal: [], effects: [] }),
});
