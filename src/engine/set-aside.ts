import type { Clock } from '../ports/clock.ts';

/** Comments that could not be screened, and when they are tried again. */
interface SetAside {
  /** @throws the error when so many have been set aside that something else must be wrong */
  add(comment: string, error: unknown): void;
  forget(comment: string): void;
  /** Those whose time to be tried again has not come. */
  now(): string[];
}

/** So many comments are set aside before screening stops altogether: what breaks all of them is no fault of theirs. */
const MOST = 1000;

/** Seconds before a comment that could not be screened is tried again: 2, 4, 8 … at most an hour. */
const pauseAfter = (tries: number): number => Math.min(2 ** tries, 3600);

/** Keeps what could not be screened from holding up the rest. It is forgotten when the bot stops. */
export function createSetAside(clock: Clock, onError: (error: unknown) => void): SetAside {
  const aside = new Map<string, { readonly tries: number; readonly until: Temporal.Instant }>();
  return {
    add: (comment, error) => {
      if (aside.size >= MOST) throw error;
      const tries = 1 + (aside.get(comment)?.tries ?? 0);
      aside.set(comment, { tries, until: clock.now().add({ seconds: pauseAfter(tries) }) });
      onError(error);
    },
    forget: (comment) => void aside.delete(comment),
    now: () => {
      const now = clock.now();
      return [...aside].filter(([, { until }]) => Temporal.Instant.compare(now, until) < 0).map(([id]) => id);
    },
  };
}
