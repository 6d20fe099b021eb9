import type { Config } from '../config/config.ts';
import type { PlatformName } from '../core/platform.ts';
import type { Chat } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { DisposalLog } from '../ports/disposal.ts';
import type { CardPictures } from '../ports/pictures.ts';
import type { Platform } from '../ports/platform.ts';
import type { Store } from '../ports/store.ts';
import type { OpenedScreening } from '../training/open-screening.ts';
import type { JobName } from './jobs.ts';
import type { Log } from './log.ts';
import type { Files } from './sources.ts';

/** What lies outside the parts: whoever starts them may put something else in the place of what the settings say. */
export interface Outside {
  /** Default: the machine's. */
  readonly clock: Clock;
  /** Default: those whose interface we speak. */
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** Where the bot speaks; null for Teams, which is also where it hears. */
  readonly chat: Chat | null;
  /** Default: with the model of the rules' examples, which may have to be trained first. */
  readonly screening: OpenedScreening;
  /** Default: the one in PostgreSQL or DATA_DIR. */
  readonly store: Store;
  /** Default: stderr. */
  readonly log: Log;
}

/** What every part is put together from. */
export interface Foundation extends Outside {
  readonly pictures: CardPictures;
  readonly config: Config;
  readonly files: Files;
  /** Where it is kept, beside the store, what has been disposed of. */
  readonly disposalLog: DisposalLog;
  /** Called when these may have been given something to do. */
  readonly wake: (...jobs: JobName[]) => void;
}

/** A card lent to a worker for longer than this was lost with it. */
export const CARD_LEASE_MS = 30_000;
