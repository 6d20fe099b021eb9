import type { WaitingChange } from '../ports/archive.ts';
import type { Decider, EngineParts } from './decider.ts';

/**
 * Handles up to `limit` of what platforms told of comments, oldest first; the number done. What cannot be handled is
 * tried again, and holds none of the others up.
 */
export function createChanges(
  parts: EngineParts,
  { decideAll, policyOf }: Decider,
): (limit: number) => Promise<number> {
  const { store, clock } = parts;

  const handle = async ({ municipality, key, change, at, ...waiting }: WaitingChange): Promise<void> => {
    const { comment, isOvertaken, says, joined } = waiting;
    if (comment !== null && !isOvertaken) {
      const screening = says && parts.screen(says, policyOf(municipality));
      const event = {
        kind: 'platform-changed',
        key: `change:${key}`,
        comment,
        change,
        at,
        screening,
      } as const;
      await decideAll(municipality, [{ event }]);
      if (joined !== null) {
        const withdrawn = {
          kind: 'message-withdrawn',
          key: `withdrawn:${key}`,
          ticket: joined,
          message: comment,
        } as const;
        await decideAll(municipality, [{ event: withdrawn }]);
      }
      parts.wake();
    }
    await store.changeHandled(municipality, key, clock.now());
  };

  return async (limit) => {
    await store.spreadRemovedPosts(clock.now());
    let done = 0;
    for (const waiting of await store.unhandledChanges(clock.now(), limit)) {
      try {
        await handle(waiting);
        done += 1;
      } catch (error) {
        parts.onError(error);
      }
    }
    return done;
  };
}
