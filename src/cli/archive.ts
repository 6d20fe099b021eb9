import { join } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import { inspectConfig } from '../config/config.ts';
import { STOCKHOLM } from '../core/calendar.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { ReceiptOutcome } from '../ports/archive-packages.ts';
import type { AccountRow } from '../ports/tenants.ts';
import { loadArchiveWords } from '../records/archive/archive-words.ts';
import { buildPackages, type PackageParts, PackageRefusal } from '../records/archive/build-packages.ts';
import type { Archivist } from '../records/archive/package-about.ts';
import { verifyPackage } from '../records/archive/verify-package.ts';
import { FolderError } from '../records/documents/folder-error.ts';
import { loadRecordWords } from '../records/record-words.ts';
import { archivePackagesOn } from '../store/archive-packages.ts';
import { inStore } from './in-store.ts';
import { policyNamed } from './policy-named.ts';
import { softwareVersion } from './software-version.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NEGATIVE = 1;

interface BuildOptions {
  readonly municipality: string;
  readonly year: string;
  readonly account?: string;
  readonly out: string;
  readonly cards: string;
}
interface ReceiptOptions {
  readonly municipality: string;
  readonly package: string;
  readonly sha256: string;
  readonly receiver: string;
  readonly date: string;
}

const print = (value: object): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/**
 * `kv archive`: builds the packages of a municipality's accounts for a year (`build` may be left out), verifies one offline,
 * and notes that an archive has one. JSON lines; exit code 1 where something is refused or not as it should be.
 */
export function addArchive(program: Command): void {
  const archive = program.command('archive').description('packages for the archive (E-ARK SIP 2.1.0)');
  archive
    .command('build', { isDefault: true })
    .description('build a package of each account and year; what is secret in one of its own')
    .requiredOption('--municipality <id>')
    .requiredOption('--year <year>', 'when it came, in Swedish time')
    .option('--account <account>', 'the id of one account; default: each')
    .requiredOption('--out <folder>', 'where the zips are put')
    .option('--cards <folder>', 'the cards folder', join(ROOT, 'cards'))
    .action(build);
  archive
    .command('verify <file>')
    .description('hold a package against its own checksums; exit 1 and the exact file that is not as it was')
    .action(async (file: string) => {
      const verdict = await verifyPackage(file);
      print(verdict);
      if (verdict.faults.length > 0) process.exitCode = NEGATIVE;
    });
  archive
    .command('receipt')
    .description('note that an archive has received a package')
    .requiredOption('--municipality <id>')
    .requiredOption('--package <id>')
    .requiredOption('--sha256 <hash>', 'of the zip, as the archive has it')
    .requiredOption('--receiver <name>')
    .requiredOption('--date <date>', 'the day of the receipt, such as 2027-02-01')
    .action(noteReceipt);
}

async function build({ municipality, year, account, out, cards }: BuildOptions): Promise<void> {
  const period = yearOf(year);
  const archivist = archivistOf(municipality);
  const policy = policyNamed(municipality);
  const [words, rowWords] = [loadArchiveWords(cards), loadRecordWords(cards)];
  await inStore(async ({ store, database }) => {
    const accounts = await store.accounts(municipality);
    const meant = accounts.filter((one) => account === undefined || one.account === account);
    if (meant.length === 0)
      throw new Error(
        `--account: expected one of ${accounts.map((one) => one.account).join(', ') || 'none'}`,
      );
    const packages = archivePackagesOn(database.kysely);
    const disposals = await store.disposals(municipality);
    const parts = { items: store, packages, words, rowWords, accounts, policy, disposals, out };
    for (const one of meant) await buildOne(one, { ...period, archivist }, parts);
  });
}

/** One account; what is refused is said, and the next is tried. */
async function buildOne(
  { municipality, platform, account, name }: AccountRow,
  { year, from, to, archivist }: ReturnType<typeof yearOf> & { archivist: Archivist },
  parts: PackageParts,
): Promise<void> {
  const builtAt = systemClock.now();
  const isOver = Temporal.Instant.compare(to, builtAt) <= 0;
  const about = {
    ...{ municipality, platform, account, accountName: name, year, archivist, builtAt, from },
    to: isOver ? to : builtAt,
    software: { name: 'Kommentarsvakten', version: softwareVersion() },
  };
  try {
    const built = await buildPackages(about, parts);
    for (const { id, file, sha256, bytes, comments, items, media, secret } of built)
      print({ package: id, file, sha256, bytes, comments, items, media, secret, yearIsOver: isOver });
    if (built.length === 0) process.stderr.write(`${platform} ${account}: nothing came in ${year}\n`);
  } catch (error) {
    if (error instanceof FolderError) throw new Error(`--out: ${parts.out}: ${error.code}`, { cause: error });
    if (!(error instanceof PackageRefusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    print({ refused: error.why, platform, account, tickets: error.tickets });
    process.exitCode = NEGATIVE;
  }
}

/** @throws Error where the accounts file does not say who hands over */
function archivistOf(municipality: MunicipalityId): Archivist {
  const { accounts, problems, placeOf } = inspectConfig();
  const town = accounts[municipality];
  if (town?.archive) return town.archive;
  const wrong = problems.filter((problem) => problem.includes(`${municipality}.archive`));
  const place = town ? placeOf([municipality]) : 'ACCOUNTS_FILE';
  throw new Error(
    wrong.join('\n') || `${place}: ${municipality}.archive: missing; expected orgnr, creator and contact`,
  );
}

/** @throws Error for what is no year */
function yearOf(text: string): { year: number; from: Temporal.Instant; to: Temporal.Instant } {
  if (!/^(?:19|20)\d\d$/u.test(text)) throw new Error(`--year: expected a year such as 2026, found ${text}`);
  const year = Number(text);
  const start = (of: number) =>
    Temporal.PlainDate.from({ year: of, month: 1, day: 1 }).toZonedDateTime(STOCKHOLM).toInstant();
  return { year, from: start(year), to: start(year + 1) };
}

const REFUSED: Readonly<Record<Exclude<ReceiptOutcome, 'noted' | 'repeated'>, string>> = {
  unknown: 'there is no such package; expected an id that kv archive has printed',
  'another-hash':
    'the package that was built has another SHA-256: what the archive has is not what was handed over',
  'another-receipt': 'the package has a receipt already, of another receiver or day',
};

async function noteReceipt(options: ReceiptOptions): Promise<void> {
  const { municipality, package: id, receiver } = options;
  const sha256 = options.sha256.toLowerCase();
  if (!/^[0-9a-f]{64}$/u.test(sha256)) throw new Error('--sha256: expected 64 hexadecimal digits');
  if (receiver.trim() === '') throw new Error('--receiver: expected a name');
  if (!/^\d{4}-\d\d-\d\d$/u.test(options.date)) throw new Error('--date: expected a day such as 2027-02-01');
  const receivedOn = Temporal.PlainDate.from(options.date, { overflow: 'reject' });
  const outcome = await inStore(({ database }) => {
    const receipt = { municipality, id, sha256, receiver: receiver.trim(), receivedOn };
    return archivePackagesOn(database.kysely).packageReceived(receipt, systemClock.now());
  });
  print({ package: id, outcome });
  if (outcome === 'noted' || outcome === 'repeated') return;
  process.stderr.write(`${id}: ${REFUSED[outcome]}\n`);
  process.exitCode = NEGATIVE;
}
