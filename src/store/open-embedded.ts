import fs from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import type pg from 'pg';
import { damaged, holdsDatabase, markDatabase } from './data-folder.ts';
import { DurableNodeFs, durableStartParams, syncTree } from './durable-node-fs.ts';
import { lockFolder } from './folder-lock.ts';
import { createPool, TemporalClient } from './pool.ts';
import { StoreError } from './store-error.ts';

/**
 * Opens the embedded PostgreSQL (PGlite) in `<dataDir>/db`, made on first use, behind the lock `<dataDir>/db.lock`. The
 * file `<dataDir>/db.made` says from then on that there is one.
 * One connection: transactions run one after another. `close` ends the pool, then the engine, then the lock.
 * @throws StoreError `in-use`, `bad-setting` (nothing can be made in the folder) or `damaged` (it is not whole, or does not open)
 */
export async function openEmbedded(dataDir: string): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  const folder = path.resolve(dataDir, 'db');
  makeFolder(path.dirname(folder));
  const lock = lockFolder(folder);
  try {
    if (!holdsDatabase(folder)) await createDatabase(folder);
    markDatabase(folder);
    const engine = await start(folder).catch((cause: unknown) => {
      throw damaged(folder, 'it does not open', cause);
    });
    const pool = createEmbeddedPool(engine);
    const close = async (): Promise<void> => {
      await pool.end();
      await engine.close();
      lock.release();
    };
    return { pool, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function createEmbeddedPool(engine: PGlite): pg.Pool {
  /** A connection of its own for each client: the late `end` of one that was dropped would end its successor. */
  class EmbeddedClient extends TemporalClient {
    readonly #names = new Map<string, string>();

    constructor(config?: pg.ClientConfig) {
      super({ ...config, ...createPgConfig(engine) });
    }

    /** Each text is parsed once, which here costs as much as running it; a PostgreSQL server may stand behind a pooler that forbids it. */
    // biome-ignore lint/suspicious/noExplicitAny: as TemporalClient
    override query(...args: any[]): any {
      const [text, values, ...rest] = args;
      if (typeof text !== 'string' || !Array.isArray(values)) return super.query(...args);
      const name = this.#names.get(text) ?? `kv${this.#names.size}`;
      this.#names.set(text, name);
      return super.query({ name, text, values }, ...rest);
    }
  }
  return createPool({
    max: 1,
    idleTimeoutMillis: 0,
    Client: EmbeddedClient,
    // All clients share one session: one that was dropped must leave neither its transaction nor its statements to the next.
    onConnect: (client) => client.query('ROLLBACK; DEALLOCATE ALL') as unknown as undefined,
  });
}

function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StoreError('bad-setting', `DATA_DIR: the folder ${folder} cannot be made`, { cause });
  }
}

/** Made aside and renamed when all of it is on the disk, so that a crash in the middle leaves nothing half made. */
async function createDatabase(folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  try {
    fs.rmSync(unfinished, { recursive: true, force: true });
    const engine = await start(unfinished);
    await engine.close();
    syncTree(unfinished);
    fs.renameSync(unfinished, folder);
    syncTree(folder);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError('bad-setting', `DATA_DIR: no database can be made in ${folder}: ${why}`, { cause });
  }
}

function start(folder: string): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableNodeFs(folder),
    startParams: durableStartParams(PGlite.defaultStartParams),
  });
}
