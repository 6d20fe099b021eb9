import { isWorkingDay, localDay } from './calendar.ts';
import { type AccountState, type Actor, type Decision, refuse, type TicketSituation } from './decision.ts';
import { RETURN_DAY, replyLength } from './reply-text.ts';
import type { Ticket } from './ticket.ts';

/** Braces that nobody filled in, such as `{växelns nummer}`. */
const PLACEHOLDER = /\{[^{}]*\}/u;

/** No platform takes more; what each takes is asked when the reply is decided on. */
export const MOST_TYPED = 10_000;

/** A reply that is ordered: what of a decision it is. */
export interface OrderedReply extends Pick<Decision, 'journal' | 'effects'> {
  readonly reply: NonNullable<Decision['reply']>;
  readonly ofTicket: NonNullable<Ticket['reply']>;
}

/** Orders a reply in the municipality's name, or refuses what no platform would take. `returnOn`: the day on which the real one comes. */
export function orderReply(
  situation: TicketSituation & { readonly by: Actor },
  { text: written, returnOn }: { readonly text: string; readonly returnOn: string | null },
): OrderedReply | Decision {
  const { ticket, by, now, policy, account, decisionId } = situation;
  const day = returnOn === null ? null : Temporal.PlainDate.from(returnOn);
  if (day && !isLaterWorkingDay(day, situation)) return refuse('not-a-working-day');
  const text = day ? written.replaceAll(RETURN_DAY, spelledOut(day, policy.language)) : written;
  const refused = unsendable(text, account);
  if (refused) return refused;
  const { commentVersion, following } = ticket;
  return {
    ofTicket: {
      ...{ by: by.id, at: now.toString(), decision: decisionId, commentVersion },
      ...{ returnOn, followed: following.length },
    },
    reply: { text, kind: 'reply' },
    journal: [{ kind: 'reply-ordered', by: by.id, data: { decision: decisionId, returnOn } }],
    effects: [{ kind: 'reply-to-comment', params: { decision: decisionId } }],
  };
}

/** Why a text is not sent: something in it is left to fill in, or the platform takes none so long; null when it can be. */
export function unsendable(
  text: string,
  { maxReply, countedIn }: Pick<AccountState, 'maxReply' | 'countedIn'>,
): Decision | null {
  const placeholder = PLACEHOLDER.exec(text)?.[0];
  if (placeholder) return refuse('missing-placeholder', { placeholder });
  const length = replyLength(text, countedIn);
  if (length <= maxReply) return null;
  const tooLong = countedIn === 'bytes' ? 'reply-too-many-bytes' : 'reply-too-long';
  return refuse(tooLong, { length, most: maxReply });
}

const isLaterWorkingDay = (day: Temporal.PlainDate, { now, policy }: TicketSituation): boolean =>
  Temporal.PlainDate.compare(day, localDay(now)) > 0 && isWorkingDay(day, policy.clock);

/** `tisdag 7 april`. */
const spelledOut = (day: Temporal.PlainDate, language: string): string =>
  day.toLocaleString(language, { weekday: 'long', day: 'numeric', month: 'long' });
