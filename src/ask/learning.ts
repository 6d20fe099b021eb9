/** What is learned in steps, each short, with the result at the end. */
export type Steps<T> = Generator<undefined, T>;

/** What is to be learned once: in short steps between other work, or at once where it is wanted before that. */
export interface Learning {
  /** Adds something to learn. The function that comes back gives it, and learns what is left of it first. */
  add<T>(steps: () => Steps<T>): () => T;
  /**
   * Resolves when all is learned, what was added first before the rest. One step a turn of the event loop, however many
   * wait for it.
   */
  all(): Promise<void>;
}

/**
 * Nothing is learned before somebody asks: most of those who start a bot ask it nothing.
 * @param nextTurn waits until others have had their turn
 */
export function createLearning(nextTurn: () => Promise<void>): Learning {
  const waiting: { step(): boolean }[] = [];
  const learn = async () => {
    while (waiting.some(({ step }) => step())) await nextTurn();
  };
  let learning: Promise<void> | undefined;
  return {
    add: <T>(begin: () => Steps<T>) => {
      let steps: Steps<T> | undefined;
      let result: { readonly value: T } | undefined;
      const step = (): boolean => {
        if (result) return false;
        steps ??= begin();
        const { done, value } = steps.next();
        if (done) result = { value };
        return !done;
      };
      waiting.push({ step });
      return () => {
        while (step());
        return (result as NonNullable<typeof result>).value;
      };
    },
    all: () => {
      learning ??= learn();
      return learning;
    },
  };
}
