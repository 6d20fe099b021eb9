import { remindedOf, type Trouble } from '../core/standing.ts';
import type { Clock } from '../ports/clock.ts';
import { type Platform, PlatformError } from '../ports/platform.ts';
import type { AskedAccount, StandingStore } from '../ports/standings.ts';

/** What asking needs of its surroundings. */
export interface StandingParts {
  readonly store: Pick<StandingStore, 'claimStanding' | 'standingTold' | 'standingUntold'>;
  readonly clock: Clock;
  readonly platforms: ReadonlyMap<Platform['name'], Platform>;
  readonly accounts: readonly AskedAccount[];
  readonly onFailed: (account: AskedAccount, error: PlatformError) => void;
}

/** A few calls; whoever has had an account for longer has vanished. */
const LEASE_MS = 5 * 60_000;
/** So often an account is asked of. One with a trouble more often: whoever has cured it wants to see that. */
const DAILY = { hours: 24 };
const TROUBLED = { hours: 4 };
const UNANSWERED_MS = 60 * 60_000;

/**
 * Asks the platform what it says of one account that is due, and keeps the answer.
 * @returns false when none is due
 */
export async function askStanding(parts: StandingParts, taken: () => void): Promise<boolean> {
  const { store, clock } = parts;
  const now = clock.now();
  const asked = parts.accounts.filter(({ platform }) => parts.platforms.has(platform));
  const due = await store.claimStanding(asked, now, LEASE_MS);
  const platform = due && parts.platforms.get(due.platform);
  if (!due || !platform) return false;
  taken();
  try {
    const standing = await platform.standing(due.account);
    const trouble = keyOf(remindedOf(standing, now));
    const dueAt = now.add(trouble === null ? DAILY : TROUBLED);
    await store.standingTold(due, { standing, trouble, now, dueAt });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.onFailed(due, error);
    const waits = Math.max(error.retryAfterMs ?? 0, UNANSWERED_MS);
    await store.standingUntold(due, now.add({ milliseconds: Math.ceil(waits) }));
  }
  return true;
}

/** What is wrong, so that another trouble is told from the same one again: ids alone. */
function keyOf(troubles: readonly Trouble[]): string | null {
  if (troubles.length === 0) return null;
  return troubles.map((one) => (one.code === 'ends' ? `ends-${one.what}` : one.code)).join(' ');
}
