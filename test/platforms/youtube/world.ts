import { FORGETFUL } from '../../../src/app/token-vault.ts';
import { Fault } from '../../../src/local/youtube/faults.ts';
import { SIMULATED_CLIENT, sampleChannels } from '../../../src/local/youtube/seed.ts';
import { startYouTube, type YouTubeSimulator } from '../../../src/local/youtube/server.ts';
import { createYouTube, type YouTubeOptions } from '../../../src/platforms/youtube/acts.ts';
import type { Platform, Target } from '../../../src/ports/platform.ts';

const [sample] = sampleChannels();
if (sample === undefined) throw new Error('no sample channels');

/** The channel of the tests. */
export const CHANNEL = sample;
export const AUTHOR = 'Kim Testsson';
/** 04:00 on a summer's day at YouTube, 13:00 in Sweden. */
export const START = Temporal.Instant.from('2026-06-10T11:00:00Z');

/** A simulator, the adapter that speaks to it, and the time of both. */
export interface YouTubeWorld {
  readonly youtube: YouTubeSimulator;
  readonly platform: Platform;
  now: Temporal.Instant;
  /** A citizen writes on the channel's newest video. */
  write(text: string, more?: object): Target & { authorId: string };
  /** The next calls that match meet this. */
  fault(fault: object): void;
  /** `GET /comments` and such, in the order in which they came since the last time. */
  calls(): string[];
  close(): Promise<void>;
}

/** A fresh world. */
export async function youtubeWorld(changed: Partial<YouTubeOptions> = {}): Promise<YouTubeWorld> {
  let sent: string[] = [];
  const world = { now: START };
  const now = () => world.now;
  const youtube = await startYouTube({ now });
  const platform = createYouTube({
    apiUrl: `${youtube.url}/youtube/v3`,
    tokenUrl: `${youtube.url}/token`,
    clientOf: () => SIMULATED_CLIENT,
    tokenOf: () => CHANNEL.refreshToken,
    timeoutMs: 5000,
    now,
    kept: FORGETFUL,
    fetch: (input, init) => {
      const { pathname } = new URL(String(input));
      sent.push(`${init?.method} ${pathname.replace('/youtube/v3', '')}`);
      return fetch(input, init);
    },
    ...changed,
  });
  return Object.assign(world, {
    youtube,
    platform,
    write: (text: string, more: object = {}) => {
      const deed = { op: 'add', channel: CHANNEL.id, author: AUTHOR, asChannel: false, text } as const;
      const { id, video, channel: account, authorId } = youtube.deed({ ...deed, ...more });
      return { account, externalId: id, postId: video, authorId };
    },
    fault: (fault: object) => youtube.fault(Fault.parse(fault)),
    calls: () => {
      const before = sent;
      sent = [];
      return before;
    },
    close: () => youtube.close(),
  });
}
