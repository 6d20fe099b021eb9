import { PlatformError } from '../ports/platform.ts';
import type { AskStore } from '../ports/polls.ts';
import { archiveFound } from './archive-listed.ts';
import type { PollParts } from './poll.ts';

/** What asking needs of its surroundings. */
export type AskParts = Omit<PollParts, 'store'> & {
  readonly store: PollParts['store'] & AskStore;
};

/** Longer than a call takes; one that has been asked for longer is asked again. */
const LEASE_MS = 2 * 60_000;
/** So long an account is left alone that could not be asked and does not say for how long. */
const PAUSE_MS = 10 * 60_000;
/** What could not be asked for so long is left as it was told: the account is listed all the same. */
const ASKED_FOR = { hours: 24 };

/**
 * Asks the platform of one comment that it told of without saying when it was written, or what: archives what it answers,
 * from which the deadline is counted then.
 * @returns false when there is none
 */
export async function askOne(parts: AskParts, taken: () => void): Promise<boolean> {
  const { store, clock } = parts;
  const now = clock.now();
  const accounts = parts.accounts.filter(({ platform }) => parts.platforms.get(platform)?.find);
  const told = await store.claimToldOf(accounts, now, LEASE_MS);
  const platform = told && parts.platforms.get(told.platform);
  if (!told || !platform?.find) return false;
  taken();
  try {
    await archiveFound(parts, told, await platform.find(told), now);
    await store.answered(told);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.onFailed(told, error);
    const until = now.add({ milliseconds: error.retryAfterMs ?? PAUSE_MS });
    await store.askLater(told, until, now.subtract(ASKED_FOR));
  }
  return true;
}
