import type { ShareBlock } from '../../core/digest.ts';
import type { Policy } from '../../core/policy.ts';
import type { Cards } from './load-cards.ts';

/** Words on a published promise, or on an internal goal that nobody was promised. */
const promiseOf = ({ clock }: Policy): 'promise' | 'goal' => (clock.promise === null ? 'goal' : 'promise');

/**
 * The share of answers in time, week by week, for the card's chart and, in the same words, for clients that draw none;
 * an empty list when it is not wanted. Numbers, not shares: a week in which nothing was due must not look like one that
 * went well. Bars that lie, without an axis: Teams divides an axis into quarters, whatever it counts, and cuts the
 * names of bars that stand.
 */
export function shareOf(cards: Cards, policy: Policy, share: readonly ShareBlock[] | null): object[] {
  if (share === null) return [];
  const kind = promiseOf(policy);
  const due = share.reduce((sum, block) => sum + block.due, 0);
  const inTime = share.reduce((sum, block) => sum + block.inTime, 0);
  return [
    {
      title: cards.say(`digest.share.title.${kind}`),
      total: cards.say(`digest.share.all.${due === 0 ? 'none' : kind}`, { due, inTime }),
      /** An empty chart says less than the line above it. */
      drawn: due > 0,
      bars: share.map((block) => ({ x: weekOf(cards, block), y: block.inTime })),
    },
  ];
}

const weekOf = (cards: Cards, { from, to, due, inTime }: ShareBlock): string =>
  cards.say(due === 0 ? 'digest.share.week.none' : 'digest.share.week', {
    from: shortDate(cards, from),
    to: shortDate(cards, to),
    due,
    inTime,
  });

const shortDate = (cards: Cards, { day, month }: Temporal.PlainDate): string =>
  cards.say('digest.share.date', { day, month: cards.say('months').split(' ')[month - 1] ?? '' });
