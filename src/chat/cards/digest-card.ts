import { localDay } from '../../core/calendar.ts';
import { type Contact, DIGEST_LISTS, type Digest, type DigestItem, isCalm } from '../../core/digest.ts';
import type { Policy } from '../../core/policy.ts';
import { PLATFORM_TITLES } from '../../core/registration.ts';
import type { CardMessage } from '../../ports.ts';
import { cut } from '../../text/characters.ts';
import { cardLink } from './card-link.ts';
import { promiseOf, shareOf } from './digest-share.ts';
import type { Cards } from './load-cards.ts';
import { dateOf, dayOf, momentOf } from './moment.ts';
import { safeText, safeUrl } from './safe-text.ts';

/** What a card may weigh, as Teams counts: two bytes a character. */
const MAX_BYTES = 25 * 1024;

/** So many items of a list are tried, most first, until the card is light enough for Teams. */
const ITEM_LIMITS = [35, 20, 15, 10, 8, 7, 6, 5, 4, 3, 2, 1, 0];

/** So much of a comment is shown to the one who asks what got no card. */
const EXCERPT = 80;

/**
 * A municipality's daily digest for everyone in the channel: no comment's text and no author's name is in it (invariant
 * 6). With `unposted` it is for the presser alone and holds the beginnings of texts that may be shown.
 */
export function digestCard(cards: Cards, policy: Policy, digest: Digest): CardMessage {
  const about = { day: dateOf(cards, localDay(digest.now)), municipality: policy.shortName };
  let card: object = {};
  for (const limit of ITEM_LIMITS) {
    card = cards.expand('digest', {
      lang: cards.locale,
      head: cards.say('digest.head', about),
      fallback: cards.say('digest.fallback', about),
      ...bodyOf(cards, policy, digest, limit),
    });
    if (JSON.stringify(card).length * 2 <= MAX_BYTES) break;
  }
  return { card, summary: cards.say('digest.head', about) };
}

function bodyOf(cards: Cards, policy: Policy, digest: Digest, limit: number): object {
  const { lists, inflow, head } = digest;
  const rest = inflow.arrived - inflow.posted;
  const totals = Object.fromEntries(DIGEST_LISTS.map((name) => [name, lists[name].total]));
  const counts = { ...totals, free: lists.unclaimed.total, stuck: lists.failed.total };
  const data = { verb: 'list-unposted', since: inflow.since.toString(), until: inflow.until.toString() };
  const show = { title: cards.say('digest.show', { count: rest }), mode: 'primary', style: 'default', data };
  return {
    notice: digest.repeated ? cards.say('digest.repeated') : '',
    counts: cards.say(isCalm(digest) ? 'digest.calm' : 'digest.counts', counts),
    lists: [...listsOf(cards, policy, digest, limit), ...unpostedOf(cards, digest, limit)],
    contacts: digest.contacts.map((contact) => contactLine(cards, policy, digest, contact)),
    inflow: inflowLine(cards, digest),
    actions: rest > 0 && digest.unposted === null ? [cards.expand('action-press', show)] : [],
    lines: [...daysOffLine(cards, digest), ...staffLines(cards, digest)].map((text) => ({ text })),
    share: shareOf(cards, policy, digest.share),
    journal:
      head === null ? '' : cards.say('digest.journal', { seq: head.seq, hash: head.hash.slice(0, 16) }),
  };
}

const listsOf = (cards: Cards, policy: Policy, { lists, now }: Digest, limit: number): object[] =>
  DIGEST_LISTS.filter((name) => lists[name].total > 0).map((name) => {
    const { total, items } = lists[name];
    const shown = items.slice(0, limit);
    return {
      title: cards.say(`digest.list.${name}`, { total }),
      items: shown.map((item) => ({
        where: whereOf(cards, item),
        rest: restOf(cards, policy, item, now),
        open: cards.say('digest.open'),
        url: cardLink(item.card),
      })),
      more: moreOf(cards, total - shown.length),
    };
  });

const moreOf = (cards: Cards, count: number): string =>
  count > 0 ? cards.say('digest.more', { count }) : '';

/** Platform, account and when the comment was written. */
const whereOf = (cards: Cards, { platform, account, writtenAt }: DigestItem): string =>
  cards.say('header', {
    platform: PLATFORM_TITLES[platform],
    account: cut(safeText(account), 80).text,
    at: dayOf(cards, writtenAt),
  });

/** What is awaited and when, what went wrong, and who has it. */
function restOf(cards: Cards, policy: Policy, item: DigestItem, now: Temporal.Instant): string {
  const { target, problem, owner } = item;
  const kind = target?.kind === 'answer' ? `answer.${promiseOf(policy)}` : target?.kind;
  return [
    ...(target ? [cards.say(`digest.awaits.${kind}`, { at: momentOf(cards, target.at, now) })] : []),
    ...(problem ? [cards.say(`digest.problem.${problem}`)] : []),
    owner === null
      ? cards.say('digest.owner.none')
      : cards.say('digest.owner', { name: cut(safeText(owner), 80).text || cards.say('unknown-person') }),
  ].join(' · ');
}

function contactLine(cards: Cards, { responsible }: Policy, { contacts, now }: Digest, contact: Contact) {
  const { alive, lastAt } = contact;
  const platform = PLATFORM_TITLES[contact.platform];
  const isAlone = contacts.filter((other) => other.platform === contact.platform).length === 1;
  const account = cut(safeText(contact.account), 80).text;
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

function staffLines(cards: Cards, { onRota, hasDuty }: Digest): string[] {
  const name = cut(safeText(onRota ?? ''), 80).text || cards.say('unknown-person');
  return [
    onRota === null ? cards.say('digest.rota.none') : cards.say('digest.rota', { name }),
    ...(hasDuty ? [] : [cards.say('digest.duty.none')]),
  ];
}

function unpostedOf(cards: Cards, { unposted }: Digest, limit: number): object[] {
  if (unposted === null) return [];
  const shown = unposted.comments.slice(0, limit);
  return [
    {
      title: cards.say('digest.list.unposted', { total: unposted.total }),
      items: shown.map(({ platform, writtenAt, text, permalink }) => ({
        where: `${PLATFORM_TITLES[platform]} · ${dayOf(cards, writtenAt)}`,
        rest: excerptOf(cards, text),
        open: cards.say('link', { platform: PLATFORM_TITLES[platform] }),
        url: safeUrl(permalink) ?? '',
      })),
      more: moreOf(cards, unposted.total - shown.length),
    },
  ];
}

function excerptOf(cards: Cards, text: string | null): string {
  if (text === null) return cards.say('digest.unposted.hidden');
  const excerpt = cut(safeText(text).replaceAll(/\s+/gu, ' ').trim(), EXCERPT);
  if (excerpt.text === '') return cards.say('text.none');
  return excerpt.isCut ? `${excerpt.text}…` : excerpt.text;
}
