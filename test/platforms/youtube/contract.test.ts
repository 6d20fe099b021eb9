import type { PlatformError } from '../../../src/ports/platform.ts';
import { platformContract } from '../../contracts/platform.ts';
import { CHANNEL, youtubeWorld } from './world.ts';

/** A token that is refused is replaced once, and then refused again. */
const FAULT_OF: Record<PlatformError['code'], object> = {
  'token-expired': { kind: 'authError', times: 2 },
  permission: { kind: 'insufficientPermissions' },
  'account-paused': { kind: 'channelSuspended' },
  'rate-limited': { kind: 'quotaExceeded' },
  'not-found': { kind: 'commentNotFound' },
  rejected: { kind: 'invalidParameter' },
  transient: { kind: 'backendError' },
  'no-answer': { kind: 'lost-answer' },
  unsupported: {},
  unreachable: {},
  'window-closed': {},
};

platformContract('YouTube, against its simulator', async () => {
  const world = await youtubeWorld();
  const { youtube, platform } = world;
  return {
    platform,
    account: CHANNEL.id,
    authorId: world.write('Hej').authorId,
    write: async (text) => world.write(text),
    // What is read on the way to an act meets no fault: the act does, or the question whether the channel is heard.
    failNext: async (code, retryAfterMs) => {
      world.fault({ ...FAULT_OF[code], match: { method: 'POST', path: '/comments' } });
      world.fault({ ...FAULT_OF[code], match: { path: '/channels' } });
      if (retryAfterMs === undefined) return;
      const midnight = Temporal.ZonedDateTime.from('2026-06-11T00:00[America/Los_Angeles]').toInstant();
      world.now = midnight.subtract({ milliseconds: retryAfterMs });
    },
    setSubscribed: async (subscribed) => {
      for (const channel of youtube.state.channels)
        channel.chosen = subscribed ? channel.id : 'UCsomebodysOwnChannel01';
    },
    performed: async () => youtube.state.acts.length,
    close: () => world.close(),
  };
});
