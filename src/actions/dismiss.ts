import { z } from 'zod';
import { dropFailedReplies, isReplying } from '../core/effect.ts';
import type { JournalNote } from '../core/journal.ts';
import { progress } from '../core/progress.ts';
import { tellProposer } from '../core/proposal.ts';
import { takeBackHiding } from '../core/removal.ts';
import { DismissReason } from '../core/ticket.ts';
import { action, MODERATORS, type PressSituation, pressed } from './action.ts';

/** "Låt stå", with a reason. What was hidden with one press is shown again. */
export const dismiss = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({ because: DismissReason }),
  offered: ({ ticket, effects }) =>
    (ticket.state === 'awaiting-approval' || ticket.removal === null) && !isReplying(effects),
  decide: (situation, { because: reason }) => {
    const { ticket, by, now } = situation;
    const shown = ticket.hiddenNow
      ? takeBackHiding(situation.effects)
      : { cancel: [], settle: [], effects: [] };
    const settle = [...shown.settle, ...dropFailedReplies(situation.effects)];
    const dropped = new Set([...shown.cancel, ...settle.map(({ id }) => id)]);
    const effects = situation.effects.filter(({ id }) => !dropped.has(id));
    const at = now.toString();
    const next = pressed(situation, 'dismiss', {
      state: 'open',
      claim: null,
      removal: null,
      hiddenNow: null,
      dismissal: { by: by.id, at, reason },
    });
    return {
      ticket: progress({ ...situation, ticket: next, effects }, now),
      journal: [...proposalEnded(situation), { kind: 'let-stand', by: by.id, data: { reason } }],
      ...shown,
      settle,
      effects: [...shown.effects, ...tellProposer(ticket, by.id, 'let-stand')],
    };
  },
});

/** To let stand what somebody proposed to remove is to refuse the proposal, or to take one's own back. */
function proposalEnded({ ticket: { state, removal }, by }: PressSituation): JournalNote[] {
  if (state !== 'awaiting-approval' || removal === null) return [];
  const { rule, decision: proposal } = removal;
  const kind = removal.by === by.id ? 'removal-withdrawn' : 'removal-declined';
  return [{ kind, by: by.id, data: { rule, proposal } }];
}
