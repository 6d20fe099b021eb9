import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { onTestFinished } from 'vitest';
import type { RecordItem } from '../../../src/core/record-item.ts';
import { loadArchiveWords } from '../../../src/records/archive/archive-words.ts';
import { buildPackages, type PackageParts } from '../../../src/records/archive/build-packages.ts';
import type { PackageAbout } from '../../../src/records/archive/package-about.ts';
import { loadRecordWords } from '../../../src/records/record-words.ts';
import { about } from './abouts.ts';
import { packagesOf, recordOf, YEAR } from './fake-record.ts';

export const PROVISIONS = [{ id: '21:1', text: '21 kap. 1 §', about: 'hälsa' }];

const CARDS = join(import.meta.dirname, '../../../cards');

export const emptyFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

export const partsIn = (out: string, items: readonly RecordItem[] = YEAR): PackageParts => ({
  items: recordOf(items),
  packages: packagesOf().store,
  words: loadArchiveWords(CARDS),
  rowWords: loadRecordWords(CARDS),
  policy: { provisions: PROVISIONS, disposal: [] },
  disposals: [],
  accounts: [
    {
      municipality: 'filipstad',
      platform: 'facebook',
      account: '1001',
      name: 'Filipstads kommun',
      trial: false,
    },
  ],
  out,
});

/** Builds the packages of a year, and reads each with a reader that is not ours. */
export async function build(parts: PackageParts, more: Partial<PackageAbout> = {}) {
  const built = await buildPackages(about(more), parts);
  return await Promise.all(
    built.map(async (one) => {
      const zip = await readFile(one.file);
      const files = new Map(
        Object.entries(unzipSync(zip)).map(([name, bytes]) => [
          name.slice(name.indexOf('/') + 1),
          Buffer.from(bytes),
        ]),
      );
      const roots = new Set(Object.keys(unzipSync(zip)).map((name) => name.split('/')[0]));
      const text = (path: string) => files.get(path)?.toString() ?? '';
      return { ...one, zip, files, roots: [...roots], text };
    }),
  );
}

/** The packages of `YEAR`, for tests that only look at them. */
export async function buildOnce(): ReturnType<typeof build> {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  try {
    return await build(partsIn(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}
