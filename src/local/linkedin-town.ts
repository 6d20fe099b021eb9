import { join } from 'node:path';
import { SIMULATED_APP } from './linkedin/introspection.ts';
import { sampleLinkedInPages } from './linkedin/seed.ts';
import type { LocalAccount } from './local-config.ts';
import { flagsOf } from './simulated-clock.ts';
import { ask } from './simulator/ask.ts';
import { startSimulator } from './simulator/process.ts';
import type { SimulatedTown, TownOptions } from './simulators.ts';

/** LinkedIn, for a municipality that has a page there. */
export async function startLinkedIn(options: TownOptions): Promise<SimulatedTown | null> {
  const { municipality, dataDir, time } = options;
  const pages = sampleLinkedInPages().filter((page) => page.municipality === municipality);
  if (pages.length === 0) return null;
  const { url, stop } = await startSimulator('LinkedIn', {
    main: new URL('linkedin/main.ts', import.meta.url),
    flags: ['--state', join(dataDir, 'linkedin.json'), ...(time ? flagsOf(time) : [])],
  });
  const { id, secret } = SIMULATED_APP;
  return {
    accounts: pages.map(
      ({ number, name, token }): LocalAccount => ({
        ...{ municipality, platform: 'linkedin', account: number, name, token },
      }),
    ),
    settings: {
      LINKEDIN_API_URL: `${url}/rest`,
      LINKEDIN_CLIENT_ID: id,
      LINKEDIN_CLIENT_SECRET: secret,
      LINKEDIN_INTROSPECT_URL: `${url}/oauth/v2/introspectToken`,
    },
    pages: pages.map(({ number: page }) => ({
      ...{ platform: 'linkedin', account: page, url: `${url}/page/${page}` },
      write: ({ author, message: text, photo }) =>
        ask(url, 'comments', { op: 'add', page, author, text, photo }),
    })),
    // It asks the bot to prove that it has the secret, and sends nothing before that.
    subscribe: (botUrl) => ask(url, 'subscription', { url: `${botUrl}/webhooks/linkedin`, secret }),
    stop,
  };
}
