import type { PlatformSpec } from '../spec.ts';

/** A LinkedIn Page. We do not speak to it yet: its comments come by `POST /api/comments`. It can neither hide nor answer in private. */
export const linkedin: PlatformSpec = {
  can: {
    hide: 'never',
    unhide: 'never',
    remove: 'by-hand',
    reply: 'by-hand',
    'reply-privately': 'never',
    block: 'by-hand',
    unblock: 'by-hand',
  },
  maxReply: 1250,
};
