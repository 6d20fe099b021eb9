import type { Abilities } from '../../core/act.ts';
import { metaRoutes } from '../meta/routes.ts';
import type { PlatformSpec } from '../spec.ts';
import { createInstagram, MAX_MESSAGE_BYTES } from './acts.ts';
import { parseInstagram } from './deliveries.ts';
import { MAX_TEXT } from './replies.ts';

const BY_HAND: Abilities = {
  hide: 'by-hand',
  unhide: 'by-hand',
  remove: 'by-hand',
  reply: 'by-hand',
  'reply-privately': 'by-hand',
  block: 'by-hand',
  unblock: 'by-hand',
};

/**
 * An Instagram professional account, by Facebook Login: it is linked to a Page, whose token it is reached with. A hidden
 * comment stays visible to its author. Accounts without a Page (Instagram Login) are not reached.
 */
export const instagram: PlatformSpec = {
  can: {
    // A block of somebody with whom there is no thread of messages is asked of a person.
    comment: {
      ...BY_HAND,
      hide: 'api',
      unhide: 'api',
      remove: 'api',
      reply: 'api',
      'reply-privately': 'api',
      block: 'api',
      unblock: 'api',
    },
    // The account's own alone; others cannot write one.
    post: BY_HAND,
    // It stands under somebody else's media, and its author has a name but no id.
    mention: {
      hide: 'never',
      unhide: 'never',
      remove: 'never',
      reply: 'api',
      'reply-privately': 'never',
      block: 'never',
      unblock: 'never',
    },
    // Nobody else sees it, and nothing of it can be taken away there. With whoever wrote it there is a thread.
    message: {
      hide: 'never',
      unhide: 'never',
      remove: 'never',
      reply: 'api',
      'reply-privately': 'never',
      block: 'api',
      unblock: 'api',
    },
  },
  maxReply: MAX_TEXT,
  messages: {
    maxReply: MAX_MESSAGE_BYTES,
    countedIn: 'bytes',
    replyWindow: { hours: 24, taggedHours: 7 * 24 },
    toCommentHours: 7 * 24,
  },
  api: {
    connect: (settings, { tokenOf, pageOf }) =>
      createInstagram({
        apiUrl: settings.FACEBOOK_API_URL,
        attachmentHosts: settings.FACEBOOK_ATTACHMENT_HOSTS,
        timeoutMs: settings.PLATFORM_TIMEOUT_MS,
        tokenOf,
        pageOf,
      }),
    routes: metaRoutes,
    read: parseInstagram,
    // A quiet account may make very few calls, and a listing takes one for each media.
    pollMinutes: 60,
  },
};
