import { inflateSync } from 'node:zlib';

/** What a test sees of a PDF: its bytes as Latin-1, each object, and the streams inflated. */
export interface ReadPdf {
  readonly text: string;
  readonly objects: ReadonlyMap<string, { readonly dictionary: string; readonly stream: string }>;
}

/** Takes a PDF apart that pdfkit wrote: every object lies open in it. */
export function readPdf(bytes: Buffer): ReadPdf {
  const text = bytes.toString('latin1');
  const objects = new Map<string, { dictionary: string; stream: string }>();
  for (const [, id = '', body = ''] of text.matchAll(/(?<=^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/gu)) {
    const [dictionary = '', raw] = body.split('\nstream\n');
    const data = Buffer.from((raw ?? '').replace(/\n?\nendstream$/u, ''), 'latin1');
    const stream =
      dictionary.includes('FlateDecode') && !dictionary.includes('/Image') ? inflateSync(data) : data;
    objects.set(id, { dictionary, stream: stream.toString('latin1') });
  }
  return { text, objects };
}

/** The text that is drawn, by the fonts' own ToUnicode. */
export function drawnText({ objects }: ReadPdf): string {
  const at = (id: string | undefined) => objects.get(id ?? '');
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const { dictionary } of objects.values())
    for (const [, name = '', id] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/gu)) {
      const map = /\/ToUnicode (\d+) 0 R/u.exec(at(id)?.dictionary ?? '')?.[1];
      fonts.set(name, unicodeOf(at(map)?.stream ?? ''));
    }
  const pages = [...objects.values()].filter(({ stream }) => / Tf\b/u.test(stream));
  return pages.map(({ stream }) => textOf(stream, fonts)).join('\n');
}

/** The code of every glyph that is drawn. */
export const drawnGlyphs = ({ objects }: ReadPdf): readonly string[] =>
  [...objects.values()]
    .filter(({ stream }) => / Tf\b/u.test(stream))
    .flatMap(({ stream }) => [...stream.matchAll(/<([0-9a-f]+)>/gu)])
    .flatMap(([, hex = '']) => hex.match(/.{4}/gu) ?? []);

function unicodeOf(cmap: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [, from = '', , list = ''] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gu))
    for (const [step, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]*)>/gu)].entries())
      map.set(
        (Number.parseInt(from, 16) + step).toString(16).padStart(4, '0'),
        Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
      );
  return map;
}

function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> = new Map();
  let text = '';
  for (const [, name, line] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/gu)) {
    if (name) font = fonts.get(name) ?? font;
    const codes = [...(line ?? '').matchAll(/<([0-9a-f]+)>/gu)].flatMap(
      ([, hex = '']) => hex.match(/.{4}/gu) ?? [],
    );
    if (line) text += `${codes.map((code) => font.get(code) ?? '\uFFFD').join('')}\n`;
  }
  return text;
}
