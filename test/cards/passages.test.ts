import { describe, expect, it } from 'vitest';
import { passagesOf } from '../../src/chat/cards/passages.ts';
import { finding, policyOf } from '../fakes/situations.ts';
import { cards, TEXT, viewAt } from './views.ts';

const policy = policyOf('ludvika');
const evidence = (words: string, why: string) => {
  const start = TEXT.indexOf(words);
  return { start, end: start + words.length, source: 'model' as const, why };
};

const marked = (findings: ReturnType<typeof finding>[]) => {
  const view = viewAt('is new', 'ludvika', 'open', { screening: { findings } });
  return passagesOf(cards.sv, view)
    .flatMap(({ runs }) => runs)
    .filter((run) => run.marked)
    .map(({ text }) => text);
};

describe('The words that a card marks', () => {
  it('are those that the examples taught for the likeliest rule, and what was listed or detected for any', () => {
    const insult = finding(policy, 'LUD-04', { evidence: [evidence('en riktig sillmjölke', 'examples')] });
    const data = finding(policy, 'LUD-11', {
      evidence: [evidence('Grannen på Storgatan', 'examples'), evidence('19121212-1212', 'personnummer')],
    });
    expect(marked([insult, data])).toEqual(['en riktig sillmjölke', '19121212-1212']);
    expect(marked([data, insult])).toEqual(['Grannen på Storgatan', '19121212-1212']);
  });

  it('are none where nothing is a reason by itself', () => {
    expect(marked([finding(policy, 'LUD-04', { evidence: [] })])).toEqual([]);
  });
});
