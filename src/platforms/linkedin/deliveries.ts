import type { IntakeItem } from '../../core/comment.ts';
import type { Unread, UnreadReason } from '../../core/inbox.ts';
import { elementsOf, letterPerByte, membersOf, rootOf, type Span } from '../json-spans.ts';
import type { ReadDelivery } from '../spec.ts';
import { unreadWhole } from '../unread-whole.ts';
import { slice, valueAt } from '../wire-json.ts';
import { readNotification } from './notification.ts';

const TYPE = 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS';
/** LinkedIn sends at most ten notifications at a time. Of more than these none is read. */
const MOST = 1000;

interface Found {
  readonly items: { account: string; item: IntakeItem }[];
  readonly unread: Unread[];
  /** Each notification as it was written, and whose it is. */
  readonly told: { account: string | null; text: string }[];
}

/**
 * Reads a webhook that LinkedIn has signed, and so refuses nothing: each notification is read by itself, and one that is
 * broken or unknown is handed back unread beside those that were read.
 * Source: learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications.
 */
export function parseLinkedIn(body: Buffer, receivedAt: Temporal.Instant): ReadDelivery {
  const text = letterPerByte(body);
  const notifications = notificationsOf(text);
  if (typeof notifications === 'string') return unreadWhole(body, notifications);
  const found: Found = { items: [], unread: [], told: [] };
  for (const at of notifications) readOne(text, at, receivedAt, found);
  const { items, unread, told } = found;
  const accounts = [...new Set(told.map(({ account }) => account))];
  return {
    items: accounts.flatMap((account) => items.filter((one) => one.account === account)),
    unread,
    bodyFor: (account) =>
      accounts.length === 1
        ? body
        : envelope(told.flatMap((one) => (one.account === account ? one.text : []))),
  };
}

const envelope = (notifications: readonly string[]): Buffer =>
  Buffer.from(`{"type":"${TYPE}","notifications":[${notifications.join(',')}]}`, 'latin1');

/** Where each notification stands, or why none does. A body that does not say its type is read by what it has. */
function notificationsOf(text: string): readonly Span[] | UnreadReason {
  const root = rootOf(text);
  if (root === null) return 'no-json';
  const members = membersOf(text, root);
  if (members === null) return 'odd-delivery';
  const type = members.findLast(({ name }) => name === 'type');
  if (type !== undefined && valueAt(text, type.value) !== TYPE) return 'other-object';
  const lists = members.filter(({ name }) => name === 'notifications');
  const found = lists.map(({ value }) => elementsOf(text, value));
  if (found.length === 0 || found.includes(null)) return 'odd-delivery';
  const notifications = found.flatMap((one) => one ?? []);
  if (notifications.length > MOST) return 'odd-delivery';
  return notifications.length === 0 ? 'empty' : notifications;
}

function readOne(text: string, at: Span, receivedAt: Temporal.Instant, found: Found): void {
  const written = slice(text, at);
  const { account, key, content, why } = readNotification(valueAt(text, at), receivedAt);
  found.told.push({ account, text: written });
  const raw = envelope([written]);
  if (why !== undefined) found.unread.push({ account, why, body: raw });
  if (account !== null && content !== null) found.items.push({ account, item: { key, raw, ...content } });
}
