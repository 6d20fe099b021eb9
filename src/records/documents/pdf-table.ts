import { type Inside, MARGIN, type Pen, WIDTH } from './pdf-pen.ts';

const PAD = 4;
const TEXT = 8;

/**
 * Draws a table whose columns are of one width, its head again on each page. A row that is higher than a page goes on over
 * the next, one cell below the other.
 */
export function drawTable(pen: Pen, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = Math.max(1, head.length, ...rows.map((row) => row.length));
  const width = WIDTH / columns;
  pen.nest('Table', (table) => {
    drawHead(pen, table, head, width);
    for (const row of rows) {
      const height = heightOf(pen, row, width);
      if (height > (pen.doc.page.maxY() - MARGIN) / 2) {
        drawTall(pen, table, head, row);
        continue;
      }
      if (pen.doc.y + height > pen.doc.page.maxY()) {
        pen.doc.addPage();
        pen.doc.markContent('Artifact', { type: 'Layout' });
        drawCells(pen, 'bold', head, width, (_, draw) => draw());
        pen.doc.endMarkedContent();
      }
      table.nest('TR', (line) => drawCells(pen, 'regular', row, width, (_, draw) => line.tag('TD', draw)));
    }
  });
  pen.doc.y += PAD;
}

function drawHead(pen: Pen, table: Inside, head: readonly string[], width: number): void {
  // A head alone at the foot of a page would stand without its rows.
  pen.room(heightOf(pen, head, width) * 3);
  table.nest('TR', (line) =>
    drawCells(pen, 'bold', head, width, (_, draw) => line.tag('TH', draw, { scope: 'Column' })),
  );
}

function heightOf({ doc, use }: Pen, cells: readonly string[], width: number): number {
  const print = use('bold', TEXT);
  return (
    PAD + Math.max(...cells.map((cell) => doc.heightOfString(print(cell) || ' ', { width: width - PAD })), 0)
  );
}

function drawCells(
  { doc, use }: Pen,
  font: 'regular' | 'bold',
  cells: readonly string[],
  width: number,
  within: (column: number, draw: () => void) => void,
): void {
  const print = use(font, TEXT);
  const top = doc.y;
  let bottom = top;
  for (const [column, cell] of cells.entries()) {
    within(column, () => doc.text(print(cell), MARGIN + column * width, top, { width: width - PAD }));
    bottom = Math.max(bottom, doc.y);
  }
  doc.x = MARGIN;
  doc.y = bottom + PAD;
}

function drawTall(pen: Pen, table: Inside, head: readonly string[], row: readonly string[]): void {
  table.nest('TR', (line) => {
    for (const [column, cell] of row.entries()) {
      const print = pen.use('regular', TEXT);
      const label = head[column] === undefined ? '' : `${head[column]}: `;
      line.tag('TD', () => pen.doc.text(print(label + cell), MARGIN, pen.doc.y, { width: WIDTH }));
    }
  });
  pen.doc.y += PAD;
}
