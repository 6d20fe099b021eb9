import { describe, expect, it } from 'vitest';
import type { UnpostedWish } from '../../src/core/digest-lists.ts';
import type { DigestSources } from '../../src/outbox/draw-up-digest.ts';
import { drawUpUnposted } from '../../src/outbox/draw-up-unposted.ts';
import type { StoredUnposted, UnpostedQuery } from '../../src/ports/digests.ts';
import { finding, NOW, numbered, policyOf, screening } from '../fakes/situations.ts';

const policy = policyOf('filipstad');
const inflow = { since: NOW.subtract({ hours: 24 }), until: NOW };
const asked: UnpostedQuery[] = [];

const stored = (count: number): StoredUnposted => ({
  ...{ comment: numbered(7, count), platform: 'facebook', writtenAt: NOW, permalink: null, number: null },
  ...{ author: 'Maja', text: String(count), attachments: false },
});

/** Twenty-five comments, the likelier to break a rule the higher their number; the fifth is secret. */
const all = Array.from({ length: 25 }, (_, index) => stored(index));
const sources = {
  clock: { now: () => NOW },
  store: {
    accounts: async () => [],
    unposted: async (_: string, query: UnpostedQuery) => {
      asked.push(query);
      return { total: all.length, before: 0, comments: all.slice(0, query.limit) };
    },
  },
  screen: (text: string) =>
    screening({
      findings: [finding(policy, 'FIL-17', { score: Number(text) / 100 })],
      display: text === '5' ? 'secret' : 'open',
    }),
} as unknown as DigestSources;

const drawn = (order: UnpostedWish['order'], after: string | null = null) =>
  drawUpUnposted(sources, policy, { to: 'unposted', inflow, wish: { account: null, order }, after });

describe('The comments without a card', () => {
  it('come as the store has them, a page of ten, and what may be secret without its text', async () => {
    const { comments } = await drawn('newest');
    expect(comments.map(({ shown }) => shown?.text)).toEqual([
      ...['0', '1', '2', '3', '4', undefined, '6', '7', '8', '9'],
    ]);
    expect(asked.at(-1)).toMatchObject({ limit: 10, after: null });
  });

  it('come the likeliest first, each once over all pages', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let before = 0; before < 25; before += 10) {
      const page = await drawn('likeliest', after);
      expect(page).toMatchObject({ total: 25, before });
      seen.push(...page.comments.map(({ comment }) => comment));
      after = page.comments.at(-1)?.comment ?? null;
    }
    expect(seen).toEqual(all.map(({ comment }) => comment).toReversed());
  });
});
