import { z } from 'zod';
import { type Decision, refuse } from '../core/decision.ts';
import { action, MODERATORS, type PressSituation, pressed } from './action.ts';

/**
 * "Ångra": takes back a removal while the comment is only hidden, a proposed removal, or "Låt stå". Once the deletion
 * has started there is nothing to take back, and the press says so.
 */
export const undo = action({
  allowedIn: ['removing', 'awaiting-approval', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({}),
  offered: ({ ticket }) =>
    ticket.state === 'removing'
      ? ticket.removal?.undoUntil !== null
      : ticket.state === 'awaiting-approval' || ticket.dismissal !== null,
  decide: (situation) => (situation.ticket.state === 'removing' ? undoRemoval(situation) : reopen(situation)),
});

function undoRemoval(situation: PressSituation): Decision {
  const { effects, by } = situation;
  const deletion = effects.findLast(({ kind }) => kind === 'delete-comment');
  if (deletion?.state !== 'pending') return refuse('too-late-to-undo');
  const hiding = effects.findLast(({ kind }) => kind === 'hide-comment');
  const neverHidden = hiding?.state === 'pending' || hiding?.state === 'cancelled' || hiding === undefined;
  return {
    ticket: reopened(situation),
    voidBreach: true,
    cancel: [deletion.id, ...(hiding?.state === 'pending' ? [hiding.id] : [])],
    ...(hiding?.state === 'failed' && { settle: [{ id: hiding.id, to: 'cancelled' as const }] }),
    effects: neverHidden || hiding?.state === 'failed' ? [] : [{ kind: 'unhide-comment', params: {} }],
    journal: [
      { kind: 'removal-undone', by: by.id, data: { decision: situation.ticket.removal?.decision ?? null } },
    ],
  };
}

function reopen(situation: PressSituation): Decision {
  return {
    ticket: reopened(situation),
    journal: [{ kind: 'ticket-reopened', by: situation.by.id, data: {} }],
    effects: [],
  };
}

const reopened = (situation: PressSituation) =>
  pressed(situation, 'undo', {
    state: 'open',
    claim: null,
    removal: null,
    hiddenNow: null,
    dismissal: null,
    closedAt: null,
  });
