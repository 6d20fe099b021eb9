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
  /** The latest instant of which it is known that the text in force stood there. */
  readonly writtenAt: Temporal.Instant | null;
  /** Texts that are not in force, and the number of a version that has each. */
  readonly older: Readonly<Record<string, number>>;
}

/** A new comment, of which nothing is stored. */
export const UNKNOWN = { count: 0, inForce: 0, text: null, writtenAt: null, older: {} } as const;

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

/** A stored version whose text is told again. */
interface Repeat {
  readonly number: number;
  /** In base64. */
  readonly raw: string;
  /** Until when it is known to have stood there. */
  readonly writtenAt: string;
}

/** What a thread adds to what is known. */
interface Extension {
  readonly versions: Version[];
  readonly repeats: readonly Repeat[];
  /** The version in force then. */
  readonly inForce: number;
}

/**
 * Which versions a thread adds to what is known, and which is in force then. Words that are told again belong to the
 * version that has them; told of a later time, they make what was written before that time late.
 */
export function extend(known: Known, { texts }: Thread): Extension {
  let { text, writtenAt, inForce } = known;
  const versions: Version[] = [];
  const repeats: Repeat[] = [];
  for (const incoming of texts) {
    const words = storable(incoming.text);
    const isLate = writtenAt !== null && Temporal.Instant.compare(incoming.writtenAt, writtenAt) < 0;
    const stays = isLate && !incoming.readBack;
    const older = () => versions.find((version) => version.text === words)?.number ?? known.older[words];
    const number = text === words ? inForce : stays ? older() : undefined;
    if (number === undefined) {
      const version = versionOf(known, incoming, known.count + versions.length + 1);
      versions.push(version);
      if (stays) continue;
      ({ text, number: inForce } = version);
    } else tellAgain({ versions, repeats }, incoming, number);
    if (!stays) writtenAt = incoming.writtenAt;
  }
  return { versions, repeats, inForce };
}

function versionOf({ id }: Known, incoming: Arrival, number: number): Version {
  const { hmac, ...seal } = sealed(incoming.text);
  return {
    comment: id,
    number,
    ...seal,
    text_hmac: hmac,
    attachments: incoming.attachments,
    written_at: incoming.writtenAt.toString(),
    stored_at: incoming.delivery.receivedAt.toString(),
    delivery: incoming.delivery.id,
    raw: [incoming.raw.toString('base64')],
  };
}

function tellAgain(
  { versions, repeats }: { readonly versions: readonly Version[]; readonly repeats: Repeat[] },
  incoming: Arrival,
  number: number,
): void {
  const raw = incoming.raw.toString('base64');
  const writtenAt = incoming.writtenAt.toString();
  const version = versions.find((one) => one.number === number);
  if (version === undefined) return void repeats.push({ number, raw, writtenAt });
  version.raw.push(raw);
  // They come oldest first.
  version.written_at = writtenAt;
}
