import { inOfficeHours, instantOf, localDay } from '../core/calendar.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import type { Staff } from '../core/staff.ts';
import { type Chat, ChatError } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { AskedAccount, DueWarning, StandingStore } from '../ports/standings.ts';

/** What leads are warned with. */
export interface WarningParts {
  readonly store: Pick<StandingStore, 'claimWarning' | 'warned'>;
  readonly clock: Clock;
  readonly chat: Chat;
  /** Of which the lead is told: those that are configured. */
  readonly accounts: readonly AskedAccount[];
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly staffOf: (municipality: MunicipalityId) => Staff;
  /** In the language of the one who reads it. */
  readonly lineFor: (
    policy: Policy,
    warning: DueWarning,
    at: { readonly now: Temporal.Instant; readonly reader: string },
  ) => Promise<string>;
}

/** Also the pause before a message that the chat refused is tried again. */
const LEASE_MS = 10 * 60_000;
/** A trouble that stays is told of again on the same day of the next week. */
const AGAIN_DAYS = 6;

/**
 * Tells one lead, in their own chat, what is wrong with the municipality's accounts or ends within 14 days: at most once a
 * day, in office hours, and of the same trouble once a week. Rather twice than never: nobody else would notice.
 * @returns false when there is nobody to tell
 */
export async function warnOneLead(parts: WarningParts, taken: () => void): Promise<boolean> {
  const { store, clock, policies } = parts;
  const now = clock.now();
  const open = new Set(
    [...policies.values()]
      .filter((policy) => inOfficeHours(now, policy.clock))
      .map(({ municipality }) => municipality),
  );
  if (open.size === 0) return false;
  const day = localDay(now);
  const since = {
    today: instantOf(day, '00:00'),
    again: instantOf(day.subtract({ days: AGAIN_DAYS }), '00:00'),
  };
  const among = parts.accounts.filter(({ municipality }) => open.has(municipality));
  const due = await store.claimWarning(among, since, LEASE_MS);
  const policy = due && policies.get(due.municipality);
  if (!due || !policy) return false;
  taken();
  if (await tell(parts, policy, due, now)) await store.warned(due, now);
  return true;
}

/** False where the chat has refused it. One that may have come through has been said. */
async function tell(
  { chat, staffOf, lineFor }: WarningParts,
  policy: Policy,
  due: DueWarning,
  now: Temporal.Instant,
): Promise<boolean> {
  const { lead } = staffOf(due.municipality);
  if (lead === null) return false;
  try {
    const own = await chat.personal(due.channel, lead);
    await chat.say(own, null, await lineFor(policy, due, { now, reader: lead }));
    return true;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return error.code === 'no-answer';
  }
}
