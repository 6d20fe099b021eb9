import { z } from 'zod';
import { ABUSE_RULE } from '../core/abuse-rule.ts';
import { refuse } from '../core/decision.ts';
import { showsSomething } from '../core/pictures.ts';
import { ruleOf } from '../core/policy.ts';
import { closed } from '../core/progress.ts';
import {
  alerts,
  clearedWay,
  isRemovable,
  ofCopies,
  registeredAsSecret,
  removalAtOnce,
} from '../core/suspicion.ts';
import type { Ticket } from '../core/ticket.ts';
import { ALL_ROLES, action, type PressSituation, pressed } from './action.ts';

/**
 * "Misstänkt övergreppsbild": one press, by anybody, whatever has been decided. Nothing more is fetched; what was fetched is
 * shown to nobody; the comment is removed at once, for good, and registered under a subject that tells nothing. Evidence
 * (invariant 1) is the platform's ids, the time and the hash of what had been copied: nobody waits for a copy, since to hold
 * one is itself punishable (brottsbalken 16 kap. 10 a §).
 */
export const suspectAbuse = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ALL_ROLES,
  exclusive: false,
  input: z.object({}),
  offered: (situation) => situation.ticket.suspected === null && showsSomething(situation),
  decide: (situation) => {
    const { policy, effects, by, decisionId } = situation;
    const rule = ruleOf(policy, ABUSE_RULE);
    if (!rule) return refuse('rule-cannot-remove', { rule: ABUSE_RULE });
    const copies = policy.pictures.suspected === 'erase-now' ? 'erase' : 'keep';
    const { journal, ...registered } = registeredAsSecret(situation);
    const reason = { verb: 'suspect-abuse', rule: rule.id, quote: rule.quote, text: 'suspected-abuse' };
    return {
      ...registered,
      ...clearedWay(effects),
      ...(isRemovable(situation) && { reason }),
      ticket: suspectedTicket(situation),
      journal: [
        { kind: 'pictures-suspected', by: by.id, data: { decision: decisionId, pictures: copies } },
        ...(isRemovable(situation) ? [removalNote(situation)] : []),
        ...journal,
      ],
      effects: [...removalAtOnce(situation), ...ofCopies(effects, copies), ...alerts(situation)],
    };
  },
});

const removalNote = ({ by, ticket, decisionId, policy }: PressSituation) => ({
  kind: 'removal-ordered' as const,
  by: by.id,
  data: {
    ...{ rule: ABUSE_RULE, decision: decisionId, policy: policy.version },
    ...{ commentVersion: ticket.commentVersion, undoUntil: null },
  },
});

/** Where nothing can remove it, it stays open: somebody must report it on the platform, and say what came of that. */
function suspectedTicket(situation: PressSituation): Ticket {
  const { ticket, comment, by, now, decisionId } = situation;
  const act = { by: by.id, at: now.toString() };
  const marked = pressed(situation, 'suspect-abuse', {
    state: 'open',
    closedAt: null,
    claim: null,
    hiddenNow: null,
    dismissal: null,
    snooze: null,
    suspected: { ...act, outcome: null },
    screening: { ...ticket.screening, display: 'secret' },
  });
  if (comment.visibility === 'gone') return closed(marked, now);
  if (!isRemovable(situation)) return { ...marked, removal: null };
  const { commentVersion } = ticket;
  const order = { rule: ABUSE_RULE, decision: decisionId, commentVersion, undoUntil: null, approvedBy: null };
  return { ...marked, state: 'removing', removal: { ...act, ...order } };
}
