import { z } from 'zod';
import { withNotice } from '../core/author-notice.ts';
import { type Decision, refuse } from '../core/decision.ts';
import { mayBeTakenBack, takenBack } from '../core/effect.ts';
import { withdrawn } from '../core/proposal.ts';
import { takeBackHiding } from '../core/removal.ts';
import { action, MODERATORS, type PressSituation, pressed } from './action.ts';

/**
 * "Ångra": takes back a removal while the comment is only hidden, one's own proposed removal, or "Låt stå". Once the deletion
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
  // A colleague ends a proposal with a reason, or takes it over.
  barred: ({ ticket }, by) =>
    by !== null && ticket.state === 'awaiting-approval' && ticket.removal && ticket.removal.by !== by
      ? refuse('not-the-proposer', { by: ticket.removal.by })
      : null,
  decide: (situation) => {
    if (situation.ticket.state === 'removing') return undoRemoval(situation);
    return situation.ticket.state === 'closed' ? reopen(situation) : takeBackProposal(situation);
  },
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
    ...withNotice(effects, {
      cancel: [...(deleted.cancel ?? []), ...cancel],
      settle: [...(deleted.settle ?? []), ...settle],
    }),
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

const reopen = (situation: PressSituation): Decision => ({
  ticket: reopened(situation),
  journal: [{ kind: 'ticket-reopened', by: situation.by.id, data: {} }],
  effects: [],
});

function takeBackProposal(situation: PressSituation): Decision {
  const { rule = null, decision: proposal = null } = situation.ticket.removal ?? {};
  const { change, ...fallen } = withdrawn(situation);
  return {
    ...fallen,
    ticket: { ...reopened(situation), ...change },
    journal: [{ kind: 'removal-withdrawn', by: situation.by.id, data: { rule, proposal } }],
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
