import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listed, Listing } from '../../../src/ports/platform.ts';
import { refusal } from '../../contracts/wire.ts';
import { CHANNEL, START, type YouTubeWorld, youtubeWorld } from './world.ts';

describe('what is listed of a channel', () => {
  let world: YouTubeWorld;
  beforeEach(async () => {
    world = await youtubeWorld();
  });
  afterEach(() => world.close());

  const list = async (changed: Partial<Listing> = {}): Promise<Listed[]> => {
    const { now } = world;
    const asked = { account: CHANNEL.id, since: now.subtract({ hours: 26 }), awaited: [], now, ...changed };
    return (await Array.fromAsync(world.platform.list(asked))).flat();
  };
  const comments = async (changed?: Partial<Listing>) =>
    (await list(changed)).filter(({ comment }) => comment.kind !== 'post');
  const texts = async (changed?: Partial<Listing>) =>
    (await comments(changed)).map(({ comment }) => comment.text);
  /** When it was written, and its text. */
  const timesOf = (listed: Listed | undefined) => [
    `${listed?.comment.createdAt}`,
    `${listed?.comment.writtenAt}`,
  ];
  const ago = (hours: number) => ({
    createdAt: START.subtract({ minutes: Math.round(hours * 60) }).toString(),
  });

  it('is each comment as it stands, with where it stands', async () => {
    const top = world.write('Åäö & <b>"citat"</b> 🙂');
    const below = world.write('Svar', { parent: top.externalId, asChannel: true });
    const listed = await comments();
    expect(listed.map(({ comment }) => comment)).toMatchObject([
      {
        platform: 'youtube',
        account: CHANNEL.id,
        externalId: top.externalId,
        postId: top.postId,
        author: { id: top.authorId, name: '@kim-testsson' },
        text: 'Åäö & <b>"citat"</b> 🙂',
        permalink: `https://www.youtube.com/watch?v=${top.postId}&lc=${top.externalId}`,
        own: false,
      },
      { externalId: below.externalId, postId: top.postId, parentId: top.externalId, text: 'Svar', own: true },
    ]);
    expect(timesOf(listed[0])).toEqual([`${START}`, `${START}`]);
    expect(listed[0]?.node).toMatchObject({ id: top.externalId, snippet: { canReply: true } });
    expect(JSON.stringify(listed[0]?.node)).not.toContain(below.externalId);
  });

  it('is the videos too, whose words the comments answer', async () => {
    const [video, ...more] = (await list()).filter(({ comment }) => comment.kind === 'post');
    expect(more).toEqual([]);
    expect(video?.comment.own).toBe(true);
    const published = `${START.subtract({ hours: 24 })}`;
    expect(timesOf(video)).toEqual([published, published]);
    expect(video?.comment.text).toMatch(/^Kommunfullmäktige sammanträder\n\nSändningen/u);
    world.youtube.state.videos.splice(0);
    expect(await list()).toEqual([]);
  });

  it('is all the replies of a thread that holds a few', async () => {
    const top = world.write('Fråga');
    for (let at = 0; at < 120; at += 1) world.write(`Svar ${at}`, { parent: top.externalId });
    expect(new Set(await texts()).size).toBe(121);
    expect(world.calls().filter((call) => call === 'GET /comments')).toHaveLength(2);
  });

  it('says of what waits for review, and of likely spam, that the public does not see it', async () => {
    const top = world.write('Öppen');
    world.write('Dolt svar', { parent: top.externalId, status: 'heldForReview' });
    world.write('Dold', { status: 'heldForReview' });
    world.write('Skräp', { status: 'likelySpam' });
    const seen = new Map((await comments()).map(({ comment, hidden }) => [comment.text, hidden]));
    expect(Object.fromEntries(seen)).toEqual({ Öppen: false, 'Dolt svar': true, Dold: true, Skräp: true });
  });

  it('goes back page by page to what is older than asked for, and no further', async () => {
    for (let at = 0; at < 350; at += 1) world.write(`${at}`, ago(at / 5));
    world.calls();
    expect(new Set(await texts({ since: START.subtract({ hours: 30 }) })).size).toBe(300);
    // Two of what is hidden, three of what is not.
    expect(world.calls().filter((call) => call === 'GET /commentThreads')).toHaveLength(5);
  });

  it('finds a new reply in an old thread in which somebody waits, whatever stands between', async () => {
    const old = world.write('Gammal fråga', ago(24 * 20));
    const hidden = world.write('Gammal och dold', { ...ago(24 * 21), status: 'heldForReview' });
    for (let at = 0; at < 250; at += 1) world.write(`${at}`, ago(30 + at / 100));
    world.write('Nytt svar', { parent: old.externalId });
    expect(await texts()).not.toContain('Nytt svar');
    const awaited = [old.externalId, hidden.externalId];
    const found = await comments({ awaited });
    expect(found.map(({ comment }) => comment.text)).toEqual(
      expect.arrayContaining(['Gammal fråga', 'Nytt svar']),
    );
    expect(
      found.filter(({ comment }) => comment.text === 'Gammal och dold').map((one) => one.hidden),
    ).toEqual([true]);
  });

  it('asks for an awaited thread by its reply, and for none that it has seen', async () => {
    const top = world.write('Fråga');
    const below = world.write('Svar', { parent: top.externalId });
    await list();
    const usual = world.calls().length - 1;
    await list({ awaited: [below.externalId, 'UgGone.Gone'.replace('UgGone', top.externalId)] });
    expect(world.calls()).toHaveLength(usual);
    await list({ awaited: ['UgNobodyKnowsThis'] });
    expect(world.calls()).toHaveLength(usual + 1);
  });

  it('now and then reads the threads of the newest videos to their end', async () => {
    const old = world.write('Gammal fråga', ago(24 * 20));
    for (let at = 0; at < 250; at += 1) world.write(`${at}`, ago(24 * 16 + at / 100));
    world.write('Nytt svar', { parent: old.externalId });
    const [newest] = world.youtube.state.videos;
    if (newest) newest.closed = false;
    const [, second] = world.youtube.state.videos;
    if (second) second.closed = true;
    expect(await texts()).not.toContain('Nytt svar');
    expect(await texts({ since: START.subtract({ hours: 24 * 14 }) })).toContain('Nytt svar');
  });

  it('tells of an edit by the new text', async () => {
    const target = world.write('Före');
    world.now = START.add({ minutes: 5 });
    world.youtube.deed({ op: 'edit', id: target.externalId, text: 'Efter' });
    const [one] = await comments();
    expect(one?.comment.text).toBe('Efter');
    expect(timesOf(one)).toEqual([`${START}`, `${world.now}`]);
  });

  it('leaves out what has been rejected', async () => {
    const target = world.write('Hej');
    await world.platform.delete(target);
    expect(await texts()).toEqual([]);
  });

  it('ends with an error where a page fails, having handed over what came before', async () => {
    world.write('Dold', { status: 'heldForReview' });
    world.write('Öppen');
    world.fault({ kind: 'backendError', match: { path: '/playlistItems' } });
    expect((await refusal(list())).code).toBe('transient');
    const handed: string[] = [];
    const asked = { account: CHANNEL.id, since: START.subtract({ hours: 26 }), awaited: [], now: START };
    const reading = (async () => {
      for await (const page of world.platform.list(asked)) {
        handed.push(...page.map(({ comment }) => comment.text));
        if (handed.includes('Dold')) world.fault({ kind: 'lost-answer', match: { path: '/commentThreads' } });
      }
    })();
    expect((await refusal(reading)).code).toBe('transient');
    expect(handed).toContain('Dold');
    expect(handed).not.toContain('Öppen');
  });

  describe('within the units of the day', () => {
    const spend = async (times: number) => {
      for (let at = 0; at < times; at += 1) await world.platform.check(CHANNEL.id);
    };

    it('leaves 2,000 of 10,000 to acts, until midnight in California', async () => {
      const target = world.write('Hej');
      await list();
      for (let at = 0; at < 159; at += 1) await world.platform.hide(target);
      await spend(7_998 - world.youtube.state.project.used);
      expect(world.youtube.state.project.used).toBeGreaterThan(7_995);
      const error = await refusal(list());
      expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs: 20 * 3_600_000 });
      expect(world.youtube.state.project.used).toBeLessThanOrEqual(8_020);
      await world.platform.unhide(target);
      world.now = START.add({ hours: 20 });
      expect(await texts()).toEqual(['Hej']);
      expect(world.youtube.state.project.used).toBeLessThan(10);
    });

    it('asks no more once YouTube has said that nothing is left, whoever used it', async () => {
      world.youtube.state.project.used = 10_000;
      expect(await refusal(list())).toMatchObject({ code: 'rate-limited', retryAfterMs: 20 * 3_600_000 });
      world.calls();
      expect((await refusal(list())).code).toBe('rate-limited');
      expect(world.calls()).toEqual([]);
      world.now = START.add({ hours: 20 });
      await list();
    });

    it('knows midnight when the clocks change', async () => {
      // In California summer time ends on 1 November 2026 at 02:00: this day has 25 hours.
      world.now = Temporal.ZonedDateTime.from('2026-11-01T00:30[America/Los_Angeles]').toInstant();
      world.fault({ kind: 'quotaExceeded', match: { path: '/channels' } });
      expect(await refusal(list())).toMatchObject({ retryAfterMs: 24.5 * 3_600_000 });
    });
  });
});
