import { PlatformError } from '../../ports/platform.ts';

/** A day's units of a Google project, which all its channels share, and what listing leaves of them to acts. */
const UNITS_A_DAY = 10_000;
const KEPT_FOR_ACTS = 2_000;

/**
 * What the project has used today, as far as this process knows: it forgets at a restart, and of another process it knows
 * nothing, so that YouTube itself has the last word. Source: developers.google.com/youtube/v3/determine_quota_cost.
 */
export interface Quota {
  /** Counts a call, whatever is answered: refused calls cost as much. @throws PlatformError `rate-limited` for a listing that would take what acts need */
  spend(units: number, isListing: boolean): void;
  /** YouTube has said that nothing is left. */
  exhaust(): void;
}

/** The quota of the project over which each account is reached, all unused to begin with. */
export function quotaOfEach(
  projectOf: (account: string) => string,
  now: () => Temporal.Instant,
): (account: string) => Quota {
  const quotas = new Map<string, Quota>();
  return (account) => quotas.getOrInsertComputed(projectOf(account), () => createQuota(now));
}

function createQuota(now: () => Temporal.Instant): Quota {
  let until = now();
  let used = 0;
  const renew = () => {
    if (Temporal.Instant.compare(now(), until) < 0) return;
    until = quotaRenewedAt(now());
    used = 0;
  };
  return {
    spend: (units, isListing) => {
      renew();
      if (isListing && used + units > UNITS_A_DAY - KEPT_FOR_ACTS) {
        const retryAfterMs = untilRenewalMs(now());
        throw new PlatformError('rate-limited', "the rest of the day's units is kept for acts", {
          retryAfterMs,
        });
      }
      used += units;
    },
    exhaust: () => {
      renew();
      used = UNITS_A_DAY;
    },
  };
}

/** Units are given anew at midnight, Pacific time. */
const quotaRenewedAt = (now: Temporal.Instant): Temporal.Instant =>
  now.toZonedDateTimeISO('America/Los_Angeles').startOfDay().add({ days: 1 }).startOfDay().toInstant();

/** How long until then. */
export const untilRenewalMs = (now: Temporal.Instant): number =>
  Math.ceil(quotaRenewedAt(now).since(now).total('milliseconds'));
