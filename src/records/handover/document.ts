import type { HandedEntry } from '../../ports/handovers.ts';
import { createPdf } from '../documents/pdf.ts';
import type { Block } from '../documents/pdf-blocks.ts';
import { type Language, localMoment, say } from './say.ts';

/** A picture or film of a version; `path`: its file, null where there is no copy that may be handed over. */
export interface HandedMedia {
  readonly version: number;
  readonly type: string;
  readonly url: string;
  readonly path: string | null;
}

/**
 * An entry as data, by which a case system may read it: `format` and `version` change together with the fields' meaning,
 * and fields may be added within a version.
 */
export function handlingJson(entry: HandedEntry, media: readonly HandedMedia[]): Buffer {
  const { registration: registered, comment } = entry;
  const { reference, number, kind, subject, ground, secrecy, provision, securedAt } = registered;
  const content = {
    ...{ format: 'kommentarsvakten-handling', version: 1 },
    ...{ reference, number, kind, direction: entry.direction, subject },
    ...{ protectedSubject: entry.protectedSubject, sender: entry.sender, recipient: entry.recipient },
    ...{ ground, secrecy, provision },
    ...{ documentAt: entry.documentAt, receivedAt: entry.receivedAt, securedAt },
    comment: comment && { ...comment, versions: comment.versions.map(versionOf) },
    media,
  };
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}

const versionOf = ({
  attachments: _,
  ...version
}: NonNullable<HandedEntry['comment']>['versions'][number]) => ({
  ...version,
  file: version.text === null ? null : textPath(version.number),
});

/** Where a version's text stands, as it was written. */
export const textPath = (version: number): string => `original/text-v${version}.txt`;

/** The reading copy: what the entry is of, each text, and what it showed by list. */
export async function handlingPdf(
  entry: HandedEntry,
  media: readonly HandedMedia[],
  language: Language,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const { reference, securedAt } = entry.registration;
  const title = say(language, 'title', { reference });
  const created = Temporal.Instant.from(securedAt);
  const pdf = createPdf(
    { title, language, created },
    { write: async (chunk) => void chunks.push(Buffer.from(chunk)) },
  );
  await pdf.add({ kind: 'heading', level: 1, text: title });
  await pdf.add({ kind: 'fields', rows: fieldsOf(entry, language) });
  for (const block of [...textsOf(entry, language), ...listOf(media, language)]) await pdf.add(block);
  await pdf.end();
  return Buffer.concat(chunks);
}

function fieldsOf(entry: HandedEntry, language: Language): [string, string][] {
  const { registration, comment } = entry;
  const moment = (at: Temporal.Instant | null) => at && localMoment(at);
  const rows: readonly (readonly [Parameters<typeof say>[1], string | null | undefined])[] = [
    ['reference', registration.reference],
    ['number', registration.number],
    ['direction', say(language, entry.direction)],
    ['documentAt', moment(entry.documentAt)],
    ['receivedAt', moment(entry.receivedAt)],
    ['securedAt', moment(Temporal.Instant.from(registration.securedAt))],
    ['sender', entry.sender],
    ['recipient', entry.recipient],
    ['subject', registration.subject],
    ['protectedSubject', entry.protectedSubject],
    ['secrecy', say(language, registration.secrecy, { provision: registration.provision ?? '' })],
    ['platform', comment?.platform],
    ['account', comment?.accountName],
    ['link', comment?.permalink],
  ];
  return rows.flatMap(([key, value]) => (value ? [[say(language, key), value]] : []));
}

const textsOf = ({ comment }: HandedEntry, language: Language): Block[] =>
  (comment?.versions ?? []).flatMap(({ number, text, writtenAt }) => [
    {
      kind: 'heading',
      level: 2,
      text: say(language, 'version', { number, at: localMoment(writtenAt) }),
    },
    { kind: 'text', text: text ?? say(language, 'disposed') },
  ]);

const listOf = (media: readonly HandedMedia[], language: Language): Block[] =>
  media.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: say(language, 'media') },
        {
          kind: 'list',
          items: media.map(({ path, ...one }) =>
            path === null
              ? say(language, 'uncopied', one)
              : say(language, 'file', { path, version: one.version }),
          ),
        },
      ];
