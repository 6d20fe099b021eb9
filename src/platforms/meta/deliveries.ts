import { createHash } from 'node:crypto';
import type { IntakeItem } from '../../core/comment.ts';
import type { Unread, UnreadReason } from '../../core/inbox.ts';
import { elementsOf, letterPerByte, membersOf, rootOf, type Span } from '../json-spans.ts';
import type { ReadDelivery } from '../spec.ts';
import { unreadWhole } from '../unread-whole.ts';
import { isPlausible } from '../wire-instant.ts';
import { canonicalHash, slice, valueAt } from '../wire-json.ts';
import { Id, Instant, type ReadChange, type Told } from './wire.ts';

/** Meta sends up to 1,000 changes at a time. An entry with which there are more than these is kept whole. */
const MOST_CHANGES = 5000;

/** How the webhooks of one of Meta's objects are read. */
export interface MetaReader {
  readonly platform: 'facebook' | 'instagram';
  /** What the body names as its `object`. */
  readonly object: 'page' | 'instagram';
  /** Reads one element of a list of an entry. Never throws. @param list `changes`, `messaging` or `standby` */
  readPart(list: string, said: unknown, told: Told): ReadChange;
  /** What tells an item from every other of its account: one that is delivered again has the same. */
  identityOf(item: { time: unknown; said: unknown; content: Content }): unknown;
}

type Content = NonNullable<ReadChange['content']>;

interface Found {
  readonly reader: MetaReader;
  readonly items: { account: string; item: IntakeItem }[];
  readonly unread: Unread[];
  /** Each entry as it was written, and whose it is. */
  readonly entries: { account: string | null; text: string }[];
}

/**
 * Reads a webhook that Meta has signed, and so refuses nothing: each change is parsed by itself, and one that is broken or
 * unknown is handed back unread beside those that were read. The key of each item is its account and a hash of its
 * identity.
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started.
 */
export function parseMeta(reader: MetaReader, body: Buffer, receivedAt: Temporal.Instant): ReadDelivery {
  const text = letterPerByte(body);
  const found: Found = { reader, items: [], unread: [], entries: [] };
  const why = readDelivery(text, receivedAt, found);
  if (why !== 'read') return unreadWhole(body, why);
  if (found.items.length + found.unread.length === 0) return unreadWhole(body, 'empty');
  const accounts = [...new Set(found.entries.map(({ account }) => account))];
  return {
    items: accounts.flatMap((account) => found.items.filter((each) => each.account === account)),
    unread: found.unread,
    bodyFor: (account) =>
      accounts.length === 1
        ? body
        : envelope(
            reader,
            found.entries.flatMap((entry) => (entry.account === account ? entry.text : [])),
          ),
  };
}

const envelope = ({ object }: MetaReader, entries: readonly string[]): Buffer =>
  Buffer.from(`{"object":"${object}","entry":[${entries.join(',')}]}`, 'latin1');

function readDelivery(text: string, receivedAt: Temporal.Instant, found: Found): UnreadReason | 'read' {
  const root = rootOf(text);
  if (root === null) return 'no-json';
  const members = membersOf(text, root);
  if (members === null) return 'odd-delivery';
  const object = members.findLast(({ name }) => name === 'object');
  if (object === undefined || valueAt(text, object.value) !== found.reader.object) return 'other-object';
  const entries = members.flatMap(({ name, value }) => (name === 'entry' ? [elementsOf(text, value)] : []));
  if (entries.length === 0 || entries.includes(null)) return 'odd-delivery';
  for (const entry of entries) for (const at of entry ?? []) readEntry(slice(text, at), receivedAt, found);
  return 'read';
}

/** Notes the entry, and reads what stands in it. */
function readEntry(text: string, receivedAt: Temporal.Instant, found: Found): void {
  const { reader } = found;
  const members = membersOf(text, { from: 0, to: text.length }) ?? [];
  const rawOf = (name: string) => members.findLast((member) => member.name === name)?.value;
  const [id, time] = [rawOf('id'), rawOf('time')];
  const account = (id && Id.safeParse(valueAt(text, id)).data) ?? null;
  found.entries.push({ account, text });
  const keep = (why: UnreadReason, part = text) =>
    found.unread.push({ account, why, body: envelope(reader, [part]) });
  const lists = listsOf(text, members);
  const parts = lists.flatMap((list) => list ?? []);
  const isTooMuch = found.items.length + found.unread.length + parts.length > MOST_CHANGES;
  if (account === null || lists.length === 0 || lists.includes(null) || isTooMuch) keep('odd-entry');
  if (account === null || id === undefined || isTooMuch) return;

  const toldTime = time && valueAt(text, time);
  const at = Instant.safeParse(toldTime);
  const isTimed = at.success && isPlausible(at.data, receivedAt);
  // Its changes are read all the same, as told when they were received.
  if (!isTimed) keep('odd-field');
  const told = { account, at: isTimed ? at.data : receivedAt, receivedAt };
  const head = `"id":${slice(text, id)},${time ? `"time":${slice(text, time)},` : ''}`;
  for (const { name, span } of parts) {
    const part = slice(text, span);
    const alone = `{${head}"${name}":[${part}]}`;
    const said = valueAt(text, span);
    const { content, why } = reader.readPart(name, said, told);
    if (why !== undefined) keep(why, alone);
    if (content === null) continue;
    const identity = reader.identityOf({ time: toldTime, said, content });
    const key = `${reader.platform}:${account}:${hashOf(identity, part)}`;
    found.items.push({ account, item: { key, raw: envelope(reader, [alone]), ...content } });
  }
}

type Members = NonNullable<ReturnType<typeof membersOf>>;

/** The lists of changes and of messages in an entry, null in place of one that is no list. */
function listsOf(text: string, members: Members): ({ name: string; span: Span }[] | null)[] {
  const lists = members.filter(({ name }) => ['changes', 'messaging', 'standby'].includes(name));
  // The flat form, with one change's field and value directly on the entry.
  if (lists.length === 0 && members.some(({ name }) => name === 'value'))
    return [[{ name: 'changes', span: { from: 0, to: text.length } }]];
  return lists.map(({ name, value }) => elementsOf(text, value)?.map((span) => ({ name, span })) ?? null);
}

/** Of what has no canonical spelling, such as a number beyond 1.8e308, the spelling that it came in. */
function hashOf(identity: unknown, spelled: string): string {
  try {
    return canonicalHash(identity);
  } catch {
    return createHash('sha256').update(spelled, 'latin1').digest('hex');
  }
}
