import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../../core/policy.ts';
import type { RecordItem } from '../../core/record-item.ts';
import type { ArchivePackageStore, BuiltPackage } from '../../ports/archive-packages.ts';
import type { Disposal } from '../../ports/disposal.ts';
import type { RecordItemStore } from '../../ports/record-items.ts';
import type { AccountRow } from '../../ports/tenants.ts';
import { folderErrorOf } from '../documents/folder-error.ts';
import type { RecordWords } from '../record-words.ts';
import type { ArchiveWords } from './archive-words.ts';
import { type Contents, createContents } from './contents.ts';
import { type PackageAbout, packageIdOf } from './package-about.ts';
import { openWorkFolder, type WorkFolder } from './work-folder.ts';
import { completePackage, zipPackage } from './write-package.ts';

/** Everything that packages are made of. */
export interface PackageParts {
  readonly items: RecordItemStore;
  readonly packages: ArchivePackageStore;
  readonly words: ArchiveWords;
  readonly rowWords: RecordWords;
  /** The municipality's accounts, which every package lists. */
  readonly accounts: readonly AccountRow[];
  readonly policy: Pick<Policy, 'provisions' | 'disposal'>;
  /** What has been disposed of, or is to be. */
  readonly disposals: readonly Disposal[];
  /** The folder that zips are put in; it must be there. */
  readonly out: string;
}

/** A package that is not built, and why; `tickets`: those whose acts are not settled. */
export class PackageRefusal extends Error {
  override readonly name = 'PackageRefusal';
  readonly why: 'unsettled' | 'exists';
  readonly tickets: readonly number[];
  constructor(why: PackageRefusal['why'], message: string, tickets: readonly number[] = []) {
    super(message);
    this.why = why;
    this.tickets = tickets;
  }
}

const PAGE = 500;

/**
 * Builds the packages of an account's year: one of what is open, and one of what is or may be secret; neither where there is
 * nothing to put in it. Each is packed beside its place and put there whole, when it is known to the store; nothing is left
 * of what fails.
 * @throws PackageRefusal `unsettled` when what was ordered may still change the record, `exists` for a zip that is there
 * @throws FolderError when the folder is full, missing or may not be written in
 */
export async function buildPackages(
  of: Omit<PackageAbout, 'secret'>,
  parts: PackageParts,
): Promise<readonly (BuiltPackage & { readonly file: string })[]> {
  const { packages, out } = parts;
  const abouts = [false, true].map((secret): PackageAbout => ({ ...of, secret }));
  await refuseUnsettled(of, packages);
  for (const about of abouts) await refuseExisting(out, packageIdOf(about));
  const work = join(out, `.${packageIdOf({ ...of, secret: false })}.tmp-${randomUUID()}`);
  try {
    await clearLeft(out, `.${packageIdOf({ ...of, secret: false })}.tmp-`);
    await mkdir(work);
    await using opened = new AsyncDisposableStack();
    const filling = await fill(of, parts, (id) => opened.use(openWorkFolder(join(work, id))));
    const built: (BuiltPackage & { file: string })[] = [];
    for (const one of filling) built.push(await pack(one, work, parts));
    for (const one of built) await packages.packageBuilt(one, of.builtAt);
    for (const { id, file } of built) await rename(join(work, `${id}.zip`), file);
    return built;
  } catch (error) {
    throw folderErrorOf(error);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function refuseUnsettled(
  { municipality, ...period }: Omit<PackageAbout, 'secret'>,
  packages: ArchivePackageStore,
): Promise<void> {
  const tickets = await packages.unsettledIn(municipality, period);
  if (tickets.length === 0) return;
  throw new PackageRefusal(
    'unsettled',
    `acts of ${tickets.length} tickets of ${period.platform} ${period.account} are not settled: ${tickets.join(', ')}`,
    tickets,
  );
}

async function refuseExisting(out: string, id: string): Promise<void> {
  const file = join(out, `${id}.zip`);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new PackageRefusal('exists', `${file} is there already; move it away to build another`);
}

/** What a build that was killed has left. */
async function clearLeft(out: string, prefix: string): Promise<void> {
  for (const name of await readdir(out))
    if (name.startsWith(prefix)) await rm(join(out, name), { recursive: true, force: true });
}

/** A package that is being filled. */
interface Filling {
  readonly about: PackageAbout;
  readonly folder: WorkFolder;
  readonly contents: Contents;
}

/** Reads the account's year once, and puts each comment with all its versions where it belongs. */
async function fill(
  of: Omit<PackageAbout, 'secret'>,
  { items, words, rowWords, policy: { provisions } }: PackageParts,
  openFolder: (id: string) => WorkFolder,
): Promise<readonly Filling[]> {
  const { municipality, platform, account, from, to } = of;
  const { recordMedia } = items;
  const filling = new Map<boolean, Filling>();
  const begin = async (secret: boolean): Promise<Filling> => {
    const about = { ...of, secret };
    const folder = openFolder(packageIdOf(about));
    const contents = await createContents(about, { folder, words, rowWords, recordMedia, provisions });
    const begun = { about, folder, contents };
    filling.set(secret, begun);
    return begun;
  };
  for (let after: string | null = null; ; ) {
    const page = await items.recordItems(municipality, { from, to, platform, account }, after, PAGE);
    for (const versions of Map.groupBy(page.items, ({ comment }) => comment).values()) {
      const secret = versions.some(isSecret);
      const { contents } = filling.get(secret) ?? (await begin(secret));
      for (const item of versions) await contents.add(item, page.names);
    }
    if (page.next === null) return [...filling.values()];
    after = page.next;
  }
}

const isSecret = ({ possiblySecret, entries }: RecordItem): boolean =>
  possiblySecret || entries.some(({ secret }) => secret);

async function pack(
  { about, folder, contents }: Filling,
  work: string,
  { out, ...parts }: PackageParts,
): Promise<BuiltPackage & { file: string }> {
  const id = packageIdOf(about);
  const content = await contents.end();
  const files = await completePackage(about, content, { ...parts, folder });
  const zip = await zipPackage(about, files, folder, join(work, `${id}.zip`));
  const { municipality, platform, account, year, secret, from, to } = about;
  const of = { municipality, platform, account, year, secret, from, to };
  return { ...of, id, ...content.counts, ...zip, file: join(out, `${id}.zip`) };
}
