import { localDay } from '../../core/calendar.ts';
import { type Digest, isCalm, isReached } from '../../core/digest.ts';
import { DIGEST_LISTS } from '../../core/digest-lists.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { contactLines } from './digest-contacts.ts';
import { LINE_LIMITS, listsOf, moreButton } from './digest-lines.ts';
import { shareOf } from './digest-share.ts';
import { unpostedButton } from './digest-unposted.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { dateOf, momentOf } from './moment.ts';
import { personOf } from './names.ts';

/**
 * A municipality's daily digest for everyone in the channel: no comment's text and no author's name is in it (invariant
 * 6). Its buttons lead to the lines that found no room, and to the comments that got no card.
 */
export function digestCard(cards: Cards, policy: Policy, digest: Digest): CardMessage {
  const about = { day: dateOf(cards, localDay(digest.now)), municipality: policy.shortName };
  const card = fitCard(LINE_LIMITS, (limit) =>
    cards.expand('digest', {
      lang: cards.locale,
      head: cards.say('digest.head', about),
      fallback: cards.say('digest.fallback', about),
      ...bodyOf(cards, policy, digest, limit),
    }),
  );
  return { card, summary: cards.say('digest.head', about) };
}

function bodyOf(cards: Cards, policy: Policy, digest: Digest, limit: number): object {
  const { waiting, inflow, head } = digest;
  const count = inflow.arrived - inflow.posted;
  const totals = Object.fromEntries(DIGEST_LISTS.map((name) => [name, waiting.counts[name].total]));
  const { unclaimed, failed, registrar } = waiting.counts;
  const counts = {
    ...totals,
    ...{ free: unclaimed.total, stuck: failed.total, registrar: registrar.total + digest.unseen.entries },
  };
  const others = { title: cards.say('digest.show', { count }) };
  return {
    notice: digest.repeated ? cards.say('digest.repeated') : '',
    counts: cards.say(headline(digest), counts),
    lists: listsOf(cards, policy, digest, limit),
    more: moreButton(cards, policy, digest, limit),
    contacts: contactLines(cards, policy, digest),
    inflow: inflowLine(cards, digest),
    actions: count > 0 ? [unpostedButton(cards, policy, inflow, others)] : [],
    lines: [
      ...daysOffLine(cards, digest),
      ...unseenLines(cards, policy, digest),
      ...staffLines(cards, digest),
    ].map((text) => ({ text })),
    share: shareOf(cards, policy, digest.share),
    journal:
      head === null ? '' : cards.say('digest.journal', { seq: head.seq, hash: head.hash.slice(0, 16) }),
  };
}

/** Silence is called calm only where every account was reached. */
function headline(digest: Digest): string {
  if (!isCalm(digest)) return 'digest.counts';
  return isReached(digest) ? 'digest.calm' : 'digest.unreached';
}

function inflowLine(cards: Cards, { inflow: { since, arrived, posted }, now }: Digest): string {
  const isYesterday = localDay(since).equals(localDay(now).subtract({ days: 1 }));
  return cards.say(isYesterday ? 'digest.since.yesterday' : 'digest.since', {
    at: momentOf(cards, since, now),
    arrived,
    posted,
  });
}

function daysOffLine(cards: Cards, { daysOff }: Digest): string[] {
  if (daysOff === null) return [];
  const { from, to, arrived, posted, pressing } = daysOff;
  const isWeekend = from.dayOfWeek === 6 && from.add({ days: 1 }).equals(to);
  const oneDay = from.equals(to) ? 'digest.day-off' : 'digest.days-off';
  const fill = { from: dateOf(cards, from), to: dateOf(cards, to), arrived, posted, pressing };
  return [cards.say(isWeekend ? 'digest.weekend' : oneDay, fill)];
}

function unseenLines(cards: Cards, { responsible }: Policy, { unseen }: Digest): string[] {
  const { messages, unread, entries } = unseen;
  return [
    ...(entries > 0 ? [cards.say('digest.entries', { count: entries })] : []),
    ...(messages > 0 ? [cards.say('digest.messages', { count: messages })] : []),
    ...(unread > 0 ? [cards.say('digest.unread', { count: unread, it: responsible.it })] : []),
  ];
}

function staffLines(cards: Cards, { onRota, hasDuty }: Digest): string[] {
  const name = personOf(cards, onRota);
  return [
    onRota === null ? cards.say('digest.rota.none') : cards.say('digest.rota', { name }),
    ...(hasDuty ? [] : [cards.say('digest.duty.none')]),
  ];
}
