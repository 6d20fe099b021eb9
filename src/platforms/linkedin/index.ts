import type { Abilities } from '../../core/act.ts';
import type { PlatformSpec } from '../spec.ts';

const BY_HAND: Abilities = {
  hide: 'never',
  unhide: 'never',
  remove: 'by-hand',
  reply: 'by-hand',
  'reply-privately': 'never',
  block: 'by-hand',
  unblock: 'by-hand',
};

/** A LinkedIn Page. We do not speak to it yet: its comments come by `POST /api/comments`. It can neither hide nor answer in private. */
export const linkedin: PlatformSpec = {
  can: { comment: BY_HAND, post: BY_HAND, mention: BY_HAND, message: BY_HAND },
  maxReply: 1250,
};
