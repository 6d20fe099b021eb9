import { ruleOf } from '../../core/policy.ts';
import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { personOf } from './names.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';

/** Who sees it: everyone in the channel, or the presser alone, who may also read what was typed about a secret comment. */
export type Seen = 'by-all' | 'alone';

/** What was decided about removing the comment: a proposal that was refused, then the removal that waits or was ordered. */
export function removalLines(cards: Cards, view: TicketView, seen: Seen): string[] {
  const { removal, state } = view.ticket;
  const declined = declinedLines(cards, view, seen);
  if (removal === null) return declined;
  const { rule, approvedBy } = removal;
  const quote = plainSpaces(ruleOf(view.policy, rule)?.quote ?? '');
  const said = state === 'awaiting-approval' || approvedBy !== null ? 'did.propose' : 'did.remove';
  return [
    ...declined,
    cards.say(said, { ...who(cards, view, removal), rule, quote }),
    ...because(cards, view, { reason: view.removalReason, unseen: 'did.because.secret', seen }),
    ...(approvedBy === null
      ? []
      : [cards.say('did.approve', { name: personOf(cards, view.names.get(approvedBy)) })]),
  ];
}

/** Told until a removal is ordered after all, or the card is closed. */
function declinedLines(cards: Cards, view: TicketView, seen: Seen): string[] {
  const { declined, state } = view.ticket;
  if (declined === null || state === 'removing' || state === 'closed') return [];
  return [
    cards.say('did.decline', { ...who(cards, view, declined), rule: declined.rule }),
    ...because(cards, view, { reason: view.declineReason, unseen: 'did.decline.secret', seen }),
  ];
}

const who = (cards: Cards, { names, now }: TicketView, { by, at }: { by: string; at: string }) => ({
  name: personOf(cards, names.get(by)),
  at: momentOf(cards, at, now),
});

/** What was typed about a secret comment may tell the secret, so it stands in the channel for no one. */
function because(
  cards: Cards,
  { ticket }: TicketView,
  { reason, unseen, seen }: { readonly reason: string | null; readonly unseen: string; readonly seen: Seen },
): string[] {
  if (reason === null || ticket.state === 'closed') return [];
  if (ticket.screening.display === 'secret' && seen === 'by-all') return [cards.say(unseen)];
  return [cards.say('did.because', { reason: safeText(reason) })];
}
