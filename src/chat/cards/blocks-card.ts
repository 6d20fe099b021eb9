import type { BlockInForce } from '../../core/block.ts';
import { localDay } from '../../core/calendar.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { fitCard } from './fit-card.ts';
import { MOST_FOUND, showButton } from './found-card.ts';
import type { Cards } from './load-cards.ts';
import { farDateOf } from './moment.ts';
import { personOf, shownName } from './names.ts';

/**
 * The municipality's blocks in force, for everyone who sees the answer: neither whose account it is nor why, and of what is
 * secret only until when. `mayShow`: where "Visa" is answered, which tells the rest to the presser.
 */
export function blocksCard(
  cards: Cards,
  { municipality, shortName }: Policy,
  blocks: readonly BlockInForce[],
  { now, mayShow }: { readonly now: Temporal.Instant; readonly mayShow: boolean },
): CardMessage {
  const summary = cards.say('blocks.head', { municipality: shortName });
  const total = blocks.length;
  const card = fitCard([MOST_FOUND, 5, 3, 1], (limit) => {
    const shown = blocks.slice(0, limit);
    const tickets = shown.map(({ ticket }) => ticket.id);
    const key = total === 0 ? 'none' : total > shown.length ? 'more' : 'all';
    return cards.expand('found', {
      lang: cards.locale,
      head: summary,
      title: cards.say(`blocks.${key}`, { total, shown: shown.length, town: municipality }),
      items: shown.map((block) => ({
        what: partsOf(cards, block, now).join(' · '),
        actions: mayShow ? [showButton(cards, block.ticket.id, tickets)] : [],
      })),
    });
  });
  return { card, summary };
}

function partsOf(cards: Cards, block: BlockInForce, now: Temporal.Instant): string[] {
  const { ticket, display, platform, account, accountName, since, rule, name } = block;
  const number = cards.say('found.number', { number: ticket.number });
  const until = untilOf(cards, block, now);
  if (display === 'secret') return [number, ...until];
  return [
    number,
    platformTitle(platform),
    shownName(accountName) ?? account,
    cards.say('blocks.since', { on: farDateOf(cards, localDay(since), now) }),
    ...until,
    rule,
    personOf(cards, name),
  ];
}

/** When it ends, and what has kept it from ending. */
function untilOf(cards: Cards, { untilOn, lifting }: BlockInForce, now: Temporal.Instant): string[] {
  const end =
    untilOn === null
      ? cards.say('blocks.indefinitely')
      : cards.say('blocks.until', { on: farDateOf(cards, untilOn, now) });
  if (lifting === 'asked' || lifting === 'failed' || lifting === 'unknown')
    return [end, cards.say(`blocks.lifting.${lifting}`)];
  const isOver = untilOn !== null && untilOn < localDay(now).toString();
  return isOver ? [end, cards.say('blocks.over')] : [end];
}
