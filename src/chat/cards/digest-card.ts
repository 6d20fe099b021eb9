import { localDay } from '../../core/calendar.ts';
import { type Contact, type Digest, isCalm } from '../../core/digest.ts';
import { DIGEST_LISTS } from '../../core/digest-lists.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { LINE_LIMITS, listsOf, moreButton } from './digest-lines.ts';
import { shareOf } from './digest-share.ts';
import { unpostedButton } from './digest-unposted.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { dateOf, momentOf } from './moment.ts';
import { personOf, shownName } from './names.ts';

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
  const { unclaimed, failed } = waiting.counts;
  const counts = { ...totals, free: unclaimed.total, stuck: failed.total };
  const others = { title: cards.say('digest.show', { count }) };
  return {
    notice: digest.repeated ? cards.say('digest.repeated') : '',
    counts: cards.say(isCalm(digest) ? 'digest.calm' : 'digest.counts', counts),
    lists: listsOf(cards, policy, digest, limit),
    more: moreButton(cards, policy, digest, limit),
    contacts: digest.contacts.map((contact) => contactLine(cards, policy, digest, contact)),
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

function contactLine(cards: Cards, { responsible }: Policy, { contacts, now }: Digest, contact: Contact) {
  const { alive, lastAt } = contact;
  const platform = platformTitle(contact.platform);
  const isAlone = contacts.filter((other) => other.platform === contact.platform).length === 1;
  const account = shownName(contact.account) ?? '';
  const where = isAlone ? platform : cards.say('digest.account', { platform, account });
  const at = lastAt === null ? '' : momentOf(cards, lastAt, now);
  const fill = { where, at, it: responsible.it };
  if (alive === false) {
    const said = lastAt === null ? 'digest.contact.never' : 'digest.contact.broken';
    return { text: cards.say(said, fill), color: 'attention', weight: 'bolder' };
  }
  const known = alive ? 'digest.contact.alive' : 'digest.contact.last';
  return {
    text: cards.say(lastAt === null ? 'digest.contact.none' : known, fill),
    color: 'default',
    weight: 'default',
  };
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
  const { messages, unread } = unseen;
  return [
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
