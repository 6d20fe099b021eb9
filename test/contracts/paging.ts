import { describe, expect, it } from 'vitest';
import { type CommonTrap, fill, trapsOf } from './cells.ts';
import { type Dialect, WRITTEN } from './dialect.ts';
import { type Asked, type Found, listing, ownReplies, type Script } from './listing.ts';
import type { Wired } from './wire.ts';

/** Gives what the table says of a trap. */
export type Trap = (wired: Wired, dialect: Dialect) => Promise<string>;

/** Every way in which a list leads astray, on each platform's list of comments. `own`: those of one alone, and those that it lays otherwise. */
export function pagingContract(wired: Wired, dialect: Dialect, own: Readonly<Record<string, Trap>>): void {
  const traps: Readonly<Record<string, Trap>> = { ...COMMON, ...own };
  describe('a list with', () => {
    it.for(trapsOf(wired.name))('%s', async (row, { task }) => {
      const trap = traps[row];
      if (trap === undefined) throw new Error(`there is no test of ${row}`);
      const place = { platform: wired.name, part: 'paging', row, column: null } as const;
      await fill(task, place, () => trap(wired, dialect));
    });
  });
}

/** Listed whole, each once, in so many pages. */
export async function wholeIn(pages: number, wired: Wired, dialect: Dialect, asked: Asked): Promise<string> {
  const found = await listing(wired, dialect, asked);
  expect(found).toMatchObject({ code: null, pages });
  expect(found.ids).toHaveLength(found.written);
  expect(new Set(found.ids).size).toBe(found.written);
  return said(found);
}

const said = ({ ids, pages }: Found): string => `${ids.length} listed in ${pages} pages`;

const half = (all: readonly unknown[], which: 0 | 1) =>
  all.slice((which * WRITTEN) / 2, ((which + 1) * WRITTEN) / 2);

const COMMON: Readonly<Record<CommonTrap, Trap>> = {
  'more than a page': (wired, dialect) =>
    wholeIn(2 + dialect.beyond, wired, dialect, { written: dialect.size + 20 }),
  // Who asks for 100 may be given two: the next page begins after those.
  'fewer than asked for': (wired, dialect) =>
    wholeIn(3, wired, dialect, {
      size: 2,
      script: (at, all) => ({ items: all.slice(2 * at, 2 * at + 2), next: at < 2 ? at + 1 : null }),
    }),
  'empty pages': (wired, dialect) =>
    wholeIn(4, wired, dialect, {
      script: (at, all) => ({
        items: at % 2 === 0 ? [] : half(all, at === 1 ? 0 : 1),
        next: at < 3 ? at + 1 : null,
      }),
    }),
  'repeating cursor': (wired, dialect) =>
    wholeIn(2, wired, dialect, { script: (at, all) => ({ items: half(all, at === 0 ? 0 : 1), next: 1 }) }),
  circle: (wired, dialect) =>
    wholeIn(3, wired, dialect, {
      script: (at, all) => ({
        items: at === 0 ? [] : half(all, at === 1 ? 0 : 1),
        next: at === 1 ? 2 : 1,
      }),
    }),
  // What was not read to its end must not look as if it had been.
  'no end': async (wired, dialect) => {
    const script: Script = (at, all) => ({ items: at === 0 ? all : [], next: at + 1 });
    const { ids, pages, code } = await listing(wired, dialect, { script });
    expect([code, ids.length]).toEqual(['rejected', WRITTEN]);
    expect(pages).toBeLessThanOrEqual(200);
    return `${code} after ${pages} pages`;
  },
  // What is written meanwhile moves others down, to stand on the next page too; what goes away moves one up, past it.
  'moves between pages': async (wired, dialect) => {
    const from = (second: number): Script => {
      return (at, all) => ({ items: at === 0 ? half(all, 0) : all.slice(second), next: at === 0 ? 1 : null });
    };
    const down = await listing(wired, dialect, { script: from(2) });
    expect([down.ids.length, new Set(down.ids).size]).toEqual([WRITTEN + 1, WRITTEN]);
    const up = await listing(wired, dialect, { script: from(4), again: true });
    expect(new Set(up.ids).size).toBe(WRITTEN);
    return 'none is lost: listed twice, or by the next listing';
  },
  // A reply that is not found here counts as one that was never published, and would be again.
  'own replies past empty pages': async (wired, dialect) => {
    const script: Script = (at, all) => ({
      items: at === 0 ? [] : all.slice(at - 1, at),
      next: at < 2 ? at + 1 : null,
    });
    const { found, pages } = await ownReplies(wired, dialect, { texts: ['Ja.', 'Nej.'], script });
    expect([found.toSorted(), pages]).toEqual([['Ja.', 'Nej.'], 3]);
    return `${found.length} found in ${pages} pages`;
  },
};
