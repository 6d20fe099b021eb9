import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { createZip } from '../documents/zip.ts';
import type { Filled } from './contents.ts';
import { type DocumentationParts, writeDocumentation } from './documentation.ts';
import { representationMets, rootMets } from './mets.ts';
import { type PackageAbout, packageIdOf } from './package-about.ts';
import type { PackageFile } from './package-file.ts';
import { premis } from './premis.ts';
import { SCHEMAS } from './versions.ts';
import type { WorkFolder } from './work-folder.ts';

/** Completes a filled package in its folder. @returns every file of it, the root's METS last */
export async function completePackage(
  about: PackageAbout,
  content: Filled,
  parts: DocumentationParts,
): Promise<readonly PackageFile[]> {
  const { folder } = parts;
  const documentation = await writeDocumentation(about, content, parts);
  const schemas = await writeSchemas(folder);
  const { erms, data, reading } = content;
  const described = [...data, ...reading, erms, ...documentation, ...schemas];
  const provenance = await folder.write(
    'metadata/preservation/premis.xml',
    premis(about, described, content.captured),
  );
  const representations = {
    data: await writeRepresentation(about, folder, 'data', data),
    reading: await writeRepresentation(about, folder, 'reading', reading),
  };
  const mets = await folder.write(
    'METS.xml',
    rootMets(about, { erms, premis: provenance, documentation, schemas, representations }),
  );
  return [...described, provenance, ...Object.values(representations), mets];
}

async function writeSchemas(folder: WorkFolder): Promise<PackageFile[]> {
  const written: PackageFile[] = [];
  for (const name of Object.keys(SCHEMAS)) {
    const text = await readFile(new URL(`schemas/${name}`, import.meta.url));
    written.push(await folder.write(`schemas/${name}`, text));
  }
  return written;
}

function writeRepresentation(
  about: PackageAbout,
  folder: WorkFolder,
  name: string,
  files: readonly PackageFile[],
): Promise<PackageFile> {
  const root = `representations/${name}/`;
  const inside = files.map((file) => ({ ...file, path: file.path.slice(root.length) }));
  return folder.write(`${root}METS.xml`, representationMets(about, name, inside));
}

/**
 * Packs a package's folder into a zip, piece by piece, and syncs it to the disk.
 * @throws Error when a file is not what it was when it was written
 */
export async function zipPackage(
  about: PackageAbout,
  files: readonly PackageFile[],
  folder: WorkFolder,
  path: string,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const out = await open(path, 'wx');
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const zip = createZip({
      async write(chunk) {
        hash.update(chunk);
        bytes += chunk.length;
        await out.writeFile(chunk);
      },
    });
    for (const file of files) {
      const { sha256 } = await zip.add(`${packageIdOf(about)}/${file.path}`, folder.read(file.path));
      if (sha256 !== file.sha256) throw new Error(`${file.path} changed while it was packed`);
    }
    await zip.end();
    await out.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await out.close();
  }
}
