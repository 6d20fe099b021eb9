import type { ShareBlock } from '../../core/digest.ts';
import type { Policy } from '../../core/policy.ts';
import type { Cards } from './load-cards.ts';
import { dateOf } from './moment.ts';

/** Words on a published promise, or on an internal goal that nobody was promised. */
export const promiseOf = ({ clock }: Policy): 'promise' | 'goal' =>
  clock.promise === null ? 'goal' : 'promise';

/**
 * The share of answers in time, block by block, for the card's chart and for clients that draw none; an empty list when
 * it is not wanted. Numbers, not shares: a block in which nothing was due must not look like one that went well.
 */
export function shareOf(cards: Cards, policy: Policy, share: readonly ShareBlock[] | null): object[] {
  if (share === null) return [];
  const kind = promiseOf(policy);
  const line = (span: string, { due, inTime }: Pick<ShareBlock, 'due' | 'inTime'>): string =>
    cards.say(`digest.share.line.${due === 0 ? 'none' : kind}`, { span, due, inTime });
  const total = {
    due: share.reduce((sum, { due }) => sum + due, 0),
    inTime: share.reduce((sum, { inTime }) => sum + inTime, 0),
  };
  const labels = share.map(({ from, to, due }) =>
    cards.say(due === 0 ? 'digest.share.label.none' : 'digest.share.label', {
      from: shortDate(cards, from),
      to: shortDate(cards, to),
    }),
  );
  const series = (legend: string, color: string, count: (block: ShareBlock) => number) => ({
    legend,
    color,
    values: share.map((block, place) => ({ x: labels[place], y: count(block) })),
  });
  return [
    {
      title: cards.say(`digest.share.title.${kind}`),
      total: line(cards.say('digest.share.all'), total),
      /** An empty chart says less than the line above it. */
      drawn: total.due > 0,
      axis: cards.say('digest.share.axis'),
      series: [
        series(cards.say(`digest.share.yes.${kind}`), 'good', ({ inTime }) => inTime),
        series(cards.say(`digest.share.no.${kind}`), 'attention', ({ due, inTime }) => due - inTime),
      ],
      blocks: share.map((block) => ({
        text: line(
          cards.say('digest.share.span', { from: dateOf(cards, block.from), to: dateOf(cards, block.to) }),
          block,
        ),
      })),
    },
  ];
}

const shortDate = (cards: Cards, { day, month }: Temporal.PlainDate): string =>
  cards.say('digest.share.date', { day, month: cards.say('months').split(' ')[month - 1] ?? '' });
