import type { Clock } from '../ports/clock.ts';

/** Conversations in which the chat has no room for now. */
export interface HeldChannels {
  /** There is no room in it before that instant. */
  hold(conversation: string, until: Temporal.Instant): void;
  /** Those that are held now. */
  now(): string[];
}

/**
 * Remembers which conversations are full: a thousand cards that wait for the same channel are not each claimed, drawn and
 * put back to be told so. It is forgotten when the bot stops; each replica learns by itself.
 */
export function createHeldChannels(clock: Clock): HeldChannels {
  const held = new Map<string, Temporal.Instant>();
  return {
    hold: (conversation, until) => void held.set(conversation, until),
    now: () => {
      const now = clock.now();
      for (const [conversation, until] of held) {
        if (Temporal.Instant.compare(until, now) <= 0) held.delete(conversation);
      }
      return [...held.keys()];
    },
  };
}
