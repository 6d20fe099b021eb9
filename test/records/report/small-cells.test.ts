import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Shown,
  shownInBand,
  shownMedian,
  shownWithSum,
} from '../../../src/records/report/small-cells.ts';

type Table = ReturnType<typeof shownWithSum>;

const written = ({ cells, sum }: Table): string => JSON.stringify([cells, sum]);
const isExact = ({ kind }: Shown): boolean => kind === 'count';

/** So high a hidden number is tried: far beyond what the sums of these tables leave room for. */
const MOST = 24;

/** Every table of that many numbers which would have been published in the same words. */
function alike(table: Table): number[][] {
  const choices = table.cells.map((cell) => {
    if (cell.kind === 'count') return [cell.count];
    const [from, to] = cell.kind === 'few' ? [1, 4] : [5, MOST];
    return Array.from({ length: to - from + 1 }, (_, place) => from + place);
  });
  const combined = choices.reduce<number[][]>(
    (all, values) => all.flatMap((one) => values.map((value) => [...one, value])),
    [[]],
  );
  return combined.filter((counts) => written(shownWithSum(counts)) === written(table));
}

describe('Numbers that are shown with their sum', () => {
  const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 5, max: 12 })), {
    minLength: 1,
    maxLength: 5,
  });

  it('let nobody work out one that is not shown, not even who knows how they were withheld', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const table = shownWithSum(given);
        const possible = alike(table);
        table.cells.forEach((cell, place) => {
          if (isExact(cell)) return;
          expect(new Set(possible.map((one) => one[place])).size, `${given} at ${place}`).toBeGreaterThan(1);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('show every 0 and never a number from 1 to 4', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const { cells, sum } = shownWithSum(given);
        for (const shown of [...cells, sum])
          if (shown.kind === 'count') expect(shown.count === 0 || shown.count >= 5).toBe(true);
        given.forEach((count, place) => {
          if (count === 0) expect(cells[place]).toEqual({ kind: 'count', count: 0 });
        });
      }),
    );
  });

  it.each([
    [[0, 12, 40], ['0', '12', '40'], '52'],
    [[0, 12, 3, 40], ['0', '12', 'few', 'withheld'], '55'],
    [[40, 3], ['withheld', 'few'], '43'],
    [[5, 1], ['withheld', 'few'], 'withheld'],
    [[3], ['few'], 'few'],
    [[4, 4, 0], ['few', 'few', '0'], 'withheld'],
    [[], [], '0'],
  ])('%j are shown as %j, together %s', (given, cells, sum) => {
    const word = (shown: Shown) => (shown.kind === 'count' ? String(shown.count) : shown.kind);
    const table = shownWithSum(given);
    expect([table.cells.map(word), word(table.sum)]).toEqual([cells, sum]);
  });
});

describe('Other numbers', () => {
  it('a median of fewer than five is not shown, and one of none says so', () => {
    expect(shownMedian({ hours: 2.345, of: 5 })).toEqual({ kind: 'hours', hours: 2.3 });
    expect(shownMedian({ hours: 2.345, of: 4 })).toEqual({ kind: 'withheld' });
    expect(shownMedian({ hours: null, of: 0 })).toEqual({ kind: 'none' });
  });

  it.each([
    [0, { kind: 'count', count: 0 }],
    [4, { kind: 'band', from: 1, to: 4 }],
    [5, { kind: 'band', from: 5, to: 9 }],
    [19, { kind: 'band', from: 10, to: 19 }],
    [4000, { kind: 'band', from: 50, to: null }],
  ])('%s that go on are shown as %j', (count, shown) => {
    expect(shownInBand(count)).toEqual(shown);
  });
});
