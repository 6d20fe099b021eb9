import type { PlatformSpec } from '../spec.ts';

/** A YouTube channel. We do not speak to it yet: its comments come by `POST /api/comments`. It knows no private answer. */
export const youtube: PlatformSpec = {
  can: {
    hide: 'by-hand',
    unhide: 'by-hand',
    remove: 'by-hand',
    reply: 'by-hand',
    'reply-privately': 'never',
    block: 'by-hand',
    unblock: 'by-hand',
  },
  maxReply: 10000,
};
