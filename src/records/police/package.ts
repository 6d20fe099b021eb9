import { platformTitle } from '../../core/platform.ts';
import type { PoliceReport } from '../../core/police-report.ts';
import type { RecordItem } from '../../core/record-item.ts';
import type { PoliceFacts } from '../../ports/police.ts';
import { eventsCsv, eventsOf, localTime } from './events.ts';
import { policePdf } from './paper.ts';
import { policeWords } from './words.ts';

/** A picture or film of the comment whose copy may be given out. */
export interface StoredPicture {
  readonly version: number;
  readonly position: number;
  /** In the package. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** What the papers are made of. `items`: every version of what is reported; `above`: of what it answers. */
export interface PoliceParts {
  readonly name: string;
  readonly reference: string;
  readonly report: PoliceReport;
  /** The offence's name, as it was chosen. */
  readonly offence: string;
  readonly facts: PoliceFacts;
  readonly items: readonly RecordItem[];
  readonly above: readonly RecordItem[];
  readonly pictures: readonly StoredPicture[];
  readonly now: Temporal.Instant;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
};

/** Where the picture of that place among the package's lies in it. */
export const picturePath = (place: number, contentType: string): string =>
  `media/${String(place + 1).padStart(2, '0')}.${EXTENSIONS[contentType] ?? 'bin'}`;

/** The files of a report to the police; the manifest is added by whoever writes them. */
export async function policePackage(
  parts: PoliceParts,
): Promise<readonly { readonly path: string; readonly content: Buffer }[]> {
  const say = policeWords();
  const { facts, items, pictures, now, name, reference } = parts;
  const events = eventsOf(items, facts, say);
  const platform = items[0] ? platformTitle(items[0].platform) : '';
  const { seq, hash } = facts.head;
  const statement = say('statement', { name, reference, platform, at: localTime(now), seq, hash });
  return [
    { path: 'polisanmalan.pdf', content: await policePdf(parts, events, pictures, say) },
    { path: 'handelser.csv', content: Buffer.from(eventsCsv(events, say)) },
    { path: 'kommentar.json', content: Buffer.from(`${JSON.stringify(documentOf(parts), null, 2)}\n`) },
    { path: 'intyg.txt', content: Buffer.from(statement) },
    ...pictures.map(({ path, bytes }) => ({ path, content: bytes })),
  ];
}

/** `kommentar.json`: nothing of what staff thought, and nobody of theirs. */
const documentOf = ({ reference, report, offence, items, above, pictures }: PoliceParts) => ({
  format: 'kommentarsvakten/polisanmalan/1',
  reference,
  report: { offence: report.offence, offenceName: offence, secrecy: report.secrecy, number: report.number },
  versions: items.map((item) => told(item, pictures)),
  above: above.map((item) => told(item, [])),
});

const told = (item: RecordItem, pictures: readonly StoredPicture[]) => ({
  ...{ platform: item.platform, account: item.account, accountName: item.accountName, kind: item.kind },
  ...{ externalId: item.externalId, postId: item.postId, parentId: item.parentId },
  ...{ author: item.author, permalink: item.permalink, version: item.version, versions: item.versions },
  ...{ createdAt: item.createdAt, writtenAt: item.writtenAt, firstSeenAt: item.arrivedAt },
  ...{ text: item.text, visibility: item.visibility, removedAt: removedAt(item) },
  media: item.media.map(({ position, type, url, sha256 }) => {
    const file = pictures.find((one) => one.version === item.version && one.position === position);
    // Of a copy that is not given out, not its hash either.
    return { type, url, file: file?.path ?? null, sha256: file ? sha256 : null };
  }),
});

const removedAt = ({ acts }: RecordItem): Temporal.Instant | null =>
  acts.find(({ kind, state, how }) => kind === 'delete-comment' && state === 'done' && how !== 'trial')?.at ??
  null;
