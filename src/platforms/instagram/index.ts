import type { Abilities } from '../../core/act.ts';
import type { PlatformSpec } from '../spec.ts';

const BY_HAND: Abilities = {
  hide: 'by-hand',
  unhide: 'by-hand',
  remove: 'by-hand',
  reply: 'by-hand',
  'reply-privately': 'by-hand',
  block: 'by-hand',
  unblock: 'by-hand',
};

/** An Instagram professional account. We do not speak to it yet: its comments come by `POST /api/comments`. */
export const instagram: PlatformSpec = {
  can: { comment: BY_HAND, post: BY_HAND, mention: BY_HAND, message: BY_HAND },
  maxReply: 2200,
};
