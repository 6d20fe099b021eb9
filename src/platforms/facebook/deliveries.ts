import { type MetaReader, parseMeta } from '../meta/deliveries.ts';
import { partReader } from '../meta/message.ts';
import type { ReadDelivery } from '../spec.ts';
import { readChange } from './change.ts';

/** Source: developers.facebook.com/docs/graph-api/webhooks/reference/page. */
const PAGE: MetaReader = {
  platform: 'facebook',
  object: 'page',
  readPart: partReader('facebook', readChange),
  identityOf: ({ time, said }) => ({ time, change: said }),
};

/** Reads a Page's webhook. The key of each item is its page and a hash of the change and its entry's time. */
export const parseFacebook = (body: Buffer, receivedAt: Temporal.Instant): ReadDelivery =>
  parseMeta(PAGE, body, receivedAt);
