import type { Policy } from '../../core/policy.ts';
import type { RecordItem, RecordPage } from '../../core/record-item.ts';
import type { RecordItemStore } from '../../ports/record-items.ts';
import { CSV_BOM, csvLine } from '../documents/csv.ts';
import type { RecordWords } from '../record-words.ts';
import { cellsOf, rowOf } from '../rows.ts';
import type { ArchiveWords } from './archive-words.ts';
import { ERMS_END, ermsRecord, ermsStart } from './erms.ts';
import type { PackageAbout } from './package-about.ts';
import { extensionOf, type PackageFile } from './package-file.ts';
import { createReading } from './reading.ts';
import type { WorkFolder } from './work-folder.ts';

/** Where a package is filled, and what with. */
export interface ContentsParts {
  readonly folder: WorkFolder;
  readonly words: ArchiveWords;
  readonly rowWords: RecordWords;
  readonly recordMedia: RecordItemStore['recordMedia'];
  /** By which something may be marked as secret. */
  readonly provisions: Policy['provisions'];
}

/** What a package holds of the record. */
export interface Filled {
  readonly erms: PackageFile;
  readonly data: readonly PackageFile[];
  readonly reading: readonly PackageFile[];
  readonly counts: { readonly comments: number; readonly items: number; readonly media: number };
  readonly captured: { readonly from: Temporal.Instant; readonly to: Temporal.Instant } | null;
}

/** The record in a package, item by item. */
export interface Contents {
  add(item: RecordItem, names: RecordPage['names']): Promise<void>;
  end(): Promise<Filled>;
}

const DATA = 'representations/data/data';

/** Writes items into the folder of a package as they come: memory holds one of them, and the number of each comment's row. */
export async function createContents(about: PackageAbout, parts: ContentsParts): Promise<Contents> {
  const { folder, words, rowWords } = parts;
  const jsonl = await folder.create(`${DATA}/items.jsonl`);
  const csv = await folder.create(`${DATA}/kommentarer.csv`);
  const erms = await folder.create('metadata/descriptive/erms.xml');
  const reading = createReading(folder, about, words);
  const media: PackageFile[] = [];
  const numbers = new Map<string, number>();
  let nr = 0;
  let captured: Filled['captured'] = null;
  await csv.write(CSV_BOM + csvLine(Object.keys(rowWords.columns)));
  await erms.write(ermsStart(about, words));
  return {
    async add(item, names) {
      nr += 1;
      if (!numbers.has(item.externalId)) numbers.set(item.externalId, nr);
      const copies = await copyMedia(item, nr, parts);
      media.push(...copies.values());
      const fileOf = (position: number) => copies.get(position)?.path.slice(DATA.length + 1) ?? null;
      const replyTo = numbers.get(item.parentId ?? item.postId ?? '') ?? null;
      const row = rowOf(item, { nr, replyTo, fileOf, names, words: rowWords });
      await jsonl.write(`${JSON.stringify(row)}\n`);
      await csv.write(csvLine(cellsOf(row, rowWords)));
      const paths = [...copies.values()].map(({ path }) => path);
      await erms.write(ermsRecord(item, row, paths, about, words, parts.provisions));
      await reading.add(item.arrivedAt, row);
      captured = { from: captured?.from ?? item.arrivedAt, to: item.arrivedAt };
    },
    async end() {
      await erms.write(ERMS_END);
      return {
        erms: await erms.end(),
        data: [await jsonl.end(), await csv.end(), ...media],
        reading: await reading.end(),
        counts: { comments: numbers.size, items: nr, media: media.length },
        captured,
      };
    },
  };
}

/** Copies an item's pictures; by their positions. @throws Error for one that is not what was stored */
async function copyMedia(
  item: RecordItem,
  nr: number,
  { folder, recordMedia }: ContentsParts,
): Promise<ReadonlyMap<number, PackageFile>> {
  const { municipality, comment, version } = item;
  const copies = new Map<number, PackageFile>();
  for (const { position, sha256 } of item.media) {
    if (sha256 === null) continue;
    const found = await recordMedia(municipality, { comment, version, position });
    if (!found) continue;
    const name = `${String(nr).padStart(6, '0')}-${position + 1}${extensionOf(found.contentType)}`;
    const copy = await folder.write(`${DATA}/media/${name}`, found.bytes);
    if (copy.sha256 !== sha256)
      throw new Error(
        `The picture ${position} of version ${version} of ${comment} is not what was stored: expected SHA-256 ${sha256}, found ${copy.sha256}`,
      );
    copies.set(position, copy);
  }
  return copies;
}
