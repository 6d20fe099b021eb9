import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { folderErrorOf } from './folder-error.ts';
import { manifestOf } from './manifest.ts';
import { safePath } from './safe-path.ts';
import type { Content } from './zip.ts';

/** A file that was written; `sha256` in hex. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A file to be written. */
export interface NewFile {
  readonly path: string;
  readonly content: Content;
}

const MANIFEST = 'manifest-sha256.txt';
const READY = 'READY';

/**
 * Writes a package as the folder `<out>/<name>`: first under a name that nobody reads, synced to the disk, then renamed.
 * `manifest-sha256.txt` is added, and with `ready` an empty file `READY` as the last, for whoever watches. A folder that is
 * there already and whole is left alone, so that the same may be written again after a crash. Files that come one after
 * another are asked for when the one before is written. `mode`: of the folder, as `mkdir` takes it.
 * @returns the files, the manifest among them
 * @throws FolderError when `out` is full, missing or may not be written in: nothing is left there. UnsafePathError
 * @throws Error when `<out>/<name>` holds something else
 */
export async function writeFolder(
  out: string,
  name: string,
  files: Iterable<NewFile> | AsyncIterable<NewFile>,
  { ready = false, mode = 0o777 }: { readonly ready?: boolean; readonly mode?: number } = {},
): Promise<readonly WrittenFile[]> {
  if (safePath(name).includes('/'))
    throw new Error(`${name} is a path, and the name of a folder was expected`);
  const target = join(out, name);
  const temporary = join(out, `.${name}.tmp-${randomUUID()}`);
  try {
    const there = await wholeFolder(target);
    if (there) return await readied(target, there, ready);
    await mkdir(temporary, { mode });
    const written = await fill(temporary, files);
    await rename(temporary, target);
    await clearLeft(out, name);
    await syncFolder(out);
    return await readied(target, written, ready);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw folderErrorOf(error);
  }
}

/** What an earlier attempt left that was killed. */
async function clearLeft(out: string, name: string): Promise<void> {
  const left = (await readdir(out)).filter((each) => each.startsWith(`.${name}.tmp-`));
  for (const each of left) await rm(join(out, each), { recursive: true, force: true });
}

async function fill(
  folder: string,
  files: Iterable<NewFile> | AsyncIterable<NewFile>,
): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = [];
  for await (const { path, content } of files) written.push(await writeFile(folder, safePath(path), content));
  written.push(await writeFile(folder, MANIFEST, Buffer.from(manifestOf(written))));
  const folders = new Set(written.flatMap(({ path }) => foldersAbove(path)));
  for (const each of folders) await syncFolder(join(folder, each));
  return written;
}

/** `a/b/c` lies in `a/b`, `a` and the package itself. */
const foldersAbove = (path: string): string[] =>
  path.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'));

async function writeFile(folder: string, path: string, content: Content): Promise<WrittenFile> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  const file = await open(join(folder, path), 'wx');
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      await writeAll(file, chunk);
      hash.update(chunk);
      bytes += chunk.length;
    }
    await file.sync();
    return { path, bytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

/** `READY` comes last of all: whoever sees it may read the rest. */
async function readied(
  target: string,
  written: readonly WrittenFile[],
  ready: boolean,
): Promise<readonly WrittenFile[]> {
  if (!ready) return written;
  const file = await open(join(target, READY), 'w');
  await file.sync();
  await file.close();
  await syncFolder(target);
  return written;
}

/** A rename, or a new file, is on the disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The files of a folder that is there, each as its manifest says; null where there is no such folder. @throws Error otherwise */
async function wholeFolder(target: string): Promise<readonly WrittenFile[] | null> {
  if (!(await stat(target).catch(() => null))) return null;
  const manifest = await readFile(join(target, MANIFEST)).catch(() => null);
  if (!manifest) throw new Error(`${target} is there, and is no package`);
  const listed = manifest.toString().matchAll(/^([0-9a-f]{64}) {2}(.+)$/gmu);
  const files: WrittenFile[] = [];
  for (const [, sha256 = '', path = ''] of listed) {
    const found = await readHash(join(target, decodeURIComponent(path)));
    if (found.sha256 !== sha256) throw new Error(`${target} is there, and ${path} is not what it was`);
    files.push({ path, ...found });
  }
  const own = createHash('sha256').update(manifest).digest('hex');
  return [...files, { path: MANIFEST, bytes: manifest.length, sha256: own }];
}

async function readHash(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
