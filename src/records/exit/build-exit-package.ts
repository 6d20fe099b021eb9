import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ExitBuilt, ExitReading, ExitStore } from '../../ports/exit.ts';
import { type WrittenFile, writeFolder } from '../documents/folder.ts';
import { type ExitAbout, exitFiles } from './exit-files.ts';
import type { ExitWords } from './exit-words.ts';

/** What such a package is made of. `out`: where its folder is to be, by its whole path; nothing is there yet. */
export interface ExitOrder extends ExitAbout {
  readonly store: ExitStore;
  readonly words: ExitWords;
  readonly out: string;
}

/** `damaged`: pictures that are not what was stored, and so are not in it. */
export type ExitOutcome = ExitBuilt & { readonly damaged: number };

/** Everything of everybody who wrote there: for its owner's eyes. */
const OWNERS = 0o700;

/**
 * Writes everything that is kept for a municipality as a folder, whole or not at all, and journals it. Null: nothing is kept
 * for it. @throws FolderError where the folder cannot be written, StoreError `no-key` where pictures cannot be opened
 */
export async function buildExitPackage(order: ExitOrder): Promise<ExitOutcome | null> {
  const { store, municipality, builtAt, out } = order;
  let isThere = false;
  try {
    const outcome = await store.readAll(municipality, async (reading) => {
      const made = await write(order, reading);
      isThere = true;
      return made;
    });
    if (outcome === null) return null;
    const { damaged: _, ...built } = outcome;
    await store.exitPackageBuilt(municipality, built, builtAt);
    return outcome;
  } catch (error) {
    // One that the journal does not tell of must not lie about.
    if (isThere) await rm(out, { recursive: true, force: true });
    throw error;
  }
}

async function write({ out, words, ...about }: ExitOrder, reading: ExitReading): Promise<ExitOutcome> {
  const counts = { rows: 0, media: 0, damaged: 0 };
  const files: readonly WrittenFile[] = await writeFolder(
    dirname(out),
    basename(out),
    exitFiles(reading, about, words, counts),
    { mode: OWNERS },
  );
  return { files: files.length, ...counts, sha256: files.at(-1)?.sha256 ?? '' };
}
