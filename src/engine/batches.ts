/** One piece of work that can share a transaction with others of its key. */
interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: what arrives for a key while a turn of that key is under way goes together in the next one. Each
 * caller gets its own result, after its own work is committed.
 */
export function createBatches<Item, Result>(options: {
  /** Does the items in one transaction, all or none; results in their order. */
  readonly run: (key: string, items: readonly Item[]) => Promise<readonly Result[]>;
  /** Two items with the same identity never go in the same turn. */
  readonly identityOf: (item: Item) => string;
  readonly most: number;
}): (key: string, item: Item) => Promise<Result> {
  const queues = new Map<string, Waiting<Item, Result>[]>();

  const turn = async (key: string, batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await options.run(
        key,
        batch.map(({ item }) => item),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      const [only] = batch;
      if (only && batch.length === 1) return only.reject(error);
      // One that cannot be done must not take the others with it.
      for (const one of batch) await turn(key, [one]);
    }
  };

  const drain = async (key: string, queue: Waiting<Item, Result>[]): Promise<void> => {
    while (queue.length > 0) await turn(key, takeDistinct(queue, options));
    queues.delete(key);
  };

  return (key, item) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(key);
      const waiting = { item, resolve, reject };
      if (queue) return void queue.push(waiting);
      const fresh = [waiting];
      queues.set(key, fresh);
      void drain(key, fresh);
    });
}

/** Takes up to `most` from the head of the queue, leaving those whose identity is already taken. */
function takeDistinct<Item, Result>(
  queue: Waiting<Item, Result>[],
  { identityOf, most }: { identityOf: (item: Item) => string; most: number },
): Waiting<Item, Result>[] {
  const identities = new Set<string>();
  const taken = queue.filter(({ item }) => {
    if (identities.size >= most || identities.has(identityOf(item))) return false;
    identities.add(identityOf(item));
    return true;
  });
  const rest = queue.filter((waiting) => !taken.includes(waiting));
  queue.splice(0, queue.length, ...rest);
  return taken;
}
