import type { Outside } from '../../src/app/foundation.ts';
import { openStore } from '../../src/app/open-store.ts';
import type { Checked } from '../../src/app/sources.ts';
import type { OpenOptions } from '../../src/store/open.ts';
import { standingBot } from '../fakes/standing-bot.ts';

/** The jobs of the bot that the clock is about. */
export const JOBS = ['screening', 'card', 'effect', 'digest'] as const;

/** The bot on a connection of its own, whose jobs wait for whoever has them done. */
export async function startReplica(
  checked: Checked,
  { open, ...outside }: Pick<Outside, 'clock' | 'chat' | 'platforms'> & { readonly open: OpenOptions },
) {
  const opened = new AsyncDisposableStack();
  const { database, store } = await openStore(open, opened);
  const { engine, jobs } = await standingBot(checked, { ...outside, store });
  const turn = [() => undefined, <T>(ask: () => Promise<T>) => ask()] as const;
  /** Finds one piece of work and does it; false when there was none. */
  const work = (name: (typeof JOBS)[number]): Promise<boolean> => jobs[name](...turn);
  return { database, store, engine, work, close: () => opened.disposeAsync() };
}
