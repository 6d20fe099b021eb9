import { compose } from '../../src/app/compose.ts';
import type { Outside } from '../../src/app/foundation.ts';
import { openFoundation } from '../../src/app/open-foundation.ts';
import { openStore } from '../../src/app/open-store.ts';
import type { Checked } from '../../src/app/sources.ts';
import { createAssessor } from '../../src/screening/screen.ts';
import type { OpenOptions } from '../../src/store/open.ts';

/** The jobs of the bot that the clock is about. */
export const JOBS = ['screening', 'card', 'effect', 'digest'] as const;

/** A whole bot on a connection of its own, which screens without a model, and whose jobs wait for whoever has them done. */
export async function startReplica(
  checked: Checked,
  { open, ...outside }: Pick<Outside, 'clock' | 'chat' | 'platforms'> & { readonly open: OpenOptions },
) {
  const opened = new AsyncDisposableStack();
  const { lexicon } = checked.files;
  const { database, store } = await openStore(open, opened);
  const base = await openFoundation(
    checked,
    {
      ...outside,
      store,
      screening: {
        lexicon,
        trains: false,
        assess: createAssessor(lexicon),
        ready: Promise.resolve(),
        stop: async () => {},
      },
      log: { failed: () => thrown, warn: () => undefined },
      wake: () => undefined,
    },
    opened,
  );
  const { engine, jobs } = compose(base);
  const turn = [() => undefined, <T>(ask: () => Promise<T>) => ask()] as const;
  /** Finds one piece of work and does it; false when there was none. */
  const work = (name: (typeof JOBS)[number]): Promise<boolean> => jobs[name](...turn);
  return { database, store, engine, work, close: () => opened.disposeAsync() };
}

function thrown(error: unknown): never {
  throw error;
}
