import { localDay } from '../../core/calendar.ts';
import type { Unposted, UnpostedPage, UnpostedWish } from '../../core/digest-lists.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cut } from '../../text/characters.ts';
import { backButton, buttonTo, toldIn } from './digest-lines.ts';
import { EVERY } from './every.ts';
import { fitCard } from './fit-card.ts';
import { takeUpButton } from './found-card.ts';
import type { Cards } from './load-cards.ts';
import { dateOf, dayOf } from './moment.ts';
import { authorOf, shownName } from './names.ts';
import { safeText, safeUrl } from './safe-text.ts';

/** So much of a comment is shown to the one who asks what got no card, the most first: no line of a page is left out. */
const EXCERPTS = [200, 160, 120, 80, 40, 0] as const;

/** A page of the comments that got no card, with author and the beginning of the text, for the presser alone. */
export function unpostedCard(cards: Cards, policy: Policy, page: UnpostedPage): CardMessage {
  const { now, before, total, comments, inflow } = page;
  const about = { day: dateOf(cards, localDay(now)), municipality: policy.shortName };
  const place = { from: before + 1, to: before + comments.length, total };
  const card = fitCard(EXCERPTS, (excerpt) =>
    cards.expand('unposted', {
      lang: cards.locale,
      head: cards.say('digest.head', about),
      fallback: cards.say('digest.fallback', about),
      title: cards.say(comments.length === 0 ? 'digest.unposted.empty' : 'digest.unposted', place),
      items: comments.map((comment) => lineOf(cards, policy, page, { comment, excerpt })),
      actions: [
        ...moreButton(cards, policy, page),
        choiceButton(cards, policy, page),
        backButton(cards, policy, inflow),
      ],
    }),
  );
  return { card, summary: cards.say('digest.head', about) };
}

/** The button to the comments that got no card. */
export const unpostedButton = (
  cards: Cards,
  policy: Policy,
  inflow: UnpostedPage['inflow'],
  { title }: { title: string },
): object => buttonTo(cards, title, { verb: 'list-unposted', ...toldIn(policy, inflow) });

/** Where a page of them begins, and what stands on it: as short as it can be said, since every line's button says it. */
const placeOf = (
  { inflow: { since, until }, wish }: Pick<UnpostedPage, 'inflow' | 'wish'>,
  after: string | null,
): object => ({
  ...{ since: since.toString(), until: until.toString() },
  ...(wish.account && { account: choiceOf(wish.account) }),
  ...(wish.order !== 'newest' && { order: wish.order }),
  ...(after !== null && { after }),
});

const choiceOf = (account: UnpostedWish['account']): string =>
  account === null ? EVERY : `${account.platform}:${account.account}`;

function moreButton(cards: Cards, policy: Policy, page: UnpostedPage): object[] {
  const { before, total, comments } = page;
  const after = comments.at(-1)?.comment;
  const count = total - before - comments.length;
  if (after === undefined || count <= 0) return [];
  return [
    buttonTo(cards, cards.say('digest.more', { count }), {
      verb: 'list-unposted',
      municipality: policy.municipality,
      ...placeOf(page, after),
    }),
  ];
}

/** Of which account, and which of them first: from the beginning. */
function choiceButton(cards: Cards, policy: Policy, page: UnpostedPage): object {
  const { inflow, accounts, wish } = page;
  const words = ['account', 'order', 'newest', 'likeliest', 'send'].map((key) => [
    key,
    cards.say(`digest.unposted.choice.${key}`),
  ]);
  const form = cards.expand('unposted-choice', {
    lang: cards.locale,
    account: choiceOf(wish.account),
    order: wish.order,
    accounts: [
      { title: cards.say('requests.form.every-account'), value: EVERY },
      ...accounts.map((account) => ({
        title: `${platformTitle(account.platform)} · ${shownName(account.name) ?? account.account}`,
        value: choiceOf(account),
      })),
    ],
    words: Object.fromEntries(words),
    data: { verb: 'list-unposted', ...toldIn(policy, inflow) },
  });
  return cards.expand('action-form', {
    title: cards.say('digest.unposted.choice'),
    mode: 'primary',
    style: 'default',
    form,
  });
}

function lineOf(
  cards: Cards,
  policy: Policy,
  page: UnpostedPage,
  { comment: one, excerpt }: { readonly comment: Unposted; readonly excerpt: number },
): object {
  const { comment, platform, writtenAt, shown, permalink, number } = one;
  const title = platformTitle(platform);
  return {
    where: `${title} · ${dayOf(cards, writtenAt)}`,
    rest:
      shown === null
        ? cards.say('digest.unposted.hidden', { platform: title })
        : `${authorOf(cards, platform, shown.author)} ${excerptOf(cards, shown.text, excerpt)}`,
    taken: number === null ? '' : cards.say('digest.unposted.taken', { number }),
    open: cards.say('link', { platform: title }),
    url: safeUrl(platform, permalink) ?? '',
    actions:
      number === null ? [takeUpButton(cards, policy, { comment, list: placeOf(page, page.after) })] : [],
  };
}

function excerptOf(cards: Cards, text: string, limit: number): string {
  const excerpt = cut(safeText(text).replaceAll(/\s+/gu, ' ').trim(), limit);
  if (excerpt.text === '') return limit === 0 ? '…' : cards.say('text.none');
  return excerpt.isCut ? `${excerpt.text}…` : excerpt.text;
}
