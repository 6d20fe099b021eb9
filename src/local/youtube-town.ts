import { join } from 'node:path';
import type { LocalAccount } from './local-config.ts';
import { flagsOf } from './simulated-clock.ts';
import { ask } from './simulator/ask.ts';
import { startSimulator } from './simulator/process.ts';
import type { SimulatedTown, TownOptions } from './simulators.ts';
import { SIMULATED_CLIENT, sampleChannels } from './youtube/seed.ts';

/** YouTube tells of nothing; who tries the bot should not have to wait for the ten minutes that its quota allows. */
const POLL_MINUTES = 0.1;

/** YouTube, for a municipality that has a channel there. */
export async function startYouTube(options: TownOptions): Promise<SimulatedTown | null> {
  const { municipality, dataDir, time } = options;
  const channels = sampleChannels().filter((channel) => channel.municipality === municipality);
  if (channels.length === 0) return null;
  const { url, stop } = await startSimulator('YouTube', {
    main: new URL('youtube/main.ts', import.meta.url),
    flags: ['--state', join(dataDir, 'youtube.json'), ...(time ? flagsOf(time) : [])],
  });
  return {
    accounts: channels.map(
      ({ id, title, refreshToken }): LocalAccount => ({
        ...{ municipality, platform: 'youtube', account: id, name: title, token: refreshToken },
        pollMinutes: POLL_MINUTES,
      }),
    ),
    settings: {
      YOUTUBE_API_URL: `${url}/youtube/v3`,
      YOUTUBE_TOKEN_URL: `${url}/token`,
      YOUTUBE_CLIENT_ID: SIMULATED_CLIENT.id,
      YOUTUBE_CLIENT_SECRET: SIMULATED_CLIENT.secret,
    },
    pages: channels.map(({ id: channel }) => ({
      ...{ platform: 'youtube', account: channel, url: `${url}/channel/${channel}` },
      write: ({ author, message: text }) => ask(url, 'comments', { op: 'add', channel, author, text }),
    })),
    stop,
  };
}
