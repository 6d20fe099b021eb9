import { describe, expect, it } from 'vitest';
import { createBatches } from '../../src/engine/batches.ts';

/** Notes each turn; a turn ends when it is told to. */
function turns(most = 10) {
  const made: { key: string; items: readonly string[]; end: () => void }[] = [];
  const add = createBatches<string, string>({
    most,
    identityOf: (item) => item.slice(0, 1),
    run: (key, items) =>
      new Promise((resolve, reject) => {
        const end = () =>
          items.some((item) => item.endsWith('!'))
            ? reject(new Error(`cannot: ${items.join(' ')}`))
            : resolve(items.map((item) => `${item} done`));
        made.push({ key, items, end });
      }),
  });
  const endAll = async () => {
    for (let next = 0; next < made.length; next += 1) {
      made[next]?.end();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { made, add, endAll };
}

describe('Batches', () => {
  it('take together what arrives while a turn is under way, and give each its own result', async () => {
    const { made, add, endAll } = turns();
    const results = Promise.all(['a1', 'b1', 'c1'].map((item) => add('town', item)));
    await endAll();
    expect(await results).toEqual(['a1 done', 'b1 done', 'c1 done']);
    expect(made.map(({ items }) => items)).toEqual([['a1'], ['b1', 'c1']]);
  });

  it('never take two of the same identity, and keep their order', async () => {
    const { made, add, endAll } = turns();
    const results = Promise.all(['a1', 'b1', 'b2', 'c1', 'b3'].map((item) => add('town', item)));
    await endAll();
    await results;
    expect(made.map(({ items }) => items)).toEqual([['a1'], ['b1', 'c1'], ['b2'], ['b3']]);
  });

  it('do not grow beyond their bound', async () => {
    const { made, add, endAll } = turns(2);
    const results = Promise.all(['a', 'b', 'c', 'd', 'e'].map((item) => add('town', item)));
    await endAll();
    await results;
    expect(made.map(({ items }) => items.length)).toEqual([1, 2, 2]);
  });

  it('let one that cannot be done fail alone', async () => {
    const { add, endAll } = turns();
    const results = Promise.allSettled(['a', 'b', 'c!', 'd'].map((item) => add('town', item)));
    await endAll();
    expect((await results).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('do not wait for another key', async () => {
    const { made, add, endAll } = turns();
    const results = [add('town', 'a'), add('village', 'a')];
    expect(made.map(({ key }) => key)).toEqual(['town', 'village']);
    await endAll();
    await Promise.all(results);
  });
});
