import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, dirname, join } from 'node:path/posix';
import type { ZipEntry } from '../documents/zip-records.ts';
import { ABOUT_FILE } from './documentation.ts';
import { type Listed, readMets } from './read-mets.ts';
import { type OpenZip, openZip, ZipDamage } from './read-zip.ts';

/** A file of a package that is not as the package says; `path` from its root folder, or the zip itself. */
export interface PackageFault {
  readonly path: string;
  readonly why:
    | 'damaged'
    | 'missing'
    | 'unlisted'
    | 'outside'
    | 'checksum'
    | 'size'
    | 'unreadable'
    | 'lines'
    | 'identity';
  readonly expected?: string | number;
  readonly found?: string | number;
}

/** What a package was found to be. */
export interface PackageVerdict {
  readonly package: string | null;
  /** Of the zip, in hex: what a receipt names. */
  readonly sha256: string;
  readonly files: number;
  readonly items: number;
  readonly faults: readonly PackageFault[];
}

interface Seen {
  readonly bytes: number;
  readonly sha256: string;
  /** What the verification needs to read of it. */
  readonly text: string | null;
  readonly lines: number;
}

const ITEMS = 'representations/data/data/items.jsonl';

/**
 * Holds every file of a package against what the package says of it: checksum and size in METS, what METS lists against what
 * is there, and the number of its items. Needs nothing but the zip; memory holds its METS and no other file.
 */
export async function verifyPackage(zipPath: string): Promise<PackageVerdict> {
  const sha256 = await hashOf(zipPath);
  const empty = { package: null, sha256, files: 0, items: 0 };
  try {
    await using zip = await openZip(zipPath);
    const root = rootOf(zip.entries);
    if (root === null) return { ...empty, faults: [{ path: basename(zipPath), why: 'outside' }] };
    const faults: PackageFault[] = [];
    const seen = await readAll(zip, root, faults);
    checkListed(seen, faults);
    const items = seen.get(ITEMS)?.lines ?? 0;
    checkAbout(seen, root, items, faults);
    return { package: root, sha256, files: seen.size, items, faults };
  } catch (error) {
    if (!(error instanceof ZipDamage)) throw error;
    const { entry } = error;
    const path = entry === null ? basename(zipPath) : entry.slice(entry.indexOf('/') + 1);
    return { ...empty, faults: [{ path, why: 'damaged' }] };
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

/** The one folder in which everything lies (CSIP's package layout). */
function rootOf(entries: readonly ZipEntry[]): string | null {
  const roots = new Set(entries.map(({ name }) => name.toString().split('/', 1)[0] ?? ''));
  return roots.size === 1 ? ([...roots][0] ?? null) : null;
}

async function readAll(
  zip: OpenZip,
  root: string,
  faults: PackageFault[],
): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>();
  for (const entry of zip.entries) {
    const path = entry.name.toString().slice(root.length + 1);
    try {
      seen.set(path, await look(zip.content(entry), path));
    } catch (error) {
      if (!(error instanceof ZipDamage)) throw error;
      faults.push({ path, why: 'damaged' });
      // It is there, and has been told of.
      seen.set(path, { bytes: 0, sha256: '', text: null, lines: 0 });
    }
  }
  return seen;
}

const isMets = (path: string): boolean => basename(path) === 'METS.xml';
const isRead = (path: string): boolean => isMets(path) || path === ABOUT_FILE;

async function look(content: AsyncIterable<Buffer>, path: string): Promise<Seen> {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let bytes = 0;
  let lines = 0;
  for await (const piece of content) {
    hash.update(piece);
    bytes += piece.length;
    if (isRead(path)) kept.push(piece);
    if (path === ITEMS) for (const byte of piece) if (byte === 10) lines += 1;
  }
  const text = isRead(path) ? Buffer.concat(kept).toString() : null;
  return { bytes, sha256: hash.digest('hex'), text, lines };
}

function checkListed(seen: ReadonlyMap<string, Seen>, faults: PackageFault[]): void {
  const listed = new Map<string, Listed>();
  for (const [path, { text }] of seen) {
    if (!isMets(path) || text === null) continue;
    const found = readMets(text);
    if (found === null) faults.push({ path, why: 'unreadable' });
    for (const one of found ?? []) listed.set(join(dirname(path), one.path), one);
  }
  const told = new Set(faults.map(({ path }) => path));
  for (const [path, { bytes, sha256 }] of listed) {
    const found = seen.get(path);
    if (!found) faults.push({ path, why: 'missing' });
    else if (told.has(path)) continue;
    else if (found.bytes !== bytes) faults.push({ path, why: 'size', expected: bytes, found: found.bytes });
    else if (found.sha256 !== sha256)
      faults.push({ path, why: 'checksum', expected: sha256, found: found.sha256 });
  }
  // What a METS names that cannot be read is not known.
  if ([...told].some(isMets)) return;
  for (const path of seen.keys())
    if (path !== 'METS.xml' && !listed.has(path)) faults.push({ path, why: 'unlisted' });
}

function checkAbout(
  seen: ReadonlyMap<string, Seen>,
  root: string,
  items: number,
  faults: PackageFault[],
): void {
  const text = seen.get(ABOUT_FILE)?.text;
  if (typeof text !== 'string') return;
  const told = readAbout(text);
  if (told.package !== root)
    faults.push({ path: ABOUT_FILE, why: 'identity', expected: root, found: String(told.package) });
  if (told.items !== items && !faults.some(({ path }) => path === ITEMS))
    faults.push({ path: ITEMS, why: 'lines', expected: Number(told.items), found: items });
}

function readAbout(text: string): { package?: unknown; items?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
