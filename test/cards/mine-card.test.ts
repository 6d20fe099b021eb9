import { describe, expect, it } from 'vitest';
import { type MineIn, mineCard } from '../../src/chat/cards/mine-card.ts';
import { MINE_LISTS, type MineItem } from '../../src/core/mine.ts';
import { MUNICIPALITIES, NOW, numbered, policyOf } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { cards } from './views.ts';

const PLACE = { conversation: '19:kanal@thread.tacv2', tenant: numbered(9, 1), messageId: '1760000000001' };

const item = (more: Partial<MineItem> = {}): MineItem => ({
  ...{ list: 'claimed', ticket: numbered(1, 1), number: 12, state: 'claimed', kind: 'comment' },
  ...{ platform: 'facebook', display: 'open', at: NOW, card: PLACE },
  target: { kind: 'answer', at: NOW.add({ hours: 2 }).toString() },
  ...more,
});
const inTown = (municipality: string, items: readonly MineItem[], total = items.length): MineIn => ({
  policy: policyOf(municipality),
  mine: {
    totals: { claimed: 0, alerted: 0, asked: 0, proposed: 0, unclaimed: 0, [items[0]?.list ?? '']: total },
    items,
  },
  mayShow: true,
});
const drawn = (towns: readonly MineIn[], locale: 'sv' | 'en' = 'sv') =>
  mineCard(cards[locale], towns, { name: 'Anna Lind', now: NOW }).card;

describe('The card of what is one’s own', () => {
  it.each(MINE_LISTS)('names each line of what is %s by number, platform, deadline and state', (list) => {
    for (const locale of ['sv', 'en'] as const) {
      const card = drawn([inTown('filipstad', [item({ list })])], locale);
      expect(lintCard(card)).toEqual([]);
      expect(JSON.stringify(card)).toContain(cards[locale].say(`mine.list.${list}`, { total: 1 }));
      expect(JSON.stringify(card)).not.toMatch(/[{]\w+[}]/u);
    }
    expect(JSON.stringify(drawn([inTown('filipstad', [item({ list })])]))).toMatch(
      /"Nr 12".*" · Facebook · svara senast [^"]*\d · Tagen"/u,
    );
  });

  it('says what is late, but not of what was to be judged at once', () => {
    const late = (kind: 'answer' | 'at-once') =>
      JSON.stringify(
        drawn([inTown('filipstad', [item({ target: { kind, at: NOW.subtract({ hours: 1 }).toString() } })])]),
      );
    expect(late('answer')).toContain(' · försenad · ');
    expect(late('at-once')).not.toContain('försenad');
  });

  it('stays within what Teams takes in five towns with full lists, the first to be done first, and counts the rest', () => {
    const towns = MUNICIPALITIES.map((municipality, at) => {
      const items = MINE_LISTS.flatMap((list) =>
        Array.from({ length: 8 }, (_, n) =>
          item({ list, ticket: numbered(at, n), number: n, at: NOW.add({ hours: n * 5 + at }) }),
        ),
      );
      const totals = { claimed: 20, alerted: 20, asked: 20, proposed: 20, unclaimed: 20 };
      return { ...inTown(municipality, items), mine: { totals, items } };
    });
    const card = drawn(towns);
    expect(lintCard(card)).toEqual([]);
    const json = JSON.stringify(card);
    expect(json).toMatch(/Tagna: 100, varav [1-5] visas/u);
    const [first] = /" · (\S+) · Facebook/u.exec(json)?.slice(1) ?? [];
    expect(first).toBe(towns[0]?.policy.shortName);
  });

  it('says what to do where there is nothing', () => {
    expect(JSON.stringify(drawn([inTown('filipstad', [])]))).toContain('Skriv sammanställning');
  });
});
