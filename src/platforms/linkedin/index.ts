import type { Abilities } from '../../core/act.ts';
import type { PlatformSettings, PlatformSpec } from '../spec.ts';
import { createLinkedIn, MAX_TEXT } from './acts.ts';
import { parseLinkedIn } from './deliveries.ts';
import type { LinkedInClient } from './introspect.ts';
import { linkedInRoutes } from './routes.ts';

/** A Page's administrators can take a comment away and restrict a member, in LinkedIn's own pages; hiding they cannot. */
const BY_HAND: Abilities = {
  hide: 'never',
  unhide: 'never',
  remove: 'by-hand',
  reply: 'by-hand',
  'reply-privately': 'never',
  block: 'by-hand',
  unblock: 'by-hand',
};

function clientOf(settings: PlatformSettings): LinkedInClient | null {
  const { LINKEDIN_CLIENT_ID: id, LINKEDIN_CLIENT_SECRET: secret, LINKEDIN_INTROSPECT_URL: url } = settings;
  return id !== undefined && secret !== undefined ? { id, secret, url } : null;
}

/** A LinkedIn Page. Its interface reads and replies; it can neither hide nor answer in private. */
export const linkedin: PlatformSpec = {
  can: {
    comment: { ...BY_HAND, reply: 'api' },
    // The Page's own alone; others cannot write one.
    post: BY_HAND,
    // It stands on somebody else's page.
    mention: { ...BY_HAND, remove: 'never', block: 'never', unblock: 'never' },
    // Never arrives.
    message: BY_HAND,
  },
  maxReply: MAX_TEXT,
  api: {
    connect: (settings, { tokenOf, settingsOf }, now) =>
      createLinkedIn({
        apiUrl: settings.LINKEDIN_API_URL,
        version: settings.LINKEDIN_VERSION,
        applicationIdOf: (account) => settingsOf(account).LINKEDIN_APPLICATION_ID,
        clientOf: (account) => clientOf(settingsOf(account)),
        attachmentHosts: settings.LINKEDIN_ATTACHMENT_HOSTS,
        timeoutMs: settings.PLATFORM_TIMEOUT_MS,
        tokenOf,
        now,
      }),
    routes: linkedInRoutes,
    read: parseLinkedIn,
    // An app that is being tried has 100 calls a day for each member; a listing takes about six.
    pollMinutes: 120,
  },
};
