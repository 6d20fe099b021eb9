import type { PlatformSpec } from '../spec.ts';

/** An Instagram professional account. We do not speak to it yet: its comments come by `POST /api/comments`. */
export const instagram: PlatformSpec = {
  can: {
    hide: 'by-hand',
    unhide: 'by-hand',
    remove: 'by-hand',
    reply: 'by-hand',
    'reply-privately': 'by-hand',
    block: 'by-hand',
    unblock: 'by-hand',
  },
  maxReply: 2200,
};
