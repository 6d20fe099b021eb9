import { z } from 'zod';
import { type Decision, refuse } from '../core/decision.ts';
import { mayBeTakenBack, takenBack } from '../core/effect.ts';
import { takeBackHiding } from '../core/removal.ts';
import { action, MODERATORS, type PressSituation, pressed } from './action.ts';

/**
 * "Ångra": takes back a removal while the comment is only hidden, a proposed removal, or "Låt stå". Once the deletion
 * has started there is nothing to take back, and the press says so; a deletion that failed has taken nothing away.
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
  const { effects, by, ticket } = situation;
  const deletion = effects.findLast(({ kind }) => kind === 'delete-comment');
  if (!deletion || !mayBeTakenBack(deletion)) return refuse('too-late-to-undo');
  const { cancel, settle, effects: shown } = takeBackHiding(effects);
  const deleted = takenBack(deletion);
  // The entry stays: what was registered did come in, and a reference is never taken back.
  const entry = situation.registrations.findLast(({ outcome }) => outcome === null) ?? null;
  return {
    ticket: reopened(situation),
    voidBreach: true,
    cancel: [...(deleted.cancel ?? []), ...cancel],
    settle: [...(deleted.settle ?? []), ...settle],
    effects: shown,
    journal: [
      { kind: 'removal-undone', by: by.id, data: { decision: ticket.removal?.decision ?? null } },
      ...(entry === null
        ? []
        : [{ kind: 'entry-outcome' as const, by: by.id, data: { registration: entry.id } }]),
    ],
    ...(entry && { registration: { outcome: entry.id, became: 'undone' } }),
  };
}

/** What was hidden because the proposal waited is shown again with it. */
function reopen(situation: PressSituation): Decision {
  const { hiddenNow, removal } = situation.ticket;
  const withIt = hiddenNow !== null && hiddenNow.rule === removal?.rule;
  return {
    ...(withIt ? takeBackHiding(situation.effects) : { effects: [] }),
    ticket: { ...reopened(situation), ...(withIt && { hiddenNow: null }) },
    journal: [{ kind: 'ticket-reopened', by: situation.by.id, data: {} }],
  };
}

const reopened = (situation: PressSituation) =>
  pressed(situation, 'undo', {
    state: 'open',
    claim: null,
    removal: null,
    dismissal: null,
    closedAt: null,
    ...(situation.ticket.answer?.how === 'let-stand' && { answer: null }),
  });
