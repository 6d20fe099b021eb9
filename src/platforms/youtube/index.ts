import type { Abilities } from '../../core/act.ts';
import type { PlatformSpec } from '../spec.ts';
import { createYouTube } from './acts.ts';
import { MAX_TEXT } from './replies.ts';

/** What we have no interface for: its comments of other kinds come by `POST /api/comments`. */
const BY_HAND: Abilities = {
  hide: 'by-hand',
  unhide: 'by-hand',
  remove: 'by-hand',
  reply: 'by-hand',
  'reply-privately': 'never',
  block: 'by-hand',
  unblock: 'by-hand',
};

/** A YouTube channel. A removal is final; whether its author still sees a hidden comment is not known. It knows no private answer. */
export const youtube: PlatformSpec = {
  can: {
    comment: {
      hide: 'api',
      unhide: 'api',
      remove: 'api',
      reply: 'api',
      'reply-privately': 'never',
      // The interface blocks only with a removal, says of nobody whether they are blocked, and takes none back.
      block: 'by-hand',
      unblock: 'by-hand',
    },
    post: BY_HAND,
    mention: BY_HAND,
    message: BY_HAND,
  },
  maxReply: MAX_TEXT,
  api: {
    connect: (settings, { tokenOf, settingsOf, kept }, now) =>
      createYouTube({
        apiUrl: settings.YOUTUBE_API_URL,
        tokenUrl: settings.YOUTUBE_TOKEN_URL,
        clientOf: (account) => {
          const { YOUTUBE_CLIENT_ID: id = '', YOUTUBE_CLIENT_SECRET: secret = '' } = settingsOf(account);
          return { id, secret };
        },
        timeoutMs: settings.PLATFORM_TIMEOUT_MS,
        tokenOf,
        kept,
        now,
      }),
    pollMinutes: 10,
  },
};
