/** An error without the texts, names and tokens that a message may quote: its kind, its code, its place. */
export function loggable(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as { code?: unknown };
  return {
    error: error.name,
    code,
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /u.test(line))
      .slice(0, 5),
  };
}
