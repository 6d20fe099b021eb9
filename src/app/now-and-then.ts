/**
 * Tells of the first at once, and then at most once in `everyMs`, with how many there have been since: whoever can make
 * something happen as often as they like must not fill the log.
 */
export function nowAndThen(
  tell: (count: number) => void,
  { everyMs, nowMs }: { readonly everyMs: number; readonly nowMs: () => number },
): () => void {
  let count = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    count += 1;
    if (nowMs() - toldAtMs < everyMs) return;
    tell(count);
    count = 0;
    toldAtMs = nowMs();
  };
}
