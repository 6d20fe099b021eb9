import { withReplies } from '../../contracts/listing.ts';
import { wholeIn } from '../../contracts/paging.ts';
import { platformContract } from '../../contracts/platform.ts';
import { tellingYouTube } from './telling.ts';
import { wiredYouTube, YOUTUBE_PAGES } from './wired.ts';
import { CHANNEL, youtubeWorld } from './world.ts';

platformContract('YouTube, against its simulator', {
  make: async () => {
    const world = await youtubeWorld();
    const { youtube, platform } = world;
    return {
      platform,
      account: CHANNEL.id,
      authorId: world.write('Hej').authorId,
      write: async (text) => world.write(text),
      failNext: async (code) => {
        const kind = code === 'account-paused' ? 'channelSuspended' : 'invalidParameter';
        world.fault({ kind, match: { method: 'POST', path: '/comments' } });
      },
      setSubscribed: async (subscribed) => {
        for (const channel of youtube.state.channels)
          channel.chosen = subscribed ? channel.id : 'UCsomebodysOwnChannel01';
      },
      performed: async () => youtube.state.acts.length,
      close: () => world.close(),
    };
  },
  wired: wiredYouTube,
  otherwise: {
    lacks: ['isBlocked', 'fetchAttachment'],
    ends: {
      // By its id, then in the two lists of what is hidden.
      'read gone': ['done', 'not-found', 'not-found'],
      // A channel that has never published has no list of videos.
      'list gone': ['not-found', 'done', 'not-found', 'not-found', 'not-found'],
    },
  },
  telling: tellingYouTube,
  dialect: YOUTUBE_PAGES,
  traps: {
    'partial replies': (wired, dialect) =>
      wholeIn(1, wired, dialect, { write: (world) => withReplies(world, 120) }),
  },
});
