import { randomUUIDv7 } from 'node:crypto';
import type { Delivery, IncomingComment } from '../core/comment.ts';
import { sealed, storable } from './storable.ts';

/** A row of comment_version to be. */
export interface Version {
  comment: string;
  number: number;
  text: string;
  salt: string;
  text_hmac: string;
  attachments: IncomingComment['attachments'];
  written_at: string;
  stored_at: string;
  delivery: string;
}

/** A text of a comment and the delivery that brought it. */
export type Arrival = IncomingComment & {
  readonly delivery: Pick<Delivery, 'receivedAt'> & { readonly id: string };
};

/** One comment of the platform with everything these deliveries say of it, oldest text first. */
export interface Thread {
  readonly id: string;
  readonly texts: readonly Arrival[];
}

/** What is stored of a comment already; all zero for one that is new. */
export interface Known {
  readonly id: string;
  readonly count: number;
  readonly inForce: number;
  readonly text: string | null;
  readonly writtenAt: Temporal.Instant | null;
}

/** What tells one comment of a municipality from every other. */
export const identity = (of: { platform: string; account: string; externalId: string }): string =>
  JSON.stringify([of.platform, of.account, of.externalId]);

/** The texts of deliveries, gathered by the comment that they belong to. */
export function threadsOf(comments: readonly Arrival[]): Thread[] {
  const groups = Map.groupBy(comments, identity);
  return [...groups.values()].map((texts) => ({
    id: randomUUIDv7(),
    texts: texts.toSorted((a, b) => Temporal.Instant.compare(a.writtenAt, b.writtenAt)),
  }));
}

/** Which versions a thread adds to what is known, and which is in force then. */
export function extend(known: Known, { texts }: Thread): { versions: Version[]; inForce: number } {
  let { text, writtenAt, inForce } = known;
  const versions: Version[] = [];
  for (const incoming of texts) {
    if (text === storable(incoming.text)) continue;
    const number = known.count + versions.length + 1;
    const { hmac, ...seal } = sealed(incoming.text);
    versions.push({
      comment: known.id,
      number,
      ...seal,
      text_hmac: hmac,
      attachments: incoming.attachments,
      written_at: incoming.writtenAt.toString(),
      stored_at: incoming.delivery.receivedAt.toString(),
      delivery: incoming.delivery.id,
    });
    const late = writtenAt !== null && Temporal.Instant.compare(incoming.writtenAt, writtenAt) < 0;
    if (late && !incoming.readBack) continue;
    text = seal.text;
    writtenAt = incoming.writtenAt;
    inForce = number;
  }
  return { versions, inForce };
}
