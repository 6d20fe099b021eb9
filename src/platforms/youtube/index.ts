import type { Abilities } from '../../core/act.ts';
import type { PlatformSpec } from '../spec.ts';

const BY_HAND: Abilities = {
  hide: 'by-hand',
  unhide: 'by-hand',
  remove: 'by-hand',
  reply: 'by-hand',
  'reply-privately': 'never',
  block: 'by-hand',
  unblock: 'by-hand',
};

/** A YouTube channel. We do not speak to it yet: its comments come by `POST /api/comments`. It knows no private answer. */
export const youtube: PlatformSpec = {
  can: { comment: BY_HAND, post: BY_HAND, mention: BY_HAND, message: BY_HAND },
  maxReply: 10000,
};
