import type { Situation } from '../core/decision.ts';
import type { WaitingChange } from '../ports/archive.ts';
import { commentShown, platformChanged } from '../reactions/platform-changed.ts';
import type { Decider, EngineParts } from './decider.ts';

/**
 * Handles up to `limit` of what platforms told of comments, oldest first; the number done. What cannot be handled is
 * tried again, and holds none of the others up.
 */
export function createChanges(
  parts: EngineParts,
  { decideAll }: Decider,
): (limit: number) => Promise<number> {
  const { store, clock } = parts;

  const decide = (situation: Situation, { change, at, isScreened }: WaitingChange) => {
    if (change !== 'unhidden' || !isScreened) return platformChanged(situation, change, at);
    const { comment, policy } = situation;
    return commentShown(situation, parts.screen(comment, policy), at);
  };

  const handle = async (waiting: WaitingChange): Promise<void> => {
    const { municipality, key, comment, isOvertaken } = waiting;
    if (comment !== null && !isOvertaken) {
      const request = { key: `change:${key}`, about: { comment }, by: null };
      await decideAll(municipality, [{ request, decide: (situation) => decide(situation, waiting) }]);
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
