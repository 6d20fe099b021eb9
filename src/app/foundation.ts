import type { Config } from '../config/config.ts';
import type { PlatformName } from '../core/platform.ts';
import type { WorkLoops } from '../outbox/work-loop.ts';
import type { Clock } from '../ports/clock.ts';
import type { Platform } from '../ports/platform.ts';
import type { Store } from '../ports/store.ts';
import type { Screener } from '../screening/screen.ts';
import type { OpenedScreening } from '../training/open-screening.ts';
import type { Files } from './sources.ts';

/** What every part is put together from. */
export interface Foundation {
  readonly config: Config;
  readonly clock: Clock;
  readonly files: Files;
  readonly store: Store;
  readonly screening: OpenedScreening;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly loops: WorkLoops;
  readonly log: Log;
}

/** Hears of faults. What it writes holds no text, name or token. */
export interface Log {
  /** Writes that something failed, and where. */
  failed(where: string): (error: unknown) => void;
  /** Writes what whoever runs the bot should know of; `about` holds ids, codes and counts. */
  warn(says: string, about: object): void;
}

/** A card lent to a worker for longer than this was lost with it. */
export const CARD_LEASE_MS = 30_000;

/** Screening as most parts see it. */
export const screenerOf =
  ({ screening }: Pick<Foundation, 'screening'>): Screener =>
  (text, policy, context) =>
    screening.assess(text, policy, context).screening;
