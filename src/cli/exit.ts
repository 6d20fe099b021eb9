import { lstat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import { readStoreSettings } from '../config/config.ts';
import { FolderError } from '../records/documents/folder-error.ts';
import { safePath } from '../records/documents/safe-path.ts';
import { buildExitPackage, type ExitOrder, type ExitOutcome } from '../records/exit/build-exit-package.ts';
import { loadExitWords } from '../records/exit/exit-words.ts';
import { exitOn } from '../store/exit.ts';
import { goLast } from './go-last.ts';
import { inStore } from './in-store.ts';

const CARDS = join(import.meta.dirname, '..', '..', 'cards');
const NEGATIVE = 1;

interface Options {
  readonly municipality: string;
  readonly out: string;
}

/**
 * `kv exit`: everything that is kept for one municipality, as a folder, when it leaves the installation or asks for a copy
 * (GDPR art. 28.3 g). Prints `{folder, files, rows, media, sha256}`, the hash of `manifest-sha256.txt`; exit code 1 where
 * pictures were damaged and so are not in it.
 */
export function addExit(program: Command): void {
  program
    .command('exit')
    .description('write everything that is kept for one municipality: when it leaves, or asks for a copy')
    .requiredOption('--municipality <id>', 'whose; also one whose rules are not here any more')
    .requiredOption('--out <folder>', 'which is made; written whole or not at all')
    .action(async ({ municipality, out }: Options) => {
      goLast();
      await refuseUnfit(out);
      const { damaged, ...built } = await inStore(async ({ database }) => {
        const store = exitOn(database.kysely, readStoreSettings());
        const order: ExitOrder = {
          ...{ municipality, out: resolve(out), builtAt: systemClock.now(), words: loadExitWords(CARDS) },
          store,
        };
        return (await written(order)) ?? refuseUnknown(municipality, await store.municipalities());
      });
      process.stdout.write(`${JSON.stringify({ folder: out, ...built })}\n`);
      if (damaged === 0) return;
      process.stderr.write(
        `${damaged} pictures are not what was stored, and are not in the package: see media.jsonl\n`,
      );
      process.exitCode = NEGATIVE;
    });
}

/** Before anything is read. */
async function refuseUnfit(out: string): Promise<void> {
  try {
    safePath(basename(resolve(out)));
  } catch (error) {
    throw new Error(`--out: ${(error as Error).message}`, { cause: error });
  }
  if (await lstat(out).catch(() => null))
    throw new Error(`--out: ${out} is there already; expected a folder that is not`);
}

async function written(order: ExitOrder): Promise<ExitOutcome | null> {
  try {
    return await buildExitPackage(order);
  } catch (error) {
    if (error instanceof FolderError) throw new Error(`--out: ${order.out}: ${error.code}`, { cause: error });
    throw error;
  }
}

function refuseUnknown(municipality: string, known: readonly string[]): never {
  throw new Error(`--municipality: expected one of ${known.join(', ') || 'none'}, found ${municipality}`);
}
