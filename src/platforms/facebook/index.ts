import { metaRoutes } from '../meta/routes.ts';
import type { PlatformSpec } from '../spec.ts';
import { createFacebook, MAX_MESSAGE, MAX_TEXT } from './acts.ts';
import { parseFacebook } from './deliveries.ts';

/** A Facebook Page. A hidden comment stays visible to its author and the author's friends. */
export const facebook: PlatformSpec = {
  can: {
    comment: {
      hide: 'api',
      unhide: 'api',
      remove: 'api',
      reply: 'api',
      'reply-privately': 'api',
      block: 'api',
      unblock: 'api',
    },
    // Whether Graph hides and deletes what others wrote on the wall is documented nowhere: by hand until it is tried.
    post: {
      hide: 'by-hand',
      unhide: 'by-hand',
      remove: 'by-hand',
      reply: 'api',
      'reply-privately': 'by-hand',
      block: 'api',
      unblock: 'api',
    },
    // It stands on somebody else's page.
    mention: {
      hide: 'never',
      unhide: 'never',
      remove: 'never',
      reply: 'by-hand',
      'reply-privately': 'never',
      block: 'never',
      unblock: 'never',
    },
    // It is no comment: nobody else sees it, and nothing of it can be taken away there.
    message: {
      hide: 'never',
      unhide: 'never',
      remove: 'never',
      reply: 'api',
      'reply-privately': 'never',
      block: 'by-hand',
      unblock: 'by-hand',
    },
  },
  maxReply: MAX_TEXT,
  messages: {
    maxReply: MAX_MESSAGE,
    replyWindow: { hours: 24, taggedHours: 7 * 24 },
    toCommentHours: 7 * 24,
  },
  api: {
    connect: (settings, { tokenOf }) =>
      createFacebook({
        apiUrl: settings.FACEBOOK_API_URL,
        attachmentHosts: settings.FACEBOOK_ATTACHMENT_HOSTS,
        timeoutMs: settings.PLATFORM_TIMEOUT_MS,
        tokenOf,
      }),
    routes: metaRoutes,
    read: parseFacebook,
    pollMinutes: 30,
  },
};
