import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SIMULATED_CLIENT } from '../../../src/local/youtube/seed.ts';
import type { Platform, PlatformError, Target } from '../../../src/ports/platform.ts';
import { refusal } from '../../contracts/wire.ts';
import { AUTHOR, CHANNEL, START, type YouTubeWorld, youtubeWorld } from './world.ts';

const MINUTE_MS = 60_000;

const ACTS: Record<string, (platform: Platform, target: Target) => Promise<unknown>> = {
  hide: (platform, target) => platform.hide(target),
  unhide: (platform, target) => platform.unhide(target),
  delete: (platform, target) => platform.delete(target),
  reply: (platform, target) => platform.reply(target, 'Svar'),
};

/** What the contract suite's table has no column for. */
const REFUSALS: [reason: string, code: PlatformError['code'], retryAfterMs: number | null][] = [
  ['rateLimitExceeded', 'rate-limited', MINUTE_MS],
  ['forbidden', 'permission', null],
  ['commentsDisabled', 'permission', null],
  ['channelSuspended', 'account-paused', null],
  ['processingFailure', 'rejected', null],
  ['invalidParameter', 'rejected', null],
];

describe('YouTube', () => {
  let world: YouTubeWorld;
  let platform: Platform;
  beforeEach(async () => {
    world = await youtubeWorld();
    ({ platform } = world);
  });
  afterEach(() => world.close());
  const acts = () => world.youtube.state.acts.map(({ act }) => act);
  const onAct = { method: 'POST', path: '/comments' } as const;

  describe.each(Object.keys(ACTS))('%s', (act) => {
    const perform = (target: Target) => ACTS[act]?.(platform, target) ?? Promise.reject(new Error(act));

    it.each(REFUSALS)(
      'that is refused for %s throws %s and has done nothing',
      async (kind, code, retryAfterMs) => {
        const target = world.write('Hej');
        world.fault({ kind, match: onAct });
        expect(await refusal(perform(target))).toMatchObject({ code, retryAfterMs });
        expect(acts()).toEqual([]);
      },
    );

    it('with a token that is refused is sent once more with a new one, and done once', async () => {
      const target = world.write('Hej');
      world.fault({ kind: 'authError', match: onAct });
      await perform(target);
      expect(acts()).toHaveLength(1);
      expect(world.calls().filter((call) => call === 'POST /token')).toHaveLength(2);
    });
  });

  it.each(['status', 'text'] as const)('understands refusals spelled as %s', async (spelling) => {
    world.youtube.state.oddities.spelling = spelling;
    const target = world.write('Hej');
    const met = async (kind: string) => {
      world.fault({ kind, match: onAct });
      return (await refusal(platform.hide(target))).code;
    };
    expect(await met('quotaExceeded')).toBe('rate-limited');
    expect(await met('insufficientPermissions')).toBe('permission');
    expect(await met('commentNotFound')).toBe('not-found');
    expect(await met('invalidParameter')).toBe('rejected');
    expect(await met('backendError')).toBe('transient');
  });

  it('finds a comment gone that YouTube only says it could not process', async () => {
    const target = world.write('Hej');
    world.youtube.deed({ op: 'remove', id: target.externalId });
    for (const act of [platform.hide(target), platform.unhide(target), platform.delete(target)])
      expect((await refusal(act)).code).toBe('not-found');
    expect(await platform.read(target)).toBeNull();
  });

  it('shows nothing again that was removed, and takes the replies with it', async () => {
    const target = world.write('Hej');
    const below = world.write('Hej själv', { parent: target.externalId });
    await platform.delete(target);
    expect((await refusal(platform.unhide(target))).code).toBe('not-found');
    expect(await platform.read(below)).toBeNull();
  });

  it.each([false, true])(
    'sees a reply hidden and shown, and another not (others above it: %s)',
    async (many) => {
      const top = world.write('Fråga');
      const replies = Array.from({ length: many ? 8 : 2 }, (_, at) =>
        world.write(`Svar ${at}`, { parent: top.externalId }),
      );
      const [first, last] = [replies[0], replies.at(-1)];
      if (!first || !last) throw new Error('no replies');
      await platform.hide(first);
      expect((await platform.read(first))?.hidden).toBe(true);
      expect((await platform.read(last))?.hidden).toBe(false);
      expect((await platform.read(top))?.hidden).toBe(false);
      await platform.unhide(first);
      expect((await platform.read(first))?.hidden).toBe(false);
    },
  );

  it('sees what YouTube takes for spam as hidden', async () => {
    expect((await platform.read(world.write('Köp!', { status: 'likelySpam' })))?.hidden).toBe(true);
  });

  it('takes a removed comment that is still answered by its id for gone, since no list shows it', async () => {
    world.youtube.state.oddities.showsRejected = true;
    const other = world.write('En annan');
    const target = world.write('Hej');
    const below = world.write('Svar', { parent: other.externalId });
    await platform.delete(target);
    await platform.delete(below);
    expect(await platform.read(target)).toBeNull();
    expect(await platform.read(below)).toBeNull();
    expect((await platform.read(other))?.hidden).toBe(false);
  });

  it('deletes its own comment, which it cannot reject', async () => {
    const own = world.write('Vi återkommer', { asChannel: true });
    expect(await platform.read(own)).toMatchObject({ canHide: false, canRemove: true });
    await platform.delete(own);
    expect(acts()).toEqual(['delete']);
    expect((await refusal(platform.hide(world.write('Hej', { asChannel: true })))).code).toBe('permission');
  });

  it('answers a reply in its thread, beginning with whom it answers, and finds the answer by what was written', async () => {
    const top = world.write('Fråga');
    const below = world.write('Det undrar jag med', { parent: top.externalId, author: 'Alva Provman' });
    await platform.reply(top, 'Tack!');
    const { externalId } = await platform.reply(below, 'Tack!');
    const said = world.youtube.state.acts.map(({ on, text }) => ({ on, text }));
    expect(said).toEqual([
      { on: top.externalId, text: 'Tack!' },
      { on: top.externalId, text: '@alva-provman Tack!' },
    ]);
    const found = (await platform.ownReplies(below)).filter(({ text }) => text === 'Tack!');
    expect(found).toMatchObject([{ externalId }]);
    world.write('Tack!', { parent: top.externalId });
    expect(await platform.ownReplies(top)).toHaveLength(2);
  });

  it('sets no second address before one that was written', async () => {
    const top = world.write('Fråga');
    const below = world.write('Jag med', { parent: top.externalId, author: 'Alva Provman' });
    await platform.reply(below, '@alva-provman Tack!');
    expect(world.youtube.state.acts.at(-1)?.text).toBe('@alva-provman Tack!');
    expect((await platform.ownReplies(below)).map(({ text }) => text)).toContain('@alva-provman Tack!');
  });

  it('counts the address in a reply that is as long as it may be', async () => {
    const top = world.write('Fråga');
    const below = world.write('Jag med', { parent: top.externalId });
    expect((await refusal(platform.reply(below, 'å'.repeat(10_000)))).code).toBe('rejected');
    expect(world.calls()).not.toContain('POST /comments');
  });

  it('reads somebody without an account as unknown', async () => {
    const target = world.write('Hej');
    world.youtube.deed({ op: 'forget', author: AUTHOR });
    expect(await platform.read(target)).toMatchObject({ text: 'Hej', authorId: null });
  });

  it('blocks nobody, and fetches nothing', async () => {
    const { id } = CHANNEL;
    const asked = [platform.block(id, 'UCx'), platform.unblock(id, 'UCx'), platform.isBlocked(id, 'UCx')];
    for (const one of [...asked, platform.fetchAttachment('https://yt3.ggpht.com/x')])
      expect((await refusal(one)).code).toBe('unsupported');
    expect(world.calls()).toEqual([]);
  });

  it.each(['UgA,UgB', 'Ug A', '', '../channels'])(
    'asks nothing about what is no id: %j',
    async (externalId) => {
      const target = { account: CHANNEL.id, externalId, postId: null };
      for (const act of Object.values(ACTS))
        expect((await refusal(act(platform, target))).code).toBe('rejected');
      expect(world.calls()).toEqual([]);
    },
  );

  it('lets what is slow in one act leave less time for the rest of it', async () => {
    const hasty = await youtubeWorld({ timeoutMs: 400 });
    try {
      const target = hasty.write('Hej');
      hasty.fault({ kind: 'slow', delayMs: 250, times: 3, match: { method: 'GET' } });
      expect((await refusal(hasty.platform.read(target))).code).toBe('transient');
    } finally {
      await hasty.close();
    }
  });

  describe('its tokens', () => {
    it('last an hour, and are shared by the calls of that hour', async () => {
      const target = world.write('Hej');
      await Promise.all([platform.read(target), platform.check(CHANNEL.id)]);
      expect(world.calls().filter((call) => call === 'POST /token')).toHaveLength(1);
      world.now = START.add({ minutes: 58 });
      await platform.read(target);
      expect(world.calls()).not.toContain('POST /token');
      world.now = START.add({ minutes: 59 });
      await platform.read(target);
      expect(world.calls().filter((call) => call === 'POST /token')).toHaveLength(1);
    });

    it('are given no longer once the consent is withdrawn', async () => {
      const target = world.write('Hej');
      for (const channel of world.youtube.state.channels) channel.revoked = true;
      expect((await refusal(platform.hide(target))).code).toBe('token-expired');
    });

    it('are given no longer after seven days while the project is in Testing', async () => {
      const target = world.write('Hej');
      world.youtube.state.project.testing = true;
      world.now = START.add({ hours: 7 * 24 - 1 });
      expect(await platform.read(target)).not.toBeNull();
      world.now = START.add({ hours: 7 * 24 });
      expect((await refusal(platform.hide(target))).code).toBe('token-expired');
    });

    it.each([
      ['lost-answer', 'transient'],
      ['garbled', 'transient'],
      ['backendError', 'transient'],
    ])('that are not answered (%s) leave no act open', async (kind, code) => {
      const target = world.write('Hej');
      world.fault({ kind, match: { path: '/token' } });
      expect((await refusal(platform.hide(target))).code).toBe(code);
      expect(acts()).toEqual([]);
      await platform.hide(target);
    });

    it('are given to the client of the channel’s own project, and to none that Google does not know', async () => {
      const another = { id: 'another', secret: 'another' };
      const stranger = await youtubeWorld({
        clientOf: (account) => (account === CHANNEL.id ? another : SIMULATED_CLIENT),
      });
      try {
        const target = stranger.write('Hej');
        expect((await refusal(stranger.platform.hide(target))).code).toBe('permission');
        // The token was given; it is the channel’s that is asked about under it.
        expect((await refusal(stranger.platform.check('UC-another'))).code).toBe('rejected');
      } finally {
        await stranger.close();
      }
    });

    it('stand in no error', async () => {
      const target = world.write('Hej');
      world.fault({ kind: 'authError', times: 2 });
      const error = await refusal(platform.hide(target));
      for (const channel of world.youtube.state.channels) channel.revoked = true;
      const other = await refusal(platform.hide(target));
      const said = [error, other].map((one) => `${one.message} ${one.stack}`).join(' ');
      expect(said).not.toContain('SIM-');
    });
  });
});
