import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PackageFault, verifyPackage } from '../../../src/records/archive/verify-package.ts';
import { createZip } from '../../../src/records/documents/zip.ts';
import { buildOnce, emptyFolder } from './built.ts';

type Built = Awaited<ReturnType<typeof buildOnce>>[number];

describe('kv archive verify', () => {
  let open: Built;
  beforeAll(async () => {
    const [first] = await buildOnce();
    if (!first) throw new Error('Nothing was built');
    open = first;
  });

  const verify = async (zip: Uint8Array) => {
    const path = join(await emptyFolder(), 'package.zip');
    await writeFile(path, zip);
    return await verifyPackage(path);
  };
  const faultsOf = async (zip: Uint8Array): Promise<readonly PackageFault[]> => (await verify(zip)).faults;

  /** The package with some of its files changed, added or left out, and its zip whole. */
  const repacked = async (change: (files: Map<string, Buffer>) => void): Promise<Buffer> => {
    const files = new Map(open.files);
    change(files);
    const chunks: Uint8Array[] = [];
    const zip = createZip({
      write: async (chunk) => {
        chunks.push(Buffer.from(chunk));
      },
    });
    for (const [path, bytes] of files) await zip.add(`${open.id}/${path}`, bytes);
    await zip.end();
    return Buffer.concat(chunks);
  };
  const text = (files: Map<string, Buffer>, path: string, change: (text: string) => string) =>
    files.set(path, Buffer.from(change(files.get(path)?.toString() ?? '')));
  const ITEMS = 'representations/data/data/items.jsonl';

  it('finds a package as it was built, and says what a receipt names', async () => {
    expect(await verify(open.zip)).toEqual({
      ...{ package: open.id, sha256: open.sha256, files: open.files.size, items: 4, faults: [] },
    });
  });

  it('finds one flipped byte wherever it is, and names the file that it is in', async () => {
    const names = [...open.files.keys()].map((path) => ({
      path,
      from: open.zip.indexOf(`${open.id}/${path}`) - 30,
    }));
    const directory = open.zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
    const start = open.zip.readUInt32LE(directory + 16);
    const inHeaders = names.map(({ from }) => from + 14);
    const inContent = names.map(({ from, path }) => from + 30 + open.id.length + 1 + path.length + 8);
    const inDirectory = [...Array(20).keys()].map((one) => start + 47 * one);
    for (const place of [0, ...inHeaders, ...inContent, ...inDirectory, open.zip.length - 1]) {
      const zip = Buffer.from(open.zip);
      zip.writeUInt8((zip[place] ?? 0) ^ 1, place);
      const faults = await faultsOf(zip);
      const paths = faults.map(({ path }) => path);
      const file = names.findLast(({ from }) => from <= place)?.path;
      if (place < start) expect([place, ...paths]).toEqual([place, file]);
      else expect([place, paths.length > 0]).toEqual([place, true]);
    }
  }, 60_000);

  it('finds a file that was changed and packed anew', async () => {
    const zip = await repacked((files) => text(files, ITEMS, (old) => old.replace('Badhuset', 'Simhallen')));
    expect(await faultsOf(zip)).toMatchObject([{ path: ITEMS, why: 'size' }]);
    const other = await repacked((files) =>
      text(files, ITEMS, (old) => old.replace('"version":1', '"version":9')),
    );
    expect(await faultsOf(other)).toMatchObject([{ path: ITEMS, why: 'checksum' }]);
  });

  it('finds a file that is missing, one that METS does not name, and a METS that cannot be read', async () => {
    const missing = await repacked((files) => files.delete('documentation/gallring.txt'));
    expect(await faultsOf(missing)).toEqual([{ path: 'documentation/gallring.txt', why: 'missing' }]);
    const added = await repacked((files) => files.set('documentation/mer.txt', Buffer.from('x')));
    expect(await faultsOf(added)).toEqual([{ path: 'documentation/mer.txt', why: 'unlisted' }]);
    const spoilt = await repacked((files) =>
      text(files, 'METS.xml', (old) => old.replace('<mets:fileSec', '<')),
    );
    expect(await faultsOf(spoilt)).toEqual([{ path: 'METS.xml', why: 'unreadable' }]);
  });

  it('finds fewer items than the package says, whatever else does not fit', async () => {
    const zip = await repacked((files) => {
      text(files, 'documentation/paket.json', (old) => old.replace('"items": 4', '"items": 5'));
    });
    expect(await faultsOf(zip)).toContainEqual({ path: ITEMS, why: 'lines', expected: 5, found: 4 });
  });

  it('says of what is no package that it is none', async () => {
    expect(await faultsOf(Buffer.from('hej'))).toEqual([{ path: 'package.zip', why: 'damaged' }]);
    expect(await faultsOf(Buffer.alloc(0))).toEqual([{ path: 'package.zip', why: 'damaged' }]);
    expect(await faultsOf(open.zip.subarray(0, -1))).toEqual([{ path: 'package.zip', why: 'damaged' }]);
    expect(await faultsOf(zipSync({ 'a/b.txt': Buffer.from('x') }))).not.toEqual([]);
  });
});
