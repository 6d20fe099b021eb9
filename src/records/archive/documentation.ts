import type { ArchivePackageStore } from '../../ports/archive-packages.ts';
import type { AccountRow } from '../../ports/tenants.ts';
import { CSV_BOM, csvLine } from '../documents/csv.ts';
import { filled, type RecordWords } from '../record-words.ts';
import type { ArchiveWords } from './archive-words.ts';
import type { Filled } from './contents.ts';
import { type DisposalTold, disposalText } from './disposal-text.ts';
import { type PackageAbout, packageIdOf } from './package-about.ts';
import type { PackageFile } from './package-file.ts';
import type { WorkFolder } from './work-folder.ts';

/** What a package tells of itself beside the record. */
export interface DocumentationParts {
  readonly folder: WorkFolder;
  readonly words: ArchiveWords;
  readonly rowWords: RecordWords;
  readonly packages: Pick<ArchivePackageStore, 'journalIn' | 'policyVersions'>;
  readonly accounts: readonly AccountRow[];
  readonly policy: DisposalTold['policy'];
  readonly disposals: DisposalTold['disposals'];
}

/** What `documentation/paket.json` says: what a package should hold, for whoever verifies it. */
export const ABOUT_FILE = 'documentation/paket.json';

/** Writes `documentation/`: what the package is, its fields, the rules, the accounts, disposal, and the journal of its time. */
export async function writeDocumentation(
  about: PackageAbout,
  { counts }: Pick<Filled, 'counts'>,
  { folder, words, rowWords, packages, accounts, policy, disposals }: DocumentationParts,
): Promise<PackageFile[]> {
  const { municipality, from, to } = about;
  const write = (name: string, content: Parameters<WorkFolder['write']>[1]) =>
    folder.write(`documentation/${name}`, content);
  const policies = await packages.policyVersions(municipality);
  const known = accounts.map(({ platform, account, name }) => [platform, account, name]);
  return [
    await write('om-paketet.txt', aboutText(about, counts, words)),
    await write('paket.json', `${JSON.stringify(aboutData(about, counts), null, 2)}\n`),
    await write('faltlista.csv', csvOf(words.tables.fields, Object.entries(rowWords.columns))),
    await write('konton.csv', csvOf(words.tables.accounts, known)),
    await write('regelversioner.jsonl', policies.map(lineOf)),
    await write('gallring.txt', disposalText({ policy, disposals }, words)),
    await write('journal.jsonl', journalLines(packages.journalIn(municipality, from, to))),
    await write('kontrollera.txt', words.documentation.verify),
  ];
}

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

async function* journalLines(entries: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const entry of entries) yield lineOf(entry);
}

const csvOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  CSV_BOM + [head, ...rows].map(csvLine).join('');

const aboutData = (about: PackageAbout, counts: Filled['counts']) => ({
  package: packageIdOf(about),
  municipality: about.municipality,
  platform: about.platform,
  account: about.account,
  year: about.year,
  secret: about.secret,
  from: about.from.toString(),
  to: about.to.toString(),
  builtAt: about.builtAt.toString(),
  ...counts,
});

function aboutText(about: PackageAbout, counts: Filled['counts'], { documentation }: ArchiveWords): string {
  const { archivist, software, secret } = about;
  return filled(documentation.about, {
    id: packageIdOf(about),
    creator: archivist.creator,
    orgnr: archivist.orgnr,
    contact: archivist.contact,
    account: about.accountName,
    platform: about.platform,
    from: about.from.toString(),
    to: about.to.toString(),
    built: about.builtAt.toString(),
    software: `${software.name} ${software.version}`,
    comments: String(counts.comments),
    items: String(counts.items),
    media: String(counts.media),
    part: secret ? documentation.secretPart : documentation.openPart,
  });
}
