import { type Actor, type Decision, refuse, type TicketSituation } from './decision.ts';
import type { EffectOrder } from './effect.ts';
import { takeBackHiding } from './removal.ts';
import type { Ticket } from './ticket.ts';

/** Two decide under a rule that is near to opinion: nobody agrees to, refuses or takes over a proposal of their own. */
export const refuseProposer = ({ ticket }: TicketSituation, by: Actor['id'] | null): Decision | null =>
  by !== null && ticket.removal?.by === by ? refuse('second-person', { by }) : null;

/** What becomes of a ticket whose proposed removal falls. */
interface Withdrawn extends Required<Pick<Decision, 'cancel' | 'settle' | 'effects'>> {
  readonly change: Pick<Ticket, 'removal' | 'hiddenNow'>;
}

/** The proposal falls. What was hidden because it waited is shown again with it: nobody keeps an opinion hidden alone. */
export function withdrawn({ ticket, effects }: TicketSituation): Withdrawn {
  const { hiddenNow, removal } = ticket;
  const withIt = hiddenNow !== null && hiddenNow.rule === removal?.rule;
  return {
    ...(withIt ? takeBackHiding(effects) : { cancel: [], settle: [], effects: [] }),
    change: { removal: null, hiddenNow: withIt ? null : hiddenNow },
  };
}

/** Tells the proposer, in the card's thread, what a colleague made of the proposal; of their own act nobody is told. */
export const tellProposer = (
  { removal }: Ticket,
  by: Actor['id'],
  became: 'declined' | 'let-stand' | 'taken-over',
): EffectOrder[] =>
  removal === null || removal.by === by
    ? []
    : [{ kind: 'post-line', params: { person: removal.by, line: `proposal.${became}` } }];
