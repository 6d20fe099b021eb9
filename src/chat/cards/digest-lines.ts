import { localDay } from '../../core/calendar.ts';
import { DIGEST_LISTS, type DigestItem, type DigestPage, lineCount } from '../../core/digest-lists.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import { promiseTo } from '../../core/promise.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cut } from '../../text/characters.ts';
import { cardLink } from './card-link.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { dateOf, dayOf, momentOf } from './moment.ts';
import { personOf, shownName } from './names.ts';
import { safeText, safeUrl } from './safe-text.ts';
import { plainSpaces } from './says.ts';
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
        items: byPost(cards, items).flatMap(({ head, of }) => [
          ...(head === null ? [] : [head]),
          ...of.map((item) => ({ ...lineOf(cards, policy, item, now), mark: head === null ? '' : MARK })),
        ]),
      },
    ];
  });
}

/** Stands before each line of several on one post. */
const MARK = '– ';
/** So much of a post's own text, in UTF-16 units. */
const POST = 60;

/** The lines in their order, but those on one post together where the first of them stands, beneath what names the post. */
function byPost(cards: Cards, items: readonly DigestItem[]) {
  const groups = Map.groupBy(items, ({ post, number }) => post?.id ?? number);
  return [...groups.values()].map((of) => ({ head: of.length === 1 ? null : headOf(cards, of), of }));
}

/** What several have in common: the post that they stand under, in its own words where they are the account's. */
function headOf(cards: Cards, of: readonly DigestItem[]): object {
  const { text, isCut } = cut(safeText(plainSpaces(of[0]?.post?.text ?? '')).trim(), POST);
  const fill = { count: of.length, text: isCut ? `${text.trimEnd()}…` : text };
  const mark = cards.say(text === '' ? 'digest.post.untold' : 'digest.post', fill);
  return { mark, where: '', rest: '', open: '', url: '' };
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
  const { list, severity, at, number } = last;
  const place = { list, severity, at: at.toString(), number };
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
  const { problem, platform, proposedBy, byHand, awaitsRegistrar, handover } = item;
  return [
    ...awaitedOf(cards, policy, item, now),
    ...(problem ? [cards.say(`digest.problem.${problem}`)] : []),
    ...(proposedBy === null
      ? []
      : [cards.say('digest.awaits.approval', { name: personOf(cards, proposedBy) })]),
    ...(byHand ? [cards.say('digest.awaits.by-hand', { platform: platformTitle(platform) })] : []),
    ...(awaitsRegistrar ? [cards.say('digest.awaits.registrar')] : []),
    ...(handover ? [cards.say(`digest.handover.${handover}`)] : []),
    ...(item.closed ? [] : ownerOf(cards, item)),
  ];
}

function ownerOf(cards: Cards, { owner, seesTo }: DigestItem): string[] {
  if (owner !== null) return [cards.say('digest.owner', { name: personOf(cards, owner) })];
  return [
    cards.say('digest.owner.none'),
    ...(seesTo === null ? [] : [cards.say('digest.owner.sees-to', { name: personOf(cards, seesTo) })]),
  ];
}

/** What is awaited, and until when; empty where nothing is. */
export function awaitedOf(
  cards: Cards,
  policy: Policy,
  { target, kind }: Pick<DigestItem, 'target' | 'kind'>,
  now: Temporal.Instant,
): string[] {
  if (target === null) return [];
  const answer = promiseTo(policy, kind) === null ? 'answer.goal' : 'answer.promise';
  const what = target.kind === 'answer' ? answer : target.kind;
  return [cards.say(`digest.awaits.${what}`, { at: momentOf(cards, target.at, now) })];
}
