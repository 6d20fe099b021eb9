import { type MetaReader, parseMeta } from '../meta/deliveries.ts';
import { partReader } from '../meta/message.ts';
import type { ReadDelivery } from '../spec.ts';
import { readChange } from './change.ts';

/** Source: developers.facebook.com/docs/graph-api/webhooks/reference/instagram. */
const ACCOUNT: MetaReader = {
  platform: 'instagram',
  object: 'instagram',
  readPart: partReader('instagram', readChange),
  // A comment has no verb and no time of its own, and the entry's is another when it is told of in a second way. A message
  // has its time, and may be edited back to what it said.
  identityOf: ({ said, content }) =>
    'comment' in content && content.comment.kind !== 'message'
      ? { id: content.comment.externalId, text: content.comment.text }
      : said,
};

/** Reads an Instagram account's webhook. The key of each item is its account and a hash of the comment's id and text. */
export const parseInstagram = (body: Buffer, receivedAt: Temporal.Instant): ReadDelivery =>
  parseMeta(ACCOUNT, body, receivedAt);
