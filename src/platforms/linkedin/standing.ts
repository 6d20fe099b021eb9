import type { Standing } from '../../core/standing.ts';
import { missing, onlyFault, unlessRefused } from '../standing.ts';
import type { LinkedInConnection } from './call.ts';
import { introspect, type LinkedInClient } from './introspect.ts';
import { administratorOf, subscriptionOf } from './role.ts';
import { versionEnds } from './version.ts';

/** Each as it is called now, or was: older apps have scopes without `_feed`. */
const SCOPES = [
  ['r_organization_social_feed', 'r_organization_social'],
  ['w_organization_social_feed', 'w_organization_social'],
  ['rw_organization_admin'],
];

/** Which app asks, as far as the settings say. */
interface AskingApp {
  /** Whose webhook is to be subscribed; undefined where none is. */
  readonly applicationId: string | undefined;
  /** Null: what the token is worth is not asked. */
  readonly client: LinkedInClient | null;
  readonly now: () => Temporal.Instant;
}

/**
 * What LinkedIn says of a Page: the role of whoever gave the token, the webhook's subscription, what the token is worth,
 * and when the version that is spoken ends.
 * @throws PlatformError when it cannot be asked
 */
export async function linkedinStanding(
  linkedin: LinkedInConnection,
  app: AskingApp,
  account: string,
): Promise<Standing> {
  const endsAt = versionEnds(linkedin.version);
  const version = { what: 'version', at: endsAt } as const;
  if (Temporal.Instant.compare(app.now(), endsAt) >= 0)
    return { ...onlyFault('version-ended'), ends: [version] };
  const token = await worthOf(linkedin, app.client, account);
  const dead = onlyFault('token-dead');
  if (token?.active === false) return { ...dead, ends: [version] };
  const user = await unlessRefused(administratorOf(linkedin, account), {
    permission: 'no-role' as const,
    'token-expired': 'token-dead' as const,
  });
  const ends = [version, ...(token?.endsAt ? [{ what: 'token' as const, at: token.endsAt }] : [])];
  if (user === 'no-role' || user === 'token-dead') return { ...onlyFault(user), ends };
  const subscription = await subscribed(linkedin, app, { account, user });
  const lacking = token?.scopes
    ? SCOPES.filter((names) => !names.some((name) => token.scopes?.includes(name)))
    : [];
  return {
    faults: [
      ...missing(
        'scope-missing',
        lacking.flatMap(([name = '']) => name),
      ),
      ...subscription.faults,
    ],
    ends: [...ends, ...subscription.ends],
    untold: [
      ...(token?.scopes ? [] : (['scopes'] as const)),
      ...(token?.endsAt ? [] : (['token'] as const)),
      // A year from the first consent, of which no interface tells.
      'consent',
      ...subscription.untold,
    ],
  };
}

/** Null where the app is not named, or LinkedIn does not know it. */
const worthOf = async (linkedin: LinkedInConnection, client: LinkedInClient | null, account: string) =>
  client && unlessRefused(introspect(linkedin, client, account), { rejected: null });

async function subscribed(
  linkedin: LinkedInConnection,
  { applicationId }: AskingApp,
  of: { readonly account: string; readonly user: string },
): Promise<Standing> {
  if (applicationId === undefined) return { faults: [], ends: [], untold: ['subscription'] };
  const found = await subscriptionOf(linkedin, { ...of, applicationId });
  if (found === null) return onlyFault('not-subscribed');
  const { until } = found;
  return until === null
    ? { faults: [], ends: [], untold: ['subscription'] }
    : { faults: [], ends: [{ what: 'subscription', at: until }], untold: [] };
}
