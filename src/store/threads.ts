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
  /** Every fragment that has brought this text, in base64. */
  raw: string[];
}

/** A text of a comment and the delivery that brought it. */
export type Arrival = IncomingComment & {
  readonly raw: Buffer;
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

/** What a thread adds to what is known. */
interface Extension {
  readonly versions: Version[];
  /** Fragments, in base64, that tell the text again that was in force before. */
  readonly repeats: readonly string[];
  /** The version in force then. */
  readonly inForce: number;
}

/** Which versions a thread adds to what is known, and which is in force then. */
export function extend(known: Known, { texts }: Thread): Extension {
  let { text, writtenAt, inForce } = known;
  const versions: Version[] = [];
  const repeats: string[] = [];
  for (const incoming of texts) {
    const raw = incoming.raw.toString('base64');
    if (text === storable(incoming.text)) {
      (versions.find(({ number }) => number === inForce)?.raw ?? repeats).push(raw);
      continue;
    }
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
      raw: [raw],
    });
    const late = writtenAt !== null && Temporal.Instant.compare(incoming.writtenAt, writtenAt) < 0;
    if (late && !incoming.readBack) continue;
    text = seal.text;
    writtenAt = incoming.writtenAt;
    inForce = number;
  }
  return { versions, repeats, inForce };
}
