import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GraphSimulator, startGraph } from '../../../src/local/graph/server.ts';
import type { Listed, Listing, Platform } from '../../../src/ports/platform.ts';
import { refusal } from '../../contracts/wire.ts';
import { ACCOUNT, instagramOn, peopleOn } from './simulated.ts';

const NOW = Temporal.Now.instant();

describe('what is listed of an Instagram account', () => {
  let graph: GraphSimulator;
  let platform: Platform;
  let people: ReturnType<typeof peopleOn>;
  let calls: string[];
  beforeEach(async () => {
    graph = await startGraph();
    people = peopleOn(graph);
    calls = [];
    platform = instagramOn(graph, {
      fetch: (url, init) => {
        calls.push(new URL(String(url)).pathname.replace('/v26.0/', ''));
        return fetch(url, init);
      },
    });
  });
  afterEach(() => graph.close());
  const list = async (asked: Partial<Listing> = {}) => {
    calls = [];
    const since = NOW.subtract({ hours: 24 * 14 });
    const all: Listed[] = [];
    for await (const page of platform.list({ account: ACCOUNT, since, awaited: [], now: NOW, ...asked }))
      all.push(...page);
    return all;
  };
  const comments = async (asked: Partial<Listing> = {}) =>
    (await list(asked)).filter(({ comment }) => comment.kind !== 'post');
  const textsOf = (listed: readonly Listed[]) => listed.map(({ comment }) => comment.text);

  it('is its own media, every comment and every reply, as they stand', async () => {
    const top = people.write('När öppnar isbanan?', { createdAt: '2026-04-24T03:06:40Z' });
    const reply = people.write('Klockan tio.', { parent: top.externalId, asAccount: true });
    people.change({ op: 'hide', id: top.externalId, hidden: true });
    const all = await list();
    const posts = all.filter(({ comment }) => comment.kind === 'post');
    expect(posts.map(({ comment }) => comment.own)).toEqual([true, true]);
    const listed = all.filter(({ comment }) => comment.kind !== 'post');
    expect(listed).toMatchObject([
      {
        hidden: true,
        comment: {
          platform: 'instagram',
          externalId: top.externalId,
          postId: top.postId,
          author: { id: top.authorId, name: 'kim.testsson' },
          createdAt: Temporal.Instant.from('2026-04-24T03:06:40Z'),
          own: false,
        },
      },
      { hidden: false, comment: { externalId: reply.externalId, parentId: top.externalId, own: true } },
    ]);
    expect(listed[0]?.comment.permalink).toMatch(/^https:\/\/www\.instagram\.com\/p\//u);
    expect(listed[0]?.node).toMatchObject({ id: top.externalId, text: 'När öppnar isbanan?' });
  });

  it('is read to its end at 50 a page, also where a page is empty, and so are the replies', async () => {
    const [first] = Array.from({ length: 60 }, (_, at) => people.write(`Fråga ${at}`));
    for (let at = 0; at < 60; at += 1) people.write(`Svar ${at}`, { parent: first?.externalId });
    // The newest page holds only what is never returned.
    for (let at = 0; at < 50; at += 1) people.write(`Ovän ${at}`, { username: 'ovan' });
    people.deed({ op: 'restrict', username: 'ovan', restricted: true });
    const texts = textsOf(await comments());
    expect(new Set(texts).size).toBe(120);
    expect(texts).toHaveLength(120);
  });

  it('is never what stands under media with an age limit, or in a broadcast', async () => {
    const { id: gated } = people.deed({ op: 'publish', ageGated: true });
    const { id: live } = people.deed({ op: 'publish', live: 'on' });
    people.write('Skål', { media: gated });
    people.write('Hej hej', { media: live });
    expect(await comments()).toEqual([]);
  });

  it('says who wrote only where Instagram does', async () => {
    people.write('Hej', { anonymous: true });
    const [listed] = await comments();
    expect(listed?.comment.author).toEqual({ id: undefined, name: undefined });
    expect(listed?.comment.own).toBe(false);
  });

  it('is asked of an old media only when its number of comments has changed', async () => {
    const { id: media } = people.deed({
      op: 'publish',
      caption: 'Förra året',
      createdAt: NOW.subtract({ hours: 24 * 300 }).toString(),
    });
    people.write('Gammal fråga', { media });
    expect(textsOf(await comments())).toEqual(['Gammal fråga']);
    expect(await comments()).toEqual([]);
    expect(calls).not.toContain(`${media}/comments`);
    people.write('Ny fråga', { media });
    expect(textsOf(await comments())).toEqual(['Ny fråga', 'Gammal fråga']);
  });

  it('counts nothing as read before it was', async () => {
    const { id: media } = people.deed({
      op: 'publish',
      createdAt: NOW.subtract({ hours: 24 * 300 }).toString(),
    });
    people.write('Gammal fråga', { media });
    platform = instagramOn(graph, {
      fetch: async (url, init) => {
        calls.push(String(url));
        const isFirst = calls.filter((each) => each.includes(`${media}/comments`)).length === 1;
        if (isFirst && String(url).includes(`${media}/comments`)) return new Response('', { status: 502 });
        return fetch(url, init);
      },
    });
    expect((await refusal(list())).code).toBe('transient');
    const again: string[] = [];
    const since = NOW.subtract({ hours: 24 * 14 });
    for await (const page of platform.list({ account: ACCOUNT, since, awaited: [], now: NOW }))
      again.push(...textsOf(page));
    expect(again).toContain('Gammal fråga');
  });

  it('is the thread of an awaited comment, wherever it stands and whether or not it is a reply', async () => {
    const { id: media } = people.deed({
      op: 'publish',
      createdAt: NOW.subtract({ hours: 24 * 300 }).toString(),
    });
    const top = people.write('Gammal fråga', { media });
    const below = people.write('Jag undrar också', { media, parent: top.externalId });
    await list();
    for (const asked of [top, below]) {
      const listed = await comments({ awaited: [asked.externalId] });
      expect(textsOf(listed)).toEqual(['Gammal fråga', 'Jag undrar också']);
      expect(listed[0]?.comment.postId).toBe(media);
      expect(listed[1]?.comment.parentId).toBe(top.externalId);
    }
    people.change({ op: 'remove', id: top.externalId });
    expect(await comments({ awaited: [top.externalId] })).toEqual([]);
  });
});
