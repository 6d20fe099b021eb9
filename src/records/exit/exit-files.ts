import { STOCKHOLM } from '../../core/calendar.ts';
import type { MunicipalityId } from '../../core/policy.ts';
import type { ExitMedium, ExitReading, ExitTable } from '../../ports/exit.ts';
import { extensionOf } from '../archive/package-file.ts';
import type { NewFile } from '../documents/folder.ts';
import { filled } from '../record-words.ts';
import type { ExitWords } from './exit-words.ts';

/** Whose package it is, and when it was made. */
export interface ExitAbout {
  readonly municipality: MunicipalityId;
  readonly builtAt: Temporal.Instant;
}

/** How much of it has been written so far. */
export interface ExitCounts {
  rows: number;
  media: number;
  /** Copies that are not what was stored, and so are no pictures any more. */
  damaged: number;
}

/**
 * The files of a municipality's package (GDPR art. 28.3 g), one after another: each is written before the next is asked for.
 * `<table>.jsonl`, a row a line; `media/`, with `media.jsonl` of every copy there was; `columns.json`, from which a stranger
 * reads the rest; and what it is in words. Memory holds a page of rows, or a film, and a line for each picture.
 */
export async function* exitFiles(
  reading: ExitReading,
  about: ExitAbout,
  words: ExitWords,
  counts: ExitCounts,
): AsyncGenerator<NewFile> {
  const rowsOf = new Map<string, number>();
  for (const table of reading.tables) {
    const before = counts.rows;
    yield { path: fileOf(table), content: lines(reading.rows(table), counts) };
    rowsOf.set(table.name, counts.rows - before);
  }
  const listed: string[] = [];
  for await (const medium of reading.media()) {
    const file = medium.bytes && mediaPath(medium);
    listed.push(listLine(medium, file));
    if (medium.why === 'damaged') counts.damaged += 1;
    if (medium.bytes === null || file === null) continue;
    counts.media += 1;
    yield { path: file, content: medium.bytes };
  }
  yield { path: 'media.jsonl', content: Buffer.from(listed.join('')) };
  yield { path: 'columns.json', content: Buffer.from(columnsJson(reading, about, rowsOf, words)) };
  yield { path: words.readMe.file, content: Buffer.from(readMe(reading, about, counts, words)) };
}

const fileOf = ({ name }: Pick<ExitTable, 'name'>): string => `${name}.jsonl`;

const mediaPath = ({ comment, version, position, contentType }: ExitMedium): string =>
  `media/${comment}/${version}-${position}${extensionOf(contentType)}`;

const listLine = ({ comment, version, position, contentType, why }: ExitMedium, file: string | null) =>
  `${JSON.stringify({ comment, version, position, contentType, file, why })}\n`;

async function* lines(pages: ReturnType<ExitReading['rows']>, counts: ExitCounts): AsyncGenerator<Buffer> {
  for await (const rows of pages) {
    counts.rows += rows.length;
    yield Buffer.from(rows.map((row) => `${JSON.stringify(encoded(row))}\n`).join(''));
  }
}

const encoded = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, inBase64(value)]));

/** Bytes, also those in a list; all else JSON can say, and an instant as the journal's hashes cover it. */
const inBase64 = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return Array.isArray(value) ? value.map(inBase64) : value;
};

function columnsJson(
  { migrations, tables }: ExitReading,
  { municipality, builtAt }: ExitAbout,
  rowsOf: ReadonlyMap<string, number>,
  { leftOut }: ExitWords,
): string {
  const described = tables.map(({ name, columns, ...keys }) => ({
    ...{ table: name, file: fileOf({ name }), rows: rowsOf.get(name) ?? 0 },
    columns: columns.map(({ leftOut: isLeftOut, ...column }) => ({
      ...column,
      ...(isLeftOut && { leftOut: true }),
    })),
    ...keys,
  }));
  const schema = migrations.at(-1) ?? null;
  return `${JSON.stringify({ municipality, builtAt, schema, migrations, tables: described, leftOut }, null, 2)}\n`;
}

function readMe(
  { name, migrations, tables }: ExitReading,
  { municipality, builtAt }: ExitAbout,
  { rows, media }: ExitCounts,
  { readMe: said, leftOut }: ExitWords,
): string {
  const at = builtAt.toZonedDateTimeISO(STOCKHOLM);
  const data = {
    ...{ municipality, name: name ?? municipality, schema: migrations.at(-1) ?? '' },
    at: `${at.toPlainDate()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`,
    ...{ tables: String(tables.length), rows: String(rows), media: String(media) },
    leftOut: Object.entries(leftOut)
      .map(([what, why]) => filled(said.leftOut, { what, why }))
      .join('\r\n'),
  };
  return `\uFEFF${said.lines.map((line) => filled(line, data)).join('\r\n')}\r\n`;
}
