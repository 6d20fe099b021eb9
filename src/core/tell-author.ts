import { z } from 'zod';
import { mayNotify } from './author-notice.ts';
import { type Actor, type Decision, refuse, type TicketSituation } from './decision.ts';
import { orderReply, unsendable } from './order-reply.ts';
import type { Rule } from './policy.ts';
import { consequenceOf, mayTellReason } from './removal-choices.ts';
import { filledText, removalWords } from './reply-text.ts';
import type { Ticket } from './ticket.ts';

/** How the author of what is removed is told of it: not at all, by a reply that all can read, or alone. */
export const Tell = z.enum(['nothing', 'in-public', 'in-private']);
export type Tell = z.infer<typeof Tell>;

/** What the author is told: a reply that is given first, or words that are sent with the removal (`isAlone`). */
export interface Told extends Pick<Decision, 'journal' | 'effects' | 'reply'> {
  readonly isAlone: boolean;
  /** The ticket's reply; null where there is none. */
  readonly ofTicket: Ticket['reply'];
}

type Deciding = TicketSituation & { readonly by: Actor };

/**
 * What the author is told, or why they cannot be. The words of the removal stand in the text by their names
 * (`{citat}`, `{orsak}`), since a form cannot change a text with what is chosen beside it.
 */
export function tellAuthor(
  situation: Deciding,
  rule: Rule,
  {
    tell,
    reply,
    reason,
  }: { readonly tell: Tell; readonly reply?: string | undefined; readonly reason: string },
): Told | Decision {
  if (tell === 'nothing') return { isAlone: false, ofTicket: null, journal: [], effects: [] };
  if (reply === undefined) return refuse('bad-input', { field: 'reply' });
  const shown = mayTellReason(situation, rule) ? reason : null;
  const text = filledText(reply, removalWords(rule.id, rule.quote, shown));
  return tell === 'in-public' ? inPublic(situation, rule, text) : inPrivate(situation, text);
}

/** What is deleted at once takes its answers along: nobody could read them. */
function inPublic(situation: Deciding, rule: Rule, text: string): Told | Decision {
  if (situation.account.can.reply === 'never') return refuse('bad-input', { field: 'reply' });
  if (consequenceOf(situation, rule) === 'at-once') return refuse('reply-goes-too', { rule: rule.id });
  const ordered = orderReply(situation, { text, returnOn: null });
  return 'ofTicket' in ordered ? { isAlone: false, ...ordered } : ordered;
}

/** The words are kept now, and sent when the removal is ordered: a second person may have to agree to it first. */
function inPrivate(situation: Deciding, text: string): Told | Decision {
  const { account, by, decisionId } = situation;
  if (!mayNotify(situation) || !account.privateReply) return refuse('no-private-reply');
  return (
    unsendable(text, account.privateReply) ?? {
      ...{ isAlone: true, ofTicket: null, effects: [] },
      reply: { text, kind: 'notice' },
      journal: [{ kind: 'author-notice-written', by: by.id, data: { decision: decisionId } }],
    }
  );
}
