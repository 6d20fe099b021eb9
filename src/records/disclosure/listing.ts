import { createPdf } from '../documents/pdf.ts';
import type { Sink } from '../documents/zip.ts';
import type { Row } from '../rows.ts';
import type { DisclosureWords } from './disclosure-words.ts';

const ROWS = 40;
/** Of a text, on paper. */
const SHOWN = 160;

/** `forteckning.pdf`: the list that can be read on paper, written as the rows come. */
export function createListing(
  about: { readonly heading: string; readonly created: Temporal.Instant },
  { listing }: DisclosureWords,
  sink: Sink,
): { add(row: Row): Promise<void>; end(): Promise<void> } {
  const pdf = createPdf({ title: listing.title, language: 'sv', created: about.created }, sink);
  let waiting: string[][] = [];
  let begun = false;
  const draw = async () => {
    if (!begun) {
      await pdf.add({ kind: 'heading', level: 1, text: listing.title });
      await pdf.add({ kind: 'text', text: about.heading });
    }
    begun = true;
    if (waiting.length > 0) await pdf.add({ kind: 'table', head: listing.head, rows: waiting });
    waiting = [];
  };
  return {
    async add({ nr, skapad_lokal, plattform, forfattare_visat_namn, text, synlighet }) {
      const shown = text === null || text.length <= SHOWN ? (text ?? '') : cut(text) + listing.cut;
      waiting.push([
        String(nr),
        skapad_lokal,
        plattform,
        forfattare_visat_namn ?? '',
        shown,
        synlighet ?? '',
      ]);
      if (waiting.length === ROWS) await draw();
    },
    async end() {
      await draw();
      await pdf.end();
    },
  };
}

const cut = (text: string): string => text.slice(0, SHOWN).replace(/[\uD800-\uDBFF]$/u, '');
