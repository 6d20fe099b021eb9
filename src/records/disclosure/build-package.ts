import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Policy } from '../../core/policy.ts';
import type { BuiltPackage, DisclosureRefusal, Request } from '../../core/request.ts';
import type { RecordItemStore } from '../../ports/record-items.ts';
import { CSV_BOM, csvLine } from '../documents/csv.ts';
import { manifestOf } from '../documents/manifest.ts';
import { type Content, createZip } from '../documents/zip.ts';
import type { RecordWords } from '../record-words.ts';
import { cellsOf } from '../rows.ts';
import type { DisclosureWords } from './disclosure-words.ts';
import { itemSchema } from './item-schema.ts';
import { createListing } from './listing.ts';
import { type Contents, readMe } from './read-me.ts';
import { type MediaFile, type ScannedRow, type Selection, scan } from './scan.ts';
import { openSpool } from './spool.ts';
import { withoutMetadata } from './without-metadata.ts';

/** What a package is made of. */
export interface Order {
  readonly store: RecordItemStore;
  readonly policy: Policy;
  readonly request: Pick<Request, 'reference' | 'selectedAt'> | null;
  readonly selection: Selection;
  readonly words: { readonly record: RecordWords; readonly disclosure: DisclosureWords };
  /** Give out what stands even though some acts have no known outcome yet; the package says so. */
  readonly unsettledToo: boolean;
  readonly out: string;
}

/** Such a package, or why there is none: then nothing is written. */
export type Outcome = BuiltPackage | { readonly refusal: DisclosureRefusal };

const CSV = 'kommentarer.csv';
const JSONL = 'items.jsonl';
const SCHEMA = 'items.schema.json';
const MANIFEST = 'manifest-sha256.txt';

/**
 * Builds the package for whoever asked (record.md §8) under its final name, whole or not at all: it grows in a folder beside
 * it, which a later build clears away if this one is killed. The same record, decisions and order give the same bytes. Memory
 * holds a page of the record, and a line for each picture.
 * @throws the system's error where `out` cannot be written, such as ENOSPC: nothing is left there
 */
export async function buildPackage(order: Order): Promise<Outcome> {
  const folder = join(dirname(order.out), `.${basename(order.out)}.tmp-${randomUUID()}`);
  await mkdir(folder);
  try {
    const spooled = await spoolRows(order, folder);
    if ('refusal' in spooled) return spooled;
    const made = await zipUp(order, folder, spooled);
    await rename(join(folder, 'package'), order.out);
    await clearLeft(order.out);
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function clearLeft(out: string): Promise<void> {
  const left = (await readdir(dirname(out))).filter((each) => each.startsWith(`.${basename(out)}.tmp-`));
  for (const each of left) await rm(join(dirname(out), each), { recursive: true, force: true });
}

interface Spooled {
  readonly contents: Contents;
  readonly media: readonly MediaFile[];
  /** The files of the lists on paper. */
  readonly lists: readonly string[];
}

/** One walk through the record writes the files that have its rows. */
async function spoolRows(order: Order, folder: string): Promise<Spooled | { refusal: DisclosureRefusal }> {
  const { store, policy, selection, words } = order;
  await using opened = new AsyncDisposableStack();
  const open = async (name: string) => opened.use(await openSpool(join(folder, name)));
  const [csv, jsonl] = [await open(CSV), await open(JSONL)];
  const heading = [policy.name, order.request?.reference].filter(Boolean).join(' · ');
  const listing = createListing({ heading, created: createdAt(order) }, words.disclosure, open);
  await csv.write(Buffer.from(CSV_BOM + csvLine(Object.keys(words.record.columns))));
  const tally = createTally();
  for await (const scanned of scan(store, policy, selection, words)) {
    tally.add(scanned);
    await csv.write(Buffer.from(csvLine(cellsOf(scanned.row, words.record))));
    await jsonl.write(Buffer.from(`${JSON.stringify(scanned.row)}\n`));
    await listing.add(scanned.row);
  }
  const lists = await listing.end();
  for (const file of [csv, jsonl]) await file.end();
  const refusal = tally.refusal(order.unsettledToo);
  return refusal ? { refusal } : { contents: tally.contents(), media: tally.media, lists };
}

/** Not when it was built, so that it may be built again. */
const createdAt = ({ request, selection }: Order): Temporal.Instant =>
  request?.selectedAt ?? selection.query.to;

/** So many of what stands in the way are named. */
const MOST = 50;

function createTally() {
  const counts = { selected: 0, given: 0, masked: 0, withheld: 0, context: 0 };
  const media: MediaFile[] = [];
  const unreviewed: string[] = [];
  const unsettled = new Set<number>();
  const found: { nr: number; column: string }[] = [];
  return {
    media,
    add({ row, item, outcome, isContext, isUnreviewed, isUnsettled, media: files, leaks }: ScannedRow) {
      if (isContext) counts.context += 1;
      else {
        counts.selected += 1;
        counts[outcome] += 1;
      }
      media.push(...files);
      if (isUnreviewed && unreviewed.length < MOST) unreviewed.push(`${item.comment}/${item.version}`);
      if (isUnsettled && item.ticket !== null) unsettled.add(item.ticket);
      for (const column of leaks) if (found.length < MOST) found.push({ nr: row.nr, column });
    },
    refusal(unsettledToo: boolean): DisclosureRefusal | null {
      if (unreviewed.length > 0) return { code: 'not-reviewed', items: unreviewed };
      if (found.length > 0) return { code: 'name-found', found };
      return unsettled.size > 0 && !unsettledToo
        ? { code: 'unsettled', tickets: [...unsettled].slice(0, MOST) }
        : null;
    },
    contents: (): Contents => ({ ...counts, media: media.length, unsettled: unsettled.size }),
  };
}

async function zipUp(
  order: Order,
  folder: string,
  { contents, media, lists }: Spooled,
): Promise<BuiltPackage> {
  const { policy, request, selection, words } = order;
  const file = await openSpool(join(folder, 'package'));
  let bytes = 0;
  const zip = createZip({
    write: (chunk) => {
      bytes += chunk.length;
      return file.write(chunk);
    },
  });
  const files: { path: string; sha256: string }[] = [];
  const add = async (path: string, content: Content) => {
    const { sha256 } = await zip.add(path, content);
    files.push({ path, sha256 });
  };
  const { query } = selection;
  await add(
    words.disclosure.readMe.file,
    Buffer.from(readMe(policy, { request, query }, contents, words.disclosure)),
  );
  for (const path of [...lists, CSV, JSONL]) await add(path, createReadStream(join(folder, path)));
  await add(SCHEMA, Buffer.from(itemSchema(words.record)));
  for (const one of media) await add(one.path, await mediaBytes(order, one));
  const manifest = Buffer.from(manifestOf(files));
  await zip.add(MANIFEST, manifest);
  await zip.end();
  await file.end();
  const { selected, given, masked, withheld } = contents;
  return { selected, given, masked, withheld, bytes, sha256: await sha256Of(join(folder, 'package')) };
}

async function mediaBytes({ store, policy }: Order, { path, of }: MediaFile): Promise<Buffer> {
  const copy = await store.recordMedia(policy.municipality, of);
  if (copy === null)
    throw new Error(`${path}: the copy was taken away while the package was made; make it again`);
  return withoutMetadata(copy.bytes, copy.contentType);
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
