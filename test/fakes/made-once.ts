import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

/**
 * A folder that is made once on this machine and kept in the temporary folder for every run. Two that make it at the same
 * time each fill one of their own; the first rename wins, and nobody ever sees one half filled.
 * @param name with the version of what is in it
 */
export async function madeOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(os.tmpdir(), `kommentarsvakten-${name}-${os.userInfo().uid}`);
  if (fs.existsSync(folder)) return folder;
  const making = fs.mkdtempSync(`${folder}-making-`);
  try {
    await fill(making);
    fs.renameSync(making, folder);
  } catch (error) {
    fs.rmSync(making, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error;
  }
  return folder;
}

/** The version of an installed package. @param name of a package whose main file is two folders below its root */
export function versionOf(name: string): string {
  const main = createRequire(import.meta.url).resolve(name);
  const manifest: unknown = JSON.parse(fs.readFileSync(path.resolve(main, '../../package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
