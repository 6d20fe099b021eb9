import type { PlatformSpec } from '../spec.ts';
import { createFacebook, MAX_TEXT } from './acts.ts';
import { parseFacebook } from './deliveries.ts';
import { facebookRoutes } from './routes.ts';

/** A Facebook Page. A hidden comment stays visible to its author and the author's friends. */
export const facebook: PlatformSpec = {
  can: {
    hide: 'api',
    unhide: 'api',
    remove: 'api',
    reply: 'api',
    'reply-privately': 'by-hand',
    block: 'api',
    unblock: 'api',
  },
  maxReply: MAX_TEXT,
  api: {
    connect: (settings, tokenOf) =>
      createFacebook({
        apiUrl: settings.FACEBOOK_API_URL,
        attachmentHosts: settings.FACEBOOK_ATTACHMENT_HOSTS,
        timeoutMs: settings.PLATFORM_TIMEOUT_MS,
        tokenOf,
      }),
    routes: facebookRoutes,
    read: parseFacebook,
  },
};
