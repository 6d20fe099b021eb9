import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/store/open.ts';

/** Raise when the way an empty database is made changes. */
const RECIPE = 1;

/**
 * A data folder with an empty embedded database, made once per PGlite version on this machine and kept in the temporary
 * folder: a cold start takes seconds, a copy a fraction of one. Two runs at once each make one; the first rename wins.
 */
export async function makeEmbeddedTemplate(): Promise<string> {
  const template = path.join(
    os.tmpdir(),
    `kommentarsvakten-pglite-${pgliteVersion()}-${RECIPE}-${os.userInfo().uid}`,
  );
  if (fs.existsSync(template)) return template;
  const making = fs.mkdtempSync(`${template}-making-`);
  const database = await openDatabase({ dataDir: making });
  await database.close();
  try {
    fs.renameSync(making, template);
  } catch (error) {
    fs.rmSync(making, { recursive: true, force: true });
    if (!fs.existsSync(template)) throw error;
  }
  return template;
}

function pgliteVersion(): string {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest: unknown = JSON.parse(fs.readFileSync(path.resolve(main, '../../package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
