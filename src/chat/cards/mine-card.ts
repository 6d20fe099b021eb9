import { MINE_LISTS, type Mine, type MineItem, type MineListName } from '../../core/mine.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cardLink } from './card-link.ts';
import { awaitedOf } from './digest-lines.ts';
import { fitCard } from './fit-card.ts';
import { MOST_FOUND, showButton } from './found-card.ts';
import type { Cards } from './load-cards.ts';
import { personOf } from './names.ts';

/** So many lines of each list are asked for: no more tickets go into the button back from one. */
export const MOST_MINE = MOST_FOUND;

/** What somebody has in one municipality. `mayShow`: where "Visa" is answered, which tells the rest to the presser. */
export interface MineIn {
  readonly policy: Policy;
  readonly mine: Mine;
  readonly mayShow: boolean;
}

interface Line extends MineIn {
  readonly item: MineItem;
  /** Those that stand beside it, of its municipality. */
  readonly beside: readonly string[];
}

/**
 * What the person has and what waits for them, in all of these municipalities together. In a channel everyone reads the answer:
 * neither text nor author stands here, and of what is secret the number alone.
 */
export function mineCard(
  cards: Cards,
  towns: readonly MineIn[],
  { name, now }: { readonly name: string; readonly now: Temporal.Instant },
): CardMessage {
  const municipality = towns.map(({ policy }) => policy.shortName).join(', ');
  const summary = cards.say('mine.head', { name: personOf(cards, name), municipality });
  const isEmpty = towns.every(({ mine }) => mine.items.length === 0);
  const title = towns.some(({ mayShow }) => mayShow) ? 'mine.title.show' : 'mine.title';
  const card = fitCard([MOST_MINE, 5, 3, 2, 1], (limit) =>
    cards.expand('mine', {
      lang: cards.locale,
      head: summary,
      title: cards.say(isEmpty ? 'mine.none' : title),
      lists: MINE_LISTS.flatMap((name) => listOf(cards, towns, { name, limit, now })),
    }),
  );
  return { card, summary };
}

function listOf(
  cards: Cards,
  towns: readonly MineIn[],
  {
    name,
    limit,
    now,
  }: { readonly name: MineListName; readonly limit: number; readonly now: Temporal.Instant },
): object[] {
  const total = towns.reduce((sum, { mine }) => sum + mine.totals[name], 0);
  if (total === 0) return [];
  const lines = towns
    .flatMap((town): Line[] => {
      const items = town.mine.items.filter(({ list }) => list === name);
      return items.map((item) => ({ ...town, item, beside: items.map(({ ticket }) => ticket) }));
    })
    .toSorted((a, b) => Temporal.Instant.compare(a.item.at, b.item.at))
    .slice(0, limit);
  const list = cards.say(`mine.list.${name}`, { total });
  const shown = lines.length;
  return [
    {
      title: shown < total ? cards.say('mine.list.shown', { list, shown }) : list,
      items: lines.map((line) => lineOf(cards, line, { now, isOne: towns.length === 1 })),
    },
  ];
}

function lineOf(
  cards: Cards,
  { policy, item, mayShow, beside }: Line,
  { now, isOne }: { readonly now: Temporal.Instant; readonly isOne: boolean },
): object {
  return {
    number: cards.say('found.number', { number: item.number }),
    rest: [
      ...(isOne ? [] : [policy.shortName]),
      ...(item.display === 'secret' ? [] : factsOf(cards, policy, item, now)),
    ].join(' · '),
    open: cards.say('digest.open'),
    url: cardLink(item.card),
    actions: mayShow ? [showButton(cards, item.ticket, beside)] : [],
  };
}

function factsOf(cards: Cards, policy: Policy, item: MineItem, now: Temporal.Instant): string[] {
  const { platform, target, state } = item;
  const isLate = target !== null && Temporal.Instant.compare(target.at, now) < 0;
  return [
    platformTitle(platform),
    ...awaitedOf(cards, policy, item, now),
    // What is to be judged at once was awaited from its first second.
    ...(isLate && target.kind !== 'at-once' ? [cards.say('mine.late')] : []),
    cards.say(`found.state.${state}`),
  ];
}
