import { renameSync, writeFileSync } from 'node:fs';

/** A clock that stands still until it is set, in a file that the bots read; it remembers when it was set. */
export function standingClock(file: string, beginMs: number) {
  const jumps: { readonly realMs: number; readonly ms: number }[] = [];
  const set = (ms: number): void => {
    const next = `${file}.next`;
    writeFileSync(next, Temporal.Instant.fromEpochMilliseconds(ms).toString());
    renameSync(next, file);
    jumps.push({ realMs: performance.now(), ms });
  };
  set(beginMs);
  return {
    set,
    now: () => Temporal.Instant.fromEpochMilliseconds(jumps.at(-1)?.ms ?? beginMs),
    /** What it showed at an instant of `performance.now()`. */
    shownAt: (realMs: number): number => jumps.findLast((jump) => jump.realMs <= realMs)?.ms ?? beginMs,
  };
}
