import { setTimeout as pause } from 'node:timers/promises';
import { audit, type Findings } from './audit.ts';
import { createCitizens } from './citizens.ts';
import { type Aim, killAt, MOMENTS, type Moment } from './killing.ts';
import { createRandom } from './random.ts';
import { settle } from './settle.ts';
import { createStaff } from './staff.ts';
import { buildTown, type Town, type Where } from './town.ts';

export interface ChaosOptions extends Where {
  readonly seed: number;
  readonly kills: number;
  readonly comments: number;
  readonly presses: number;
  /** How fast the bot's clock runs: at 60 an undo window of ten minutes ends in ten seconds. */
  readonly speed: number;
  /** The longest that a life works before it is killed, in milliseconds. */
  readonly longestLifeMs: number;
  /** Leases of the dead end at once when all is over, instead of in their time. */
  readonly hurry: boolean;
}

export interface ChaosResult extends Findings {
  readonly kills: Readonly<Record<Moment, number>>;
  readonly seconds: number;
  /** What the bot wrote to stderr. */
  readonly said: readonly string[];
}

/** How long citizens and staff may take to finish once the killing is over. */
const PATIENCE_MS = 60_000;

/**
 * Kills the bot again and again while citizens write and staff press, lets its last life finish, and compares what
 * everyone was promised with what the database, Facebook and Teams hold.
 * @throws Error when the bot does not start, does not stop or does not finish
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const began = performance.now();
  const town = await buildTown(options, options.speed);
  try {
    const givenUp = new AbortController();
    const citizens = createCitizens(town, createRandom(options.seed + 1), givenUp.signal);
    const staff = createStaff(town, createRandom(options.seed + 2), givenUp.signal);
    await town.open();
    const kills = await killOften(town, options, { write: citizens.write, press: staff.press }, givenUp);
    const database = await settle(town, options.hurry);
    try {
      const findings = await audit(town, database, citizens.written, staff);
      return { ...findings, kills, said: town.bot.said, seconds: (performance.now() - began) / 1000 };
    } finally {
      await database.close();
    }
  } finally {
    await town.close();
  }
}

/** One life after another, each with its share of comments and presses; the last one is left alive. */
async function killOften(
  town: Town,
  { seed, kills, comments, presses, longestLifeMs }: ChaosOptions,
  aim: Aim,
  givenUp: AbortController,
) {
  const random = createRandom(seed);
  const moments = { starting: 0, working: 0, acting: 0, posting: 0, accepting: 0, pressing: 0 };
  const busy: Promise<void>[] = [];
  const share = (total: number, life: number) =>
    Math.round((total * (life + 1)) / (kills + 1)) - Math.round((total * life) / (kills + 1));
  const live = (life: number, moment?: Moment) => {
    const ready = town.bot.ready().catch(() => undefined);
    const soon = async (act: () => Promise<void>) => {
      const afterMs = random.between(0, longestLifeMs);
      await ready;
      await pause(afterMs);
      await act();
    };
    const aimed = (at: Moment) => (moment === at ? 1 : 0);
    for (let n = share(comments, life) - aimed('accepting'); n > 0; n--) busy.push(soon(() => aim.write()));
    for (let n = share(presses, life) - aimed('pressing'); n > 0; n--) busy.push(soon(aim.press));
  };
  for (let life = 0; life < kills; life++) {
    const moment = random.weighted(MOMENTS);
    live(life, moment);
    busy.push((await killAt(moment, town, random, aim, longestLifeMs)).underWay);
    moments[moment] += 1;
    town.bot.start();
  }
  live(kills);
  await town.bot.ready();
  const timer = setTimeout(() => givenUp.abort(), PATIENCE_MS);
  await Promise.all(busy);
  clearTimeout(timer);
  return moments;
}
