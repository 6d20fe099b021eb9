import { type MetaReader, parseMeta } from '../meta/deliveries.ts';
import { unread } from '../meta/wire.ts';
import type { ReadDelivery } from '../spec.ts';
import { readChange } from './change.ts';

/** Private messages to the account are kept, and read by nobody yet. */
const ACCOUNT: MetaReader = {
  platform: 'instagram',
  object: 'instagram',
  readPart: (list, said, told) => (list === 'changes' ? readChange(said, told) : unread('message')),
  // A change has no verb and no time of its own, and the entry's is another when it is told of in a second way.
  identityOf: ({ said, content }) =>
    'comment' in content ? { id: content.comment.externalId, text: content.comment.text } : said,
};

/** Reads an Instagram account's webhook. The key of each item is its account and a hash of the comment's id and text. */
export const parseInstagram = (body: Buffer, receivedAt: Temporal.Instant): ReadDelivery =>
  parseMeta(ACCOUNT, body, receivedAt);
