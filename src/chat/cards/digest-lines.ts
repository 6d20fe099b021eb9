import { localDay } from '../../core/calendar.ts';
import { DIGEST_LISTS, type DigestItem, type DigestPage, lineCount } from '../../core/digest-lists.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import { promiseTo } from '../../core/promise.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cardLink } from './card-link.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { dateOf, dayOf, momentOf } from './moment.ts';
import { personOf, shownName } from './names.ts';
import { safeUrl } from './safe-text.ts';
import { titleOf } from './title.ts';

/** So many lines are tried, most first, until the card is light enough for Teams: the rest stands on the next page. */
export const LINE_LIMITS = [15, 12, 10, 8, 6, 5, 4, 3, 2, 1] as const;

/** A later page of the digest's lines, for the presser alone. */
export function digestPageCard(cards: Cards, policy: Policy, page: DigestPage): CardMessage {
  const about = { day: dateOf(cards, localDay(page.now)), municipality: policy.shortName };
  const card = fitCard(LINE_LIMITS, (limit) => {
    const { items, before } = page.waiting;
    const last = before + Math.min(limit, items.length);
    const place = { from: before + 1, to: last, total: lineCount(page.waiting) };
    return cards.expand('digest-page', {
      lang: cards.locale,
      head: cards.say('digest.head', about),
      fallback: cards.say('digest.fallback', about),
      title: cards.say(items.length === 0 ? 'digest.page.empty' : 'digest.page', place),
      lists: listsOf(cards, policy, page, limit),
      actions: [...moreButton(cards, policy, page, limit), backButton(cards, policy, page.inflow)],
    });
  });
  return { card, summary: cards.say('digest.head', about) };
}

/** The first `limit` of the lines, by list. A list's heading says how many belong to it, also of those that stand above. */
export function listsOf(cards: Cards, policy: Policy, { now, waiting }: DigestPage, limit: number): object[] {
  const shown = Map.groupBy(waiting.items.slice(0, limit), ({ list }) => list);
  return DIGEST_LISTS.flatMap((name) => {
    const items = shown.get(name);
    if (!items) return [];
    const { total, listed } = waiting.counts[name];
    const above = total - listed;
    const list = cards.say(`digest.list.${name}`, { total });
    return [
      {
        title: above === 0 ? list : cards.say('digest.list.above', { list, above }),
        items: items.map((item) => lineOf(cards, policy, item, now)),
      },
    ];
  });
}

/** The button to the lines that follow the first `limit`; none when there are no more. */
export function moreButton(
  cards: Cards,
  policy: Policy,
  { now, inflow, waiting }: DigestPage,
  limit: number,
): object[] {
  const shown = waiting.items.slice(0, limit);
  const last = shown.at(-1);
  const count = lineCount(waiting) - waiting.before - shown.length;
  if (!last || count <= 0) return [];
  const { list, at, number } = last;
  const place = { list, at: at.toString(), number };
  const data = { verb: 'list-waiting', ...toldIn(policy, inflow), now: now.toString(), ...place };
  return [buttonTo(cards, cards.say('digest.more', { count }), data)];
}

/** The button back to the whole digest. */
export const backButton = (cards: Cards, policy: Policy, inflow: DigestPage['inflow']): object =>
  buttonTo(cards, cards.say('digest.back'), { verb: 'show-digest', ...toldIn(policy, inflow) });

/** A button of a digest. */
export const buttonTo = (cards: Cards, title: string, data: object): object =>
  cards.expand('action-press', { title, mode: 'primary', style: 'default', data });

/** Whose digest, and the period that it tells of, as its buttons carry it. */
export const toldIn = ({ municipality }: Policy, { since, until }: DigestPage['inflow']): object => ({
  municipality,
  since: since.toString(),
  until: until.toString(),
});

/** Number and kind, which lead to the card, then everything that tells what is to be done with it, and by whom. */
function lineOf(cards: Cards, policy: Policy, item: DigestItem, now: Temporal.Instant): object {
  const link = cardLink(item.card);
  const title = platformTitle(item.platform);
  const url = link === '' ? (safeUrl(item.platform, item.permalink) ?? '') : link;
  return {
    where: titleOf(cards, item),
    rest: [
      ...findingOf(cards, policy, item),
      headerOf(cards, item),
      ...waitsFor(cards, policy, item, now),
    ].join(' · '),
    open: link === '' ? cards.say('link', { platform: title }) : cards.say('digest.open'),
    url,
  };
}

/** What may cover it. Nothing of what is secret, nor of what is closed. */
function findingOf(cards: Cards, policy: Policy, { finding, screening, closed }: DigestItem): string[] {
  if (finding === null || closed || screening.display === 'secret') return [];
  const category = policy.categories.get(finding.category)?.name[cards.locale] ?? '';
  return [cards.say('digest.finding', { category, rule: finding.rule })];
}

/** Platform, account and when the comment was written. */
const headerOf = (cards: Cards, { platform, account, writtenAt }: DigestItem): string =>
  cards.say('header', {
    platform: platformTitle(platform),
    account: shownName(account) ?? '',
    at: dayOf(cards, writtenAt),
  });

/** What is awaited and when, what went wrong, and who has it. */
function waitsFor(cards: Cards, policy: Policy, item: DigestItem, now: Temporal.Instant): string[] {
  const { target, problem, owner, closed, awaitsRegistrar, handover } = item;
  const kind =
    target?.kind === 'answer'
      ? `answer.${promiseTo(policy, item.kind) === null ? 'goal' : 'promise'}`
      : target?.kind;
  const name = personOf(cards, owner);
  return [
    ...(target ? [cards.say(`digest.awaits.${kind}`, { at: momentOf(cards, target.at, now) })] : []),
    ...(problem ? [cards.say(`digest.problem.${problem}`)] : []),
    ...(awaitsRegistrar ? [cards.say('digest.awaits.registrar')] : []),
    ...(handover ? [cards.say(`digest.handover.${handover}`)] : []),
    ...(closed
      ? []
      : [owner === null ? cards.say('digest.owner.none') : cards.say('digest.owner', { name })]),
  ];
}
