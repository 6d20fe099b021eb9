import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { createPrinter, type Printer } from './pdf-text.ts';
import words from './words.json' with { type: 'json' };

/** What a document is, as its reader and an archive are told. The same `created` and blocks give the same bytes. */
export interface PdfAbout {
  readonly title: string;
  readonly language: 'sv' | 'en';
  readonly created: Temporal.Instant;
  /** `PDF/A-1b` for archives that list PDF/A-1 alone. */
  readonly profile?: 'PDF/A-2b' | 'PDF/A-1b';
}

/** The document, and the hand that writes in it. */
export interface Pen extends Inside {
  readonly doc: PDFKit.PDFDocument;
  readonly printer: Printer;
  /** Takes a font, and makes text printable in it. */
  readonly use: (font: FontName, size?: number) => (text: string) => string;
  /** Begins a new page where less than `height` points are left of this one. */
  readonly room: (height: number) => void;
  /** Ends the document's structure. */
  readonly end: () => void;
}

type FontName = 'regular' | 'bold';

/** `alt`: what a picture shows; `scope`: what a table's head is the head of. */
interface TagOptions {
  readonly alt?: string;
  readonly scope?: 'Column';
}

/** Adds an element to the one that holds it, and draws within it. */
export interface Inside {
  tag(type: string, draw: () => void, options?: TagOptions): void;
  nest(type: string, fill: (inside: Inside) => void): void;
}

/** On every side, in points. */
export const MARGIN = 56;
/** A4's width between the margins, in points. */
export const WIDTH = 595.28 - 2 * MARGIN;
const SIZE = 10;
/** Longer titles would not fit on the line at the foot. */
const TITLE = 70;

const require = createRequire(import.meta.url);
// pdfkit keeps a font that it opened under its path; under a name of ours it would read the file again each time.
const FONTS = {
  regular: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const satisfies Record<FontName, string>;

/** An empty document with its first page. */
export function createPen(about: PdfAbout): Pen {
  const printer = createPrinter();
  const doc = openDocument(about);
  const fonts = { bold: openFont(doc, 'bold'), regular: openFont(doc, 'regular') };
  let now: { font: FontName; size: number } = { font: 'regular', size: SIZE };
  const use = (font: FontName, size = SIZE) => {
    now = { font, size };
    doc.font(FONTS[font], size);
    return (text: string) => printer.print(text, (code) => fonts[font].font.hasGlyphForCodePoint(code));
  };
  const line = footOf(about);
  numberPages(doc, (page) => {
    const before = now;
    doc.text(use('regular', 8)(line(page)), MARGIN, doc.page.height - MARGIN / 2, { lineBreak: false });
    use(before.font, before.size);
    // Without the cache each word costs four times as much; with all of a long document's words it is its largest part.
    if (page % 20 === 0) for (const font of Object.values(fonts)) font.layoutCache = Object.create(null);
  });
  doc.addPage();
  const root = doc.struct('Document');
  doc.addStructure(root);
  return {
    ...{ doc, printer, use },
    ...insideOf(doc, root),
    end: () => root.end(),
    room(height) {
      if (doc.y + height > doc.page.maxY()) doc.addPage();
    },
  };
}

/**
 * Left unsaid, pdfkit writes no XMP without `pdfVersion`, refers to Helvetica unembedded without `font`, and passes over a
 * `subset` that it does not know; all three without a word.
 */
const openDocument = ({ title, language, created, profile = 'PDF/A-2b' }: PdfAbout): PDFKit.PDFDocument =>
  new PDFDocument({
    subset: profile,
    pdfVersion: profile === 'PDF/A-2b' ? '1.7' : '1.4',
    size: 'A4',
    margin: MARGIN,
    font: FONTS.regular,
    lang: language,
    tagged: true,
    displayTitle: true,
    autoFirstPage: false,
    info: {
      Title: title,
      Producer: 'Kommentarsvakten',
      Creator: 'Kommentarsvakten',
      // biome-ignore lint/style/noRestrictedGlobals: pdfkit takes no other.
      CreationDate: new Date(created.epochMilliseconds),
    },
  });

const insideOf = (doc: PDFKit.PDFDocument, element: PDFKit.PDFStructureElement): Inside => ({
  tag: (type, draw, options = {}) => addTo(element, doc.struct(type, options, draw)),
  nest(type, fill) {
    const inside = doc.struct(type);
    element.add(inside);
    fill(insideOf(doc, inside));
    inside.end();
    forget(inside);
  },
});

function addTo(element: PDFKit.PDFStructureElement, part: PDFKit.PDFStructureElement): void {
  element.add(part);
  forget(part);
}

/** What is asked of an element that has been written: that it had a parent. */
const WRITTEN = { data: { P: true }, buffer: [] };

/** pdfkit keeps every element until the document ends; of one that has been written its number is all that is needed. */
function forget(part: PDFKit.PDFStructureElement): void {
  const { _flushed, dictionary } = part as unknown as { _flushed?: true; dictionary: object };
  if (_flushed) Object.assign(dictionary, WRITTEN);
}

/** pdfkit's own way to the font that it has open, which its types leave out. `layoutCache` holds every word that it has set. */
interface OpenFont {
  readonly font: { hasGlyphForCodePoint(code: number): boolean };
  layoutCache: object;
}

function openFont(doc: PDFKit.PDFDocument, font: FontName): OpenFont {
  doc.font(FONTS[font]);
  return (doc as unknown as { readonly _font: OpenFont })._font;
}

function footOf({ title, language }: PdfAbout): (page: number) => string {
  const whole = Array.from(title);
  const short = whole.length > TITLE ? `${whole.slice(0, TITLE).join('')}…` : title;
  return (page) => words.page[language].replace('{page}', String(page)).replace('{title}', () => short);
}

/** A line at the foot of each page, outside the structure: a screen reader passes over it. */
function numberPages(doc: PDFKit.PDFDocument, draw: (page: number) => void): void {
  let page = 0;
  doc.on('pageAdded', () => {
    page += 1;
    const { x, y } = doc;
    doc.markContent('Artifact', { type: 'Pagination' });
    draw(page);
    doc.endMarkedContent();
    doc.x = x;
    doc.y = y;
  });
}
