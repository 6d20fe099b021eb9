import { canEmbed } from './pdf-image.ts';
import { MARGIN, type Pen, WIDTH } from './pdf-pen.ts';
import { drawTable } from './pdf-table.ts';
import words from './words.json' with { type: 'json' };

/** A piece of a document. A picture that a PDF/A may not hold is named by its `alt` instead. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fields'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'image'; readonly bytes: Buffer; readonly contentType: string; readonly alt: string }
  | { readonly kind: 'page' };

const HEADING = { 1: 16, 2: 13, 3: 11 } as const;
const GAP = 6;
const LABEL = 140;
const PICTURE = 300;

/** Draws a block below what is drawn. */
export function drawBlock(pen: Pen, block: Block, language: 'sv' | 'en'): void {
  pen.doc.x = MARGIN;
  switch (block.kind) {
    case 'heading':
      drawHeading(pen, block.level, block.text);
      break;
    case 'text':
      drawText(pen, block.text);
      break;
    case 'fields':
      drawFields(pen, block.rows);
      break;
    case 'list':
      drawList(pen, block.items);
      break;
    case 'table':
      drawTable(pen, block.head, block.rows);
      break;
    case 'image':
      drawImage(pen, block, language);
      break;
    case 'page':
      pen.doc.addPage();
  }
}

function drawHeading({ doc, use, tag, room }: Pen, level: 1 | 2 | 3, text: string): void {
  const print = use('bold', HEADING[level]);
  // Not alone at the foot of a page.
  room(4 * HEADING[level] + 3 * GAP);
  doc.y += GAP;
  tag(`H${level}`, () => doc.text(print(text), { width: WIDTH }));
  doc.y += GAP / 2;
}

function drawText({ doc, use, tag }: Pen, text: string): void {
  const print = use('regular');
  tag('P', () => doc.text(print(text), { width: WIDTH }));
  doc.y += GAP;
}

/** A list whose labels stand in a column of their own. */
function drawFields({ doc, use, nest, room }: Pen, rows: readonly (readonly [string, string])[]): void {
  nest('L', (list) => {
    for (const [label, value] of rows)
      list.nest('LI', (item) => {
        const name = use('bold', 9)(label);
        room(doc.heightOfString(name, { width: LABEL }) + GAP);
        const top = doc.y;
        const { page } = doc;
        item.tag('Lbl', () => doc.text(name, MARGIN, top, { width: LABEL }));
        const below = doc.y;
        const print = use('regular');
        item.tag('LBody', () =>
          doc.text(print(value), MARGIN + LABEL + GAP, top, { width: WIDTH - LABEL - GAP }),
        );
        doc.x = MARGIN;
        if (doc.page === page) doc.y = Math.max(below, doc.y);
        doc.y += GAP / 3;
      });
  });
  doc.y += GAP;
}

function drawList({ doc, use, nest, room }: Pen, items: readonly string[]): void {
  const print = use('regular');
  nest('L', (list) => {
    for (const text of items)
      list.nest('LI', (item) => {
        room(2 * GAP);
        const top = doc.y;
        item.tag('Lbl', () => doc.text('•', MARGIN, top, { width: 2 * GAP }));
        item.tag('LBody', () => doc.text(print(text), MARGIN + 2 * GAP, top, { width: WIDTH - 2 * GAP }));
        doc.x = MARGIN;
      });
  });
  doc.y += GAP;
}

function drawImage(
  pen: Pen,
  { bytes, contentType, alt }: Extract<Block, { kind: 'image' }>,
  language: 'sv' | 'en',
): void {
  if (!canEmbed(bytes, contentType)) {
    drawText(
      pen,
      words.notEmbedded[language].replace('{alt}', () => alt),
    );
    return;
  }
  pen.room(PICTURE);
  pen.tag('Figure', () => pen.doc.image(bytes, { fit: [WIDTH, PICTURE] }), { alt });
  pen.doc.y += GAP;
}
