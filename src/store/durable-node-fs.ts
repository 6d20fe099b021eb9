import fs from 'node:fs';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type InitOptions = Parameters<NodeFS['init']>[1];

/** The part of Emscripten's NODEFS that we mend; PGlite's types leave it out. */
interface NodeFsModule {
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (stream: { nfd: number }) => number };
    tryFSOperation<T>(operation: () => T): T;
  };
}

/**
 * PGlite's file system on a real folder, with an fsync that reaches the disk. Emscripten's NODEFS has none, so that
 * PostgreSQL's fsync silently succeeds. Works only with `wal_sync_method=fsync` (see {@link durableStartParams}):
 * Emscripten's fdatasync, PostgreSQL's default here, is a no-op that never asks the file system.
 */
export class DurableNodeFs extends NodeFS {
  override async init(pg: PGlite, options: InitOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const mend = (module: unknown): void => {
      const { NODEFS } = module as NodeFsModule;
      NODEFS.stream_ops.fsync = (stream) => {
        NODEFS.tryFSOperation(() => fs.fsyncSync(stream.nfd));
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...asList(emscriptenOpts.preRun), mend] } };
  }
}

/**
 * Takes PGlite's default start parameters, removes `-F` (fsync off), and switches real fsync on. 16 MB of shared
 * buffers instead of 128: the WASM heap is ours to pay (194 MB resident against 485).
 */
export function durableStartParams(defaults: readonly string[]): string[] {
  // A plan kept from when a table was empty goes by the wrong index for ever, foreign keys' checks too: a webhook of 1,000
  // comments took 240 ms, then 340, 460 and 630, against 200 each time. Statistics come but once a day.
  const plans = 'plan_cache_mode=force_custom_plan';
  const settings = ['fsync=on', 'wal_sync_method=fsync', 'shared_buffers=16MB', plans];
  return [...defaults.filter((flag) => flag !== '-F'), ...settings.flatMap((setting) => ['-c', setting])];
}

/** Brings every file and folder under `folder` to the disk. Folders cannot be synced on Windows, and need not be. */
export function syncTree(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() || entry.isDirectory())
      syncOne(path.join(entry.parentPath, entry.name), entry.isDirectory());
  }
  syncOne(folder, true);
}

function syncOne(name: string, isFolder: boolean): void {
  if (isFolder && process.platform === 'win32') return;
  // Windows syncs only what is open for writing.
  const descriptor = fs.openSync(name, isFolder ? 'r' : 'r+');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function asList<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
