import type { MunicipalityId } from '../core/policy.ts';
import { isUnmoved } from '../reactions/clock-changed.ts';
import type { Decider, EngineParts, Happened } from './decider.ts';

/** So many times as many tickets are looked through as may be decided at once: most are not moved. */
const LOOKED_THROUGH = 4;

/** Computes open tickets anew whose municipality has changed its clock, or whose comment its time, up to `limit` a time; the number done. */
export function createClocks(
  { store, clock, policies, wake }: EngineParts,
  { decideAll }: Decider,
): (limit: number) => Promise<number> {
  const follow = async (municipality: MunicipalityId, version: string, tickets: readonly string[]) => {
    // The ticket itself says whether it has been computed; the key need only be new.
    const since = clock.now().epochMilliseconds;
    const happened = tickets.map(
      (ticket): Happened => ({
        event: { kind: 'clock-changed', key: `clock:${ticket}:${version}:${since}`, ticket },
      }),
    );
    if (happened.length > 0) await decideAll(municipality, happened);
  };

  return async (limit) => {
    for (const [municipality, policy] of policies) {
      const { clockVersion } = policy;
      const found = await store.ticketsOfOtherClock(municipality, clockVersion, limit * LOOKED_THROUGH);
      if (found.length === 0) continue;
      const [left, moved] = [true, false].map((unmoved) =>
        found.filter((one) => isUnmoved({ ...one, policy }) === unmoved).map(({ ticket }) => ticket.id),
      ) as [string[], string[]];
      if (left.length > 0) await store.clockFollowed(municipality, clockVersion, left);
      const now = moved.slice(0, limit);
      await follow(municipality, clockVersion, now);
      if (now.length > 0) await store.clockFollowed(municipality, clockVersion, now);
      wake();
      return left.length + now.length;
    }
    return 0;
  };
}
