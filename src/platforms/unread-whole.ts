import type { UnreadReason } from '../core/inbox.ts';
import type { ReadDelivery } from './spec.ts';

/** A delivery of which nothing is understood. */
export const unreadWhole = (body: Buffer, why: UnreadReason): ReadDelivery => ({
  items: [],
  unread: [{ account: null, body, why }],
  bodyFor: () => body,
});
