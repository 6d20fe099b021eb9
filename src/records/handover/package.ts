import type { HandedEntry } from '../../ports/handovers.ts';
import type { PictureStore } from '../../ports/pictures.ts';
import { type HandedMedia, handlingJson, handlingPdf, textPath } from './document.ts';
import type { Language } from './say.ts';

/** A file of an entry's folder. */
export interface HandedFile {
  readonly path: string;
  readonly content: Buffer;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
};

/** Puts an entry's folder together: `handling.pdf`, `handling.json`, each text as it was written, and what it showed. */
export async function packageOf(
  entry: HandedEntry,
  readMedia: PictureStore['readMedia'],
  language: Language,
): Promise<readonly HandedFile[]> {
  const copies = await copiesOf(entry, readMedia);
  const media = copies.map(({ content: _, ...told }) => told);
  const texts = (entry.comment?.versions ?? []).flatMap(({ number, text }) =>
    text === null ? [] : [{ path: textPath(number), content: Buffer.from(text) }],
  );
  return [
    { path: 'handling.pdf', content: await handlingPdf(entry, media, language) },
    { path: 'handling.json', content: handlingJson(entry, media) },
    ...texts,
    ...copies.flatMap(({ path, content }) => (path === null || content === null ? [] : [{ path, content }])),
  ];
}

async function copiesOf(
  { municipality, comment }: HandedEntry,
  readMedia: PictureStore['readMedia'],
): Promise<(HandedMedia & { content: Buffer | null })[]> {
  const copies: (HandedMedia & { content: Buffer | null })[] = [];
  if (comment === null) return copies;
  let count = 0;
  for (const { number: version, attachments } of comment.versions) {
    // Links have no copies, and no places among them.
    for (const [position, { type, url }] of attachments.filter((one) => one.type !== 'link').entries()) {
      const found = await readMedia(municipality, { comment: comment.id, version, position });
      count += found ? 1 : 0;
      const name =
        found && `media/${String(count).padStart(2, '0')}.${EXTENSIONS[found.contentType] ?? 'bin'}`;
      copies.push({ version, type, url, path: name, content: found?.bytes ?? null });
    }
  }
  return copies;
}
