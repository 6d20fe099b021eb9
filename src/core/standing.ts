/**
 * What a platform says is wrong with an account. Each has its words in `cards/words.json`, and its cure in `kv doctor`.
 * `token-dead`: it was withdrawn, has expired or cannot be sent. `other-account`, `user-token`: it works, for another account
 * or for a person. `not-linked`: the Page has no such Instagram account. `no-role`: whoever gave it may not administer the
 * account. `testing`: what was consented to in a project in Testing lives for a week.
 */
export type StandingFault =
  | 'token-dead'
  | 'other-account'
  | 'user-token'
  | 'not-linked'
  | 'no-role'
  | 'scope-missing'
  | 'not-subscribed'
  | 'fields-missing'
  | 'version-ended'
  | 'testing';

/** What ends by itself. `consent`: what a person has allowed; `version`: that of the platform's interface. */
export type Ending = 'token' | 'consent' | 'subscription' | 'version';

/** What the platform itself says of an account. */
export interface Standing {
  /** `names`: the scopes or fields that are missing, or the account that it is instead, as the platform spells them. */
  readonly faults: readonly { readonly code: StandingFault; readonly names: readonly string[] }[];
  /** When something ends; null: it does not. Of what is not here nothing is known. */
  readonly ends: readonly { readonly what: Ending; readonly at: Temporal.Instant | null }[];
  /** What it was asked and does not tell, or has no way of telling. */
  readonly untold: readonly (Ending | 'scopes' | 'fields')[];
}

/** What somebody should see to: something that is wrong, or will end soon. */
export type Trouble =
  | { readonly code: StandingFault; readonly names: readonly string[] }
  | { readonly code: 'ends'; readonly what: Ending; readonly at: Temporal.Instant };

/** So long before something ends it is told of. */
const DAYS_AHEAD = 14;

/** What is wrong with an account, and what ends within 14 days, or has. */
export function troublesOf({ faults, ends }: Standing, now: Temporal.Instant): Trouble[] {
  const limit = now.add({ hours: 24 * DAYS_AHEAD });
  const soon = ends.flatMap(({ what, at }) =>
    at !== null && Temporal.Instant.compare(at, limit) <= 0 ? [{ code: 'ends' as const, what, at }] : [],
  );
  return [...faults, ...soon];
}

/** Which troubles of an account its lead is reminded of; an app may do without some fields. */
export const remindedOf = (standing: Standing, now: Temporal.Instant): Trouble[] =>
  troublesOf(standing, now).filter(({ code }) => code !== 'fields-missing');

/** With these an account still tells us what is written. */
const HEARD_ALL_THE_SAME: readonly StandingFault[] = ['fields-missing', 'testing'];

/** Is something wrong with an account that may keep from us what is written there? */
export const mayBeSilent = (standing: Standing, now: Temporal.Instant): boolean =>
  troublesOf(standing, now).some((trouble) =>
    trouble.code === 'ends'
      ? Temporal.Instant.compare(trouble.at, now) <= 0
      : !HEARD_ALL_THE_SAME.includes(trouble.code),
  );
