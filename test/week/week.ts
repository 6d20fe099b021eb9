import type { Config } from '../../src/config/config.ts';
import { createRandom, type Random } from '../chaos/random.ts';
import { type Network, type NetworkName, networkOf } from '../fakes/networks.ts';
import { eventually, type RunningApp, startRunningApp } from '../fakes/running-app.ts';
import { auditWeek, LISTED_EVERY_MINUTES, type WeekFindings } from './audit-week.ts';
import { type Citizens, createCitizens } from './citizens.ts';
import { pressSomething } from './press-something.ts';

/** What is played. */
export interface WeekOptions {
  readonly platform: NetworkName;
  readonly seed: number;
  readonly days: number;
  readonly settings: Partial<Config['settings']>;
}

const HOUR = 60;
const DAY_HOURS = 24;
/** Nothing is delivered for so long: Meta gives up what it has waited to deliver for 36 hours, LinkedIn for eight. */
const SILENT_HOURS = 40;
/** Within it the platform answers nothing either. */
const AWAY = { from: 8, hours: 10 };
/** Longer than what is left alone after failures, and after a look at what was not listed. */
const SETTLED_HOURS = [1, 6, 12, 13, 25, 1];
const AWAY_FAULT = {
  facebook: { kind: 'transient' },
  instagram: { kind: 'transient' },
  youtube: { kind: 'backendError' },
  linkedin: { kind: 'transient' },
} as const satisfies Readonly<Record<NetworkName, object>>;
const ENOUGH = 1_000_000;

/**
 * Plays days on one platform by a clock that jumps: citizens write, answer, edit, take away and are filtered each hour,
 * and staff press. Each hour's deliveries come twice and newest first; for 40 hours none come, and for ten of them the
 * platform cannot be read either. Then what stands there is compared with the archive.
 */
export async function playWeek({ platform, seed, days, settings }: WeekOptions): Promise<WeekFindings> {
  const bot = await startRunningApp({
    ...{
      municipality: 'ludvika',
      at: '2026-04-13T06:00:00Z',
      pollMinutes: LISTED_EVERY_MINUTES,
    },
    [platform]: true,
    // That the platform is away is told again and again.
    settings: { LOG_LEVEL: 'fatal', ...settings },
  });
  try {
    const random = createRandom(seed);
    const network = networkIn(bot, platform);
    const citizens = createCitizens(network, random, bot);
    const silentFrom = Math.max(4, Math.floor((days * DAY_HOURS - SILENT_HOURS) / 2));
    for (let hour = 0; hour < days * DAY_HOURS; hour += 1) {
      const silent = hour - silentFrom;
      if (silent === AWAY.from) await network.fault({ ...AWAY_FAULT[platform], times: ENOUGH });
      if (silent === AWAY.from + AWAY.hours) await network.fault(null);
      const isAway = silent >= AWAY.from && silent < AWAY.from + AWAY.hours;
      await network.deliver?.('held');
      await passHour(bot, citizens, random);
      if (silent < 0 || silent >= SILENT_HOURS) await deliverOddly(network);
      await bot.idle();
      if (!isAway && random.next() < 0.5) await pressSomething(bot, random, hour);
    }
    await network.deliver?.('plain');
    for (const hours of SETTLED_HOURS) {
      bot.pass(hours * HOUR + 1);
      await bot.idle();
    }
    return await auditWeek(bot, network, citizens.written);
  } finally {
    await bot.close();
  }
}

/** So many deeds fall in an hour, at least one. */
const MOST_DEEDS = 3;

async function passHour(bot: RunningApp, citizens: Citizens, random: Random) {
  const deeds = 1 + Math.floor(random.next() * MOST_DEEDS);
  for (let deed = 0; deed < deeds; deed += 1) {
    bot.pass(HOUR / (deeds + 1));
    await citizens.act();
  }
  bot.pass(HOUR / (deeds + 1));
}

async function deliverOddly(network: Network): Promise<void> {
  if (network.deliver === null) return;
  await network.deliver('odd');
  let waiting = 1;
  await eventually(
    () => {
      void network.pending().then((count) => (waiting = count));
      return waiting === 0;
    },
    () => `the deliveries taken, of which ${waiting} wait`,
  );
}

function networkIn({ graph, youtube, linkedin }: RunningApp, platform: NetworkName) {
  const [page] = graph.state.pages.filter(({ municipality }) => municipality === 'ludvika');
  const instagram = graph.state.instagram.accounts.find((account) => account.page === page?.id);
  const where = {
    facebook: [graph.url, page?.id],
    instagram: [graph.url, instagram?.id],
    youtube: [youtube?.url, youtube?.state.channels[0]?.id],
    linkedin: [linkedin?.url, linkedin?.state.pages[0]?.number],
  } as const;
  const [url = '', account = ''] = where[platform];
  return networkOf(platform, url, account);
}
