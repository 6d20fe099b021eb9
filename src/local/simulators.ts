import type { Config } from '../config/config.ts';
import type { PlatformName } from '../core/platform.ts';
import { startGraph } from './graph-town.ts';
import { startLinkedIn } from './linkedin-town.ts';
import type { LocalAccount } from './local-config.ts';
import type { SimulatedTime } from './simulated-clock.ts';
import { startYouTube } from './youtube-town.ts';

/** What a citizen says. A picture stands alone where there is no message. */
interface Said {
  readonly author: string;
  readonly message: string;
  readonly photo: boolean;
}

/** Where a town's account is looked at and written on as a citizen. */
export interface TownPage {
  readonly platform: PlatformName;
  /** The account's id on the platform. */
  readonly account: string;
  readonly url: string;
  /** Says it under the newest that the town has published. @throws Error in the simulator's words */
  write(said: Said): Promise<void>;
  /** Says it to the town in private, where that can be done. @throws Error in the simulator's words */
  writePrivately?(said: Said): Promise<void>;
}

/** A simulated platform, a program of its own, and what the bot must know of it. */
export interface SimulatedTown {
  readonly accounts: readonly LocalAccount[];
  readonly settings: Partial<Config['settings']>;
  /** The chosen municipality's alone. */
  readonly pages: readonly TownPage[];
  /** Tells it where to send what happens, where it wants an answer first. @throws Error when the bot gives none */
  subscribe?(botUrl: string): Promise<void>;
  stop(): Promise<void>;
}

/** All that are needed. */
export interface Simulators extends Required<SimulatedTown> {
  readonly graphUrl: string;
}

/** How a simulated platform is started. */
export interface TownOptions {
  readonly municipality: string;
  /** Where what is written is kept between runs. */
  readonly dataDir: string;
  readonly time?: SimulatedTime | undefined;
  /** Where the bot will listen. */
  readonly botUrl: string;
}

/** Starts those platforms on which the municipality has an account. @throws Error in the words of one that does not come up */
export async function startSimulators(options: TownOptions): Promise<Simulators> {
  const started: SimulatedTown[] = [];
  const stop = async () => void (await Promise.all(started.map((town) => town.stop())));
  try {
    const graph = await startGraph(options);
    started.push(graph);
    for (const start of [startYouTube, startLinkedIn]) {
      const town = await start(options);
      if (town) started.push(town);
    }
    return {
      accounts: started.flatMap(({ accounts }) => accounts),
      settings: Object.assign({}, ...started.map(({ settings }) => settings)),
      pages: started.flatMap(({ pages }) => pages),
      graphUrl: graph.graphUrl,
      subscribe: async (botUrl) => {
        for (const town of started) await town.subscribe?.(botUrl);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
