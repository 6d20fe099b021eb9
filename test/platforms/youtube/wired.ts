import { byCursor, cursorOf, type Dialect } from '../../contracts/dialect.ts';
import { type Fault, LIMITED_MS, SLOW_MS, type Wired } from '../../contracts/wire.ts';
import { CHANNEL, youtubeWorld } from './world.ts';

/** A token that is refused is replaced once, and then refused again. */
const KINDS: Readonly<Record<Fault, object>> = {
  'rate-limited': { kind: 'quotaExceeded' },
  'token-expired': { kind: 'authError', times: 2 },
  permission: { kind: 'insufficientPermissions' },
  gone: { kind: 'commentNotFound' },
  transient: { kind: 'backendError' },
  slow: { kind: 'slow', delayMs: SLOW_MS },
  'lost-answer': { kind: 'lost-answer' },
  'half-body': { kind: 'half-body' },
  garbled: { kind: 'garbled' },
  'other-page': { kind: 'other-page' },
};

/** YouTube's limit of a day ends at midnight in California: so long before it the test takes place. */
const NOW = Temporal.ZonedDateTime.from('2026-06-11T00:00[America/Los_Angeles]')
  .toInstant()
  .subtract({ milliseconds: LIMITED_MS });

/** A channel on its simulator. What is asked before, for the access token alone, meets no fault. */
export const wiredYouTube: Wired = {
  name: 'youtube',
  make: async (wire) => {
    const world = await youtubeWorld(wire);
    const { youtube, platform } = world;
    world.now = NOW;
    await platform.check(CHANNEL.id);
    return {
      platform,
      account: CHANNEL.id,
      authorId: world.write('Hej').authorId,
      now: NOW,
      write: (text, more) => world.write(text, more),
      meet: (fault, path) => world.fault({ ...KINDS[fault], match: { path } }),
      performed: () => youtube.state.acts.length,
      close: () => world.close(),
    };
  },
};

/** Pages of the threads that the public sees. */
export const YOUTUBE_PAGES: Dialect = {
  ...byCursor('pageToken'),
  ...{ size: 100, beyond: 0 },
  isList: ({ pathname, searchParams }) =>
    pathname.endsWith('/commentThreads') && !searchParams.has('moderationStatus'),
  isReplies: ({ searchParams }) => searchParams.has('parentId'),
  itemsOf: (body) => (body as { items: unknown[] }).items,
  bodyOf: (body, { items, next }) => {
    const { nextPageToken: _, ...rest } = body as { nextPageToken?: string };
    return { ...rest, items, ...(next !== null && { nextPageToken: cursorOf(next) }) };
  },
};
