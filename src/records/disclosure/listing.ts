import { localDay } from '../../core/calendar.ts';
import { createPdf, type Pdf } from '../documents/pdf.ts';
import { filled } from '../record-words.ts';
import type { Row } from '../rows.ts';
import type { DisclosureWords } from './disclosure-words.ts';
import type { Spool } from './spool.ts';

const ROWS = 40;
/** Of a text, on paper. */
const SHOWN = 160;

interface Listing {
  add(row: Row): Promise<void>;
  /** @returns the names of the files, in their order */
  end(): Promise<readonly string[]>;
}

/**
 * `forteckning-2026-04.pdf` and so on: the lists that can be read on paper, one for each month in which something came in,
 * since a list is held in memory until its end. Written as the rows come, in the order in which they came in; what is older,
 * and told beside a row, stands with it.
 * @param open opens the file of that name
 */
export function createListing(
  { heading, created }: { readonly heading: string; readonly created: Temporal.Instant },
  { listing }: DisclosureWords,
  open: (name: string) => Promise<Spool>,
): Listing {
  const names: string[] = [];
  let part: Part | null = null;
  const begin = async (month: string): Promise<Part> => {
    await part?.end();
    const name = filled(listing.file, { month });
    names.push(name);
    const spool = await open(name);
    const pdf = createPdf({ title: `${listing.title} ${month}`, language: 'sv', created }, spool);
    await pdf.add({ kind: 'heading', level: 1, text: listing.title });
    await pdf.add({ kind: 'text', text: `${heading} · ${month}` });
    return partOf(month, pdf, spool, listing.head);
  };
  return {
    async add({ nr, inkommen_utc, skapad_lokal, plattform, forfattare_visat_namn, text, synlighet }) {
      const month = monthOf(Temporal.Instant.from(inkommen_utc));
      if (part === null || month > part.month) part = await begin(month);
      const shown = text === null || text.length <= SHOWN ? (text ?? '') : cut(text) + listing.cut;
      const cells = [skapad_lokal, plattform, forfattare_visat_namn ?? '', shown, synlighet ?? ''];
      await part.add([String(nr), ...cells]);
    },
    async end() {
      part ??= await begin(monthOf(created));
      await part.end();
      return names;
    },
  };
}

const monthOf = (instant: Temporal.Instant): string => localDay(instant).toPlainYearMonth().toString();

interface Part {
  readonly month: string;
  add(row: string[]): Promise<void>;
  end(): Promise<void>;
}

function partOf(month: string, pdf: Pdf, spool: Spool, head: string[]): Part {
  let waiting: string[][] = [];
  const draw = async () => {
    if (waiting.length > 0) await pdf.add({ kind: 'table', head, rows: waiting });
    waiting = [];
  };
  return {
    month,
    add: async (row) => {
      waiting.push(row);
      if (waiting.length === ROWS) await draw();
    },
    end: async () => {
      await draw();
      await pdf.end();
      await spool.end();
    },
  };
}

const cut = (text: string): string => text.slice(0, SHOWN).replace(/[\uD800-\uDBFF]$/u, '');
