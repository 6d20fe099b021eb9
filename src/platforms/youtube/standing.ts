import type { Standing } from '../../core/standing.ts';
import { missing, onlyFault, unlessRefused } from '../standing.ts';
import type { Grants } from './access.ts';
import { ChannelPage } from './answers.ts';
import { callYouTube, type YouTubeConnection } from './call.ts';

const SCOPE = 'https://www.googleapis.com/auth/youtube.force-ssl';
/** What is consented to in a project in Testing lives no longer. */
const TESTING_DAYS = 7;

/**
 * What Google says of a channel's token. It tells of its end only where there is one, which is a week at most in Testing;
 * half a year without use, a withdrawal and a changed password end it too, and are not told ahead.
 * @throws PlatformError when Google cannot be asked
 * Source: developers.google.com/identity/protocols/oauth2/web-server#offline and …/oauth2#expiration.
 */
export async function youtubeStanding(
  youtube: YouTubeConnection,
  grants: Grants,
  account: string,
): Promise<Standing> {
  const granted = await unlessRefused(grants.renew(account, youtube.timeoutMs), { 'token-expired': null });
  if (granted === null) return onlyFault('token-dead');
  const { scopes, endsAt } = granted;
  const query = { part: 'id', mine: 'true' };
  const call = { account, path: 'channels', query, answer: ChannelPage } as const;
  const { items } = await callYouTube(youtube, { ...call, method: 'GET', status: 200 });
  const isOwn = items.some(({ id }) => id === account);
  const lacking = scopes === null || scopes.includes(SCOPE) ? [] : [SCOPE];
  const isTesting = endsAt !== null && endsWithin(endsAt, youtube.now());
  return {
    faults: [
      ...(isOwn ? [] : [{ code: 'other-account' as const, names: items.map(({ id }) => id) }]),
      ...missing('scope-missing', lacking),
      ...(isTesting ? [{ code: 'testing' as const, names: [] }] : []),
    ],
    ends: endsAt === null ? [] : [{ what: 'token', at: endsAt }],
    untold: [
      ...(scopes === null ? (['scopes'] as const) : []),
      ...(endsAt === null ? (['token'] as const) : []),
    ],
  };
}

const endsWithin = (at: Temporal.Instant, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(at, now.add({ hours: 24 * TESTING_DAYS })) <= 0;
