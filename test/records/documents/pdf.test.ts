import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPdf } from '../../../src/records/documents/pdf.ts';
import type { Block } from '../../../src/records/documents/pdf-blocks.ts';
import { drawnGlyphs, drawnText, type ReadPdf, readPdf } from './read-pdf.ts';

const QPDF = 'qpdf';
const about = {
  title: 'Handling SM 2026-123',
  language: 'sv' as const,
  created: Temporal.Instant.from('2026-04-02T10:00:00Z'),
};

async function written(blocks: readonly Block[], more: object = {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const pdf = createPdf(
    { ...about, ...more },
    { write: async (chunk) => void chunks.push(Buffer.from(chunk)) },
  );
  for (const block of blocks) await pdf.add(block);
  await pdf.end();
  return Buffer.concat(chunks);
}

const picture = (channels: 3 | 4) =>
  sharp({ create: { width: 60, height: 40, channels, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } });

const LONG = 'Snöröjningen på Storgatan är under all kritik. '.repeat(120);
const blocks = async (): Promise<readonly Block[]> => [
  { kind: 'heading', level: 1, text: 'Rubrik ett' },
  { kind: 'text', text: 'Hej å ä ö ﬁ “citat” – тест' },
  {
    kind: 'fields',
    rows: [
      ['Beteckning', 'SM 2026-123'],
      ['Text', LONG],
    ],
  },
  { kind: 'list', items: ['första punkten', LONG] },
  {
    kind: 'table',
    head: ['Nr', 'Text'],
    rows: Array.from({ length: 90 }, (_, at) => [`rad ${at}`, 'ord '.repeat(at)]),
  },
  { kind: 'page' },
  { kind: 'image', bytes: await picture(3).jpeg().toBuffer(), contentType: 'image/jpeg', alt: 'En röd ruta' },
  { kind: 'image', bytes: await picture(3).png().toBuffer(), contentType: 'image/png', alt: 'En ruta till' },
];

const count = (pdf: ReadPdf, pattern: RegExp) =>
  [...pdf.objects.values()].filter(({ dictionary }) => pattern.test(dictionary)).length;

let whole: ReadPdf;
beforeAll(async () => {
  whole = readPdf(await written(await blocks()));
});

describe('a document', () => {
  it.each([
    ['PDF/A-2b', '2', '%PDF-1.7'],
    ['PDF/A-1b', '1', '%PDF-1.4'],
  ] as const)('has what %s asks for', async (profile, part, first) => {
    const pdf = readPdf(await written(await blocks(), { profile }));
    const xmp =
      [...pdf.objects.values()].find(({ dictionary }) => dictionary.includes('/Metadata'))?.stream ?? '';
    expect(pdf.text.startsWith(first)).toBe(true);
    expect(xmp).toContain(`<pdfaid:part>${part}</pdfaid:part>`);
    expect(xmp).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(pdf.text.match(/\/OutputIntents \[/gu)).toHaveLength(1);
    expect(pdf.text).toMatch(/\/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]/u);
    expect(pdf.text).not.toMatch(/\/(?:Encrypt|JavaScript|JS|Launch|SMask|Helvetica)\b/u);
    expect(pdf.text).toContain('/Lang (sv)');
    expect(pdf.text).toContain('/Marked true');
    const fonts = count(pdf, /\/Subtype \/Type0/u);
    expect(fonts).toBe(2);
    expect(count(pdf, /\/Type \/Font\b/u)).toBe(2 * fonts);
    expect(count(pdf, /\/ToUnicode \d+ 0 R/u)).toBe(fonts);
    expect(count(pdf, /\/FontFile2 \d+ 0 R/u)).toBe(fonts);
  });

  it('holds its text, and numbers its pages', () => {
    const text = drawnText(whole);
    for (const words of ['Rubrik ett', 'Hej å ä ö', 'тест', 'SM 2026-123', 'första punkten', 'rad 89'])
      expect(text).toContain(words);
    expect(text).toContain('Handling SM 2026-123 · sida 1');
    expect(text).toContain('Handling SM 2026-123 · sida 2');
    expect(text.split('Snöröjningen').length - 1).toBe(240);
  });

  it.each(['Document', 'H1', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'TR', 'TH', 'TD', 'Figure'])(
    'tells a screen reader of each %s',
    (type) => {
      expect(count(whole, new RegExp(`/S /${type}\\b`, 'u'))).toBeGreaterThan(0);
    },
  );

  it('gives the code of a character that its font lacks, and says so at the end', async () => {
    const text = 'Bra 👍 jobbat 🇸🇪, \u0007 \täh \uD800 ሰላም 😀';
    const pdf = readPdf(
      await written([
        { kind: 'text', text },
        { kind: 'heading', level: 2, text: 'Tack 🙏' },
      ]),
    );
    const drawn = drawnText(pdf);
    for (const code of [
      'Bra [U+1F44D] jobbat',
      '[U+1F1F8][U+1F1EA]',
      '[U+0007]',
      '[U+D800]',
      '[U+1230]',
      'Tack [U+1F64F]',
    ])
      expect(drawn.replaceAll('\n', ' ').replaceAll('\u200B', '')).toContain(code);
    expect(drawn).toContain('😀');
    expect(drawn.indexOf('Tecken som inte kan visas här')).toBeGreaterThan(drawn.indexOf('Tack'));
    expect(drawnText(readPdf(await written([{ kind: 'text', text: 'Bara å' }])))).not.toContain('Tecken');
  });

  it('says that text from right to left may stand wrong', async () => {
    expect(drawnText(readPdf(await written([{ kind: 'text', text: 'مرحبا' }])))).toContain(
      'höger till vänster',
    );
  });

  it('draws no glyph 0, however long a word is', async () => {
    const words = [
      '😀'.repeat(300),
      'x'.repeat(500),
      `a${'𝐀'.repeat(200)}`,
      'e\u0301\u200D\uFE0F\u00AD',
      'مرحبا שלום',
    ];
    const glyphs = drawnGlyphs(readPdf(await written(words.map((text) => ({ kind: 'text', text })))));
    expect(glyphs.length).toBeGreaterThan(1000);
    expect(glyphs.filter((glyph) => glyph === '0000')).toEqual([]);
  });

  it.each([
    ['a PNG one can see through', 'image/png', () => picture(4).png().toBuffer()],
    ['a GIF', 'image/gif', () => picture(3).gif().toBuffer()],
    ['a JPEG for print', 'image/jpeg', () => picture(3).toColourspace('cmyk').jpeg().toBuffer()],
    ['what only says that it is a JPEG', 'image/jpeg', async () => Buffer.from('<script>')],
    ['half a PNG', 'image/png', async () => (await picture(3).png().toBuffer()).subarray(0, 60)],
  ])('names %s, and does not embed it', async (_, contentType, bytes) => {
    const pdf = readPdf(await written([{ kind: 'image', bytes: await bytes(), contentType, alt: 'Bild 1' }]));
    expect(count(pdf, /\/Subtype \/Image/u)).toBe(0);
    expect(drawnText(pdf)).toContain('Bild 1 (visas inte i detta dokument, se filen)');
  });

  it('gives the same bytes for the same blocks', async () => {
    expect((await written(await blocks())).equals(await written(await blocks()))).toBe(true);
  });

  it('writes finished pages at once', async () => {
    let size = 0;
    const pdf = createPdf(about, {
      write: async (chunk) => {
        size += chunk.length;
      },
    });
    const sizes: number[] = [];
    for (let at = 0; at < 400; at += 1) {
      await pdf.add({ kind: 'text', text: `Kommentar ${at}` });
      if (at % 100 === 99) sizes.push(size);
    }
    expect(new Set(sizes).size).toBe(4);
  });

  it('passes qpdf', async (context) => {
    if (spawnSync(QPDF, ['--version']).error)
      context.skip('qpdf is not installed: only the structure was checked');
    const dir = mkdtempSync(join(tmpdir(), 'pdf-'));
    writeFileSync(join(dir, 'a.pdf'), await written(await blocks()));
    const { status, stdout } = spawnSync(QPDF, ['--check', join(dir, 'a.pdf')]);
    rmSync(dir, { recursive: true });
    expect([status, stdout.toString()]).toEqual([0, expect.stringContaining('No syntax')]);
  });
});
