import { type MetaReader, parseMeta } from '../meta/deliveries.ts';
import { readMessage } from '../meta/message.ts';
import type { ReadDelivery } from '../spec.ts';
import { readChange } from './change.ts';

/** Source: developers.facebook.com/docs/graph-api/webhooks/reference/page. */
const PAGE: MetaReader = {
  platform: 'facebook',
  object: 'page',
  readPart: (list, said, told) =>
    list === 'changes' ? readChange(said, told) : readMessage(said, { ...told, list, platform: 'facebook' }),
  identityOf: ({ time, said }) => ({ time, change: said }),
};

/** Reads a Page's webhook. The key of each item is its page and a hash of the change and its entry's time. */
export const parseFacebook = (body: Buffer, receivedAt: Temporal.Instant): ReadDelivery =>
  parseMeta(PAGE, body, receivedAt);
