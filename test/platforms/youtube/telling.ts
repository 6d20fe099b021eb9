import type { Delivery } from '../../contracts/cells.ts';
import type { Telling } from '../../contracts/deliveries.ts';
import { Pager, type Script } from '../../contracts/listing.ts';
import { YOUTUBE_PAGES } from './wired.ts';
import { CHANNEL, youtubeWorld } from './world.ts';

/** How the list comes, of whose comments nobody tells. */
const SCRIPTS: Readonly<Record<Delivery, Script>> = {
  duplicate: (at, all) => ({ items: [...all, ...all], next: at === 0 ? 1 : null }),
  reordered: (_, all) => ({ items: all.toReversed(), next: null }),
  batch: (_, all) => ({ items: all, next: null }),
};

/** A channel that is listed. */
export const tellingYouTube: Telling = {
  owned: { municipality: CHANNEL.municipality, platform: 'youtube', account: CHANNEL.id },
  make: async (now) => {
    const pager = new Pager(YOUTUBE_PAGES, { written: Number.POSITIVE_INFINITY });
    const world = await youtubeWorld({ fetch: pager.fetch });
    world.now = now();
    return {
      write: (text) => {
        world.now = now();
        return world.write(text).externalId;
      },
      edit: (id, text) => {
        world.now = now();
        world.youtube.deed({ op: 'edit', id, text });
      },
      deliver: async (how, town) => {
        world.now = now();
        pager.script = SCRIPTS[how];
        await town.lists(world.platform);
      },
      close: () => world.close(),
    };
  },
};
