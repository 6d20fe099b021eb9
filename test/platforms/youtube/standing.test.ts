import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeptTokens } from '../../../src/ports/tokens.ts';
import { refusal } from '../../contracts/wire.ts';
import { CHANNEL, START, type YouTubeWorld, youtubeWorld } from './world.ts';

describe('what Google says of a channel', () => {
  let world: YouTubeWorld;
  const standing = () => world.platform.standing(CHANNEL.id);
  const grant = () => {
    const found = world.youtube.state.channels.find(({ id }) => id === CHANNEL.id);
    if (!found) throw new Error('no such channel');
    return found;
  };
  beforeEach(async () => {
    world = await youtubeWorld();
  });
  afterEach(() => world.close());

  it('is nothing but good, beside the end of the token, of which it says nothing', async () => {
    expect(await standing()).toEqual({ faults: [], ends: [], untold: ['token'] });
  });

  it('names a consent that was withdrawn', async () => {
    grant().revoked = true;
    expect((await standing()).faults).toEqual([{ code: 'token-dead', names: [] }]);
  });

  it('names another channel that was chosen at sign-in', async () => {
    grant().chosen = 'UCother';
    expect((await standing()).faults).toEqual([{ code: 'other-account', names: ['UCother'] }]);
  });

  it('names the permission that is missing', async () => {
    grant().scope = 'https://www.googleapis.com/auth/youtube.readonly';
    expect((await standing()).faults).toEqual([
      { code: 'scope-missing', names: ['https://www.googleapis.com/auth/youtube.force-ssl'] },
    ]);
  });

  it('names a project in Testing, and when its token ends', async () => {
    world.youtube.state.project.testing = true;
    const { faults, ends } = await standing();
    expect(faults).toEqual([{ code: 'testing', names: [] }]);
    expect(ends.map(({ what, at }) => [what, at?.toString()])).toEqual([
      ['token', START.add({ hours: 7 * 24 }).toString()],
    ]);
  });

  it('is an error when Google does not answer', async () => {
    world.fault({ kind: 'backendError', match: { path: '/channels' } });
    expect((await refusal(standing())).code).toBe('transient');
  });

  it('keeps a refresh token that Google gives anew, and goes on with it in another process', async () => {
    const stored = new Map<string, string>();
    const kept: KeptTokens = {
      read: async (account, given) => stored.get(`${account} ${given}`) ?? null,
      keep: async (account, given, token) => void stored.set(`${account} ${given}`, token),
    };
    const first = await youtubeWorld({ kept });
    try {
      for (const channel of first.youtube.state.channels) channel.rotates = true;
      expect((await first.platform.standing(CHANNEL.id)).faults).toEqual([]);
      expect((await first.platform.standing(CHANNEL.id)).faults).toEqual([]);
      const url = first.youtube.url;
      const second = { tokenUrl: `${url}/token`, apiUrl: `${url}/youtube/v3` };
      const restarted = await youtubeWorld({ kept, ...second });
      expect((await restarted.platform.standing(CHANNEL.id)).faults).toEqual([]);
      const forgetful = await youtubeWorld(second);
      expect((await forgetful.platform.standing(CHANNEL.id)).faults).toEqual([
        { code: 'token-dead', names: [] },
      ]);
      await Promise.all([restarted.close(), forgetful.close()]);
    } finally {
      await first.close();
    }
  });
});
