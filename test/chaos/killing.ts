import { setTimeout as pause } from 'node:timers/promises';
import type { Citizens } from './citizens.ts';
import type { Random } from './random.ts';
import type { Staff } from './staff.ts';
import type { Town } from './town.ts';

/**
 * When a life ends: any time while it starts or works; right after an act on a platform, in the posting of a card, at the
 * instant a comment is accepted, or while a press is being decided.
 */
export type Moment = 'starting' | 'working' | 'acting' | 'posting' | 'accepting' | 'pressing';

export const MOMENTS: Readonly<Record<Moment, number>> = {
  starting: 2,
  working: 3,
  acting: 3,
  posting: 1,
  accepting: 3,
  pressing: 3,
};

const AIM_WITHIN_MS = 4000;
/** A press is decided and answered within about this long. */
const PRESS_TAKES_MS = 45;

/** What a kill is aimed with: one comment or one press of the life's own share. */
export interface Aim {
  readonly write: Citizens['write'];
  readonly press: Staff['press'];
}

/** Waits for the moment of this life, then kills it with -9. Resolves with what the aim has left under way. */
export async function killAt(
  moment: Moment,
  town: Town,
  random: Random,
  { write, press }: Aim,
  longestMs: number,
): Promise<{ underWay: Promise<void> }> {
  let underWay = Promise.resolve();
  if (moment === 'starting') {
    await pause(random.between(0, 1500));
  } else {
    await town.bot.ready();
    await pause(random.between(0, moment === 'working' ? longestMs : longestMs / 2));
  }
  if (moment === 'acting') await moved(async () => (await town.platforms.acts()).length);
  if (moment === 'posting') await moved(async () => posts(town));
  if (moment === 'accepting') {
    await write();
    await until(async () => (await town.platforms.pending()) === 0);
  }
  if (moment === 'pressing') {
    underWay = press();
    await pause(random.between(0, PRESS_TAKES_MS));
  }
  await town.bot.kill();
  return { underWay };
}

const posts = ({ connector }: Town): number =>
  connector.requests.filter(({ act, body }) => act === 'post' && body['attachments'] !== undefined).length;

/** Resolves as soon as the count moves: what happened has hardly been answered. */
async function moved(count: () => Promise<number>): Promise<void> {
  const before = await count();
  await until(async () => (await count()) !== before);
}

async function until(happened: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + AIM_WITHIN_MS;
  while (!(await happened()) && performance.now() < end)
    await new Promise((resolve) => setImmediate(resolve));
}
