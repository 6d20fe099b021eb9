import type { Block } from './pdf-blocks.ts';
import { drawBlock } from './pdf-blocks.ts';
import { createPen, type PdfAbout } from './pdf-pen.ts';
import { noteOf } from './pdf-text.ts';
import type { Sink } from './zip.ts';

/** A document that is written as it is filled. */
export interface Pdf {
  add(block: Block): Promise<void>;
  /** Writes what is left, after a note about characters that could not be shown. */
  end(): Promise<void>;
}

/**
 * A PDF/A with text that can be read aloud: headings, lists and tables are tagged, pages numbered. Finished pages go to
 * `sink` at once. It is a reading copy: conformance is claimed in its metadata, and judged by whoever has veraPDF.
 */
export function createPdf(about: PdfAbout, sink: Sink): Pdf {
  const pen = createPen(about);
  const drain = async () => {
    for (let chunk = pen.doc.read(); chunk !== null; chunk = pen.doc.read()) await sink.write(chunk);
  };
  return {
    async add(block) {
      drawBlock(pen, block, about.language);
      await drain();
    },
    async end() {
      for (const text of noteOf(pen.printer.met, about.language))
        drawBlock(pen, { kind: 'text', text }, about.language);
      pen.end();
      pen.doc.end();
      await drain();
    },
  };
}
