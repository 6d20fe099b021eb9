import { STOCKHOLM } from '../../core/calendar.ts';
import { createPdf, type Pdf } from '../documents/pdf.ts';
import { filled } from '../record-words.ts';
import type { Row } from '../rows.ts';
import type { ArchiveWords } from './archive-words.ts';
import type { PackageAbout } from './package-about.ts';
import type { PackageFile } from './package-file.ts';
import type { WorkFile, WorkFolder } from './work-folder.ts';

/** The reading copies of a package: a PDF for each month in which anything came. */
export interface Reading {
  /** Items come in the order of their arrival, so that one month is open at a time. */
  add(arrivedAt: Temporal.Instant, row: Row): Promise<void>;
  end(): Promise<readonly PackageFile[]>;
}

/** Writes the reading copies in the folder of a package. */
export function createReading(folder: WorkFolder, about: PackageAbout, words: ArchiveWords): Reading {
  const done: PackageFile[] = [];
  let open: { month: string; pdf: Pdf; file: WorkFile } | null = null;
  const close = async () => {
    if (!open) return;
    await open.pdf.end();
    done.push(await open.file.end());
    open = null;
  };
  const begin = async (month: string) => {
    await close();
    const file = await folder.create(`representations/reading/data/${month}.pdf`);
    const title = filled(words.reading.title, { account: about.accountName, month });
    const pdf = createPdf({ title, language: 'sv', created: about.builtAt }, file);
    await pdf.add({ kind: 'heading', level: 1, text: title });
    open = { month, pdf, file };
    return open;
  };
  return {
    async add(arrivedAt, row) {
      const month = arrivedAt.toZonedDateTimeISO(STOCKHOLM).toPlainDate().toString().slice(0, 7);
      const { pdf } = open?.month === month ? open : await begin(month);
      await draw(pdf, row, words);
    },
    async end() {
      await close();
      return done;
    },
  };
}

async function draw(pdf: Pdf, row: Row, { reading }: ArchiveWords): Promise<void> {
  const name = row.forfattare_visat_namn ?? reading.nameless;
  const heading = filled(reading.heading, { nr: String(row.nr), name, at: row.skapad_lokal });
  await pdf.add({ kind: 'heading', level: 2, text: heading });
  if (row.text) await pdf.add({ kind: 'text', text: row.text });
  const fields = Object.entries(reading.fields).flatMap(([column, label]): [string, string][] => {
    const value = said(row[column as keyof Row]);
    return value === '' ? [] : [[label, value]];
  });
  await pdf.add({ kind: 'fields', rows: fields });
}

const said = (value: Row[keyof Row]): string =>
  value !== null && typeof value === 'object' ? value.filter(Boolean).join('\n') : String(value ?? '');
