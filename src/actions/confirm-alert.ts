import { z } from 'zod';
import { isUnconfirmed, toldOf } from '../core/alert.ts';
import { refuse } from '../core/decision.ts';
import { ALL_ROLES, action } from './action.ts';

/**
 * "Jag ser till det": whoever was alerted confirms it, in their own chat, and nobody else is woken. It takes the ticket from
 * nobody, and makes no card old.
 */
export const confirmAlert = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ALL_ROLES,
  exclusive: false,
  reads: true,
  input: z.object({}),
  offered: isUnconfirmed,
  barred: ({ effects }, by) =>
    by === null || toldOf(effects).some(({ params }) => params.person === by)
      ? null
      : refuse('no-permission'),
  decide: ({ ticket, by, now }) => ({
    ticket: { ...ticket, alertConfirmed: { by: by.id, at: now.toString() } },
    journal: [{ kind: 'alert-confirmed', by: by.id, data: {} }],
    effects: [],
  }),
});
