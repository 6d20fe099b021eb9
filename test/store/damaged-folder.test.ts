import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/open.ts';
import { copyEmbeddedTemplate, makeDataFolder } from '../fakes/databases.ts';

/** A data folder in which the bot has lived: one table with one row. */
let lived: string;
beforeAll(async () => {
  lived = copyEmbeddedTemplate();
  const database = await openDatabase({ dataDir: lived });
  await database.pool.query('CREATE TABLE kept AS SELECT 7 AS n');
  await database.close();
});

/** A copy of it to damage. */
function livedIn(): { dataDir: string; db: string } {
  const dataDir = makeDataFolder();
  fs.cpSync(lived, dataDir, { recursive: true, mode: fs.constants.COPYFILE_FICLONE });
  return { dataDir, db: path.join(dataDir, 'db') };
}

/** Every file under the folder with its hash. */
function contents(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((entry) => {
      const name = path.join(entry.parentPath, entry.name);
      return entry.isFile()
        ? `${name} ${createHash('sha256').update(fs.readFileSync(name)).digest('hex')}`
        : name;
    })
    .sort();
}

const rm = (...name: string[]) => fs.rmSync(path.join(...name), { recursive: true });
const cut = (...name: string[]) => fs.truncateSync(path.join(...name), 0);
const emptied = (folder: string) => {
  for (const name of fs.readdirSync(folder)) rm(folder, name);
};
const replacedBy = (make: (db: string) => void) => (db: string) => {
  rm(db);
  make(db);
};

const damages: readonly (readonly [string, string, (db: string) => void])[] = [
  ['PG_VERSION is gone', 'PG_VERSION is missing', (db) => rm(db, 'PG_VERSION')],
  ['PG_VERSION is empty', 'PG_VERSION is cut off', (db) => cut(db, 'PG_VERSION')],
  ['the folder is empty', 'is missing', emptied],
  ['the folder is gone', 'the folder is missing', (db) => rm(db)],
  [
    'the folder is gone, and an unfinished one stands beside it',
    'the folder is missing',
    (db) => fs.renameSync(db, `${db}.new`),
  ],
  ['it is a link to nothing', 'the folder is missing', replacedBy((db) => fs.symlinkSync('/nowhere/db', db))],
  ['it is a file', 'it is not a folder', replacedBy((db) => fs.writeFileSync(db, 'db'))],
  ['pg_control is gone', 'global/pg_control is missing', (db) => rm(db, 'global', 'pg_control')],
  [
    'pg_control is cut off',
    'global/pg_control is cut off',
    (db) => fs.truncateSync(path.join(db, 'global', 'pg_control'), 100),
  ],
  ['the write-ahead log is gone', 'pg_wal is missing', (db) => rm(db, 'pg_wal')],
  ['the tables are gone', 'base is missing', (db) => rm(db, 'base')],
  [
    'only the folders are left',
    'PG_VERSION is missing',
    (db) => {
      for (const entry of fs.readdirSync(db, { withFileTypes: true, recursive: true }))
        if (entry.isFile()) rm(entry.parentPath, entry.name);
    },
  ],
];

describe('a data folder that was damaged', () => {
  it.each(damages)('is refused and left as it is when %s', async (_, says, damage) => {
    const { dataDir, db } = livedIn();
    damage(db);
    const before = contents(dataDir);
    const refusal = { code: 'damaged', message: expect.stringContaining(says) };
    await expect(openDatabase({ dataDir })).rejects.toMatchObject(refusal);
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({
      message: expect.stringMatching(/Restore the folder from a backup/u),
    });
    expect(contents(dataDir)).toEqual(before);
  });

  it.each<[string, (db: string) => void]>([
    ['its write-ahead log is empty', (db) => emptied(path.join(db, 'pg_wal'))],
    ['it is of another PostgreSQL', (db) => fs.writeFileSync(path.join(db, 'PG_VERSION'), '17\n')],
    [
      'its control file is noise',
      (db) => fs.writeFileSync(path.join(db, 'global', 'pg_control'), Buffer.alloc(8192, 7)),
    ],
  ])('is refused, and opens once it is restored, when %s', async (_, damage) => {
    const { dataDir, db } = livedIn();
    fs.cpSync(db, `${dataDir}-backup`, { recursive: true });
    damage(db);
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining(db),
    });
    rm(db);
    fs.renameSync(`${dataDir}-backup`, db);
    const database = await openDatabase({ dataDir });
    expect((await database.pool.query('SELECT n FROM kept')).rows).toEqual([{ n: 7 }]);
    await database.close();
  });

  it('may be begun anew when the mark is moved away with it', async () => {
    const { dataDir, db } = livedIn();
    for (const name of ['db', 'db.made'])
      fs.renameSync(path.join(dataDir, name), path.join(dataDir, `old-${name}`));
    const database = await openDatabase({ dataDir });
    await expect(database.pool.query('SELECT n FROM kept')).rejects.toThrow('kept');
    await database.close();
    expect(fs.existsSync(db)).toBe(true);
  });

  it.each<[string, (db: string) => void]>([
    ['took the lock', (db) => fs.writeFileSync(`${db}.lock`, '')],
    ['began the folder', (db) => fs.mkdirSync(`${db}.new`)],
    [
      'had half of the folder',
      (db) => {
        fs.cpSync(path.join(copyEmbeddedTemplate(), 'db'), `${db}.new`, { recursive: true });
        rm(`${db}.new`, 'global', 'pg_control');
      },
    ],
  ])('is not what a first start left that only %s', async (_, leave) => {
    const dataDir = path.join(copyEmbeddedTemplate(), 'new');
    fs.mkdirSync(dataDir);
    leave(path.join(dataDir, 'db'));
    const database = await openDatabase({ dataDir });
    expect((await database.pool.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
    await database.close();
    expect(fs.readdirSync(dataDir).sort()).toEqual(['db', 'db.lock', 'db.made']);
  });

  it('is not one whose database was in place before the mark was set', async () => {
    const dataDir = copyEmbeddedTemplate();
    expect(fs.readdirSync(dataDir)).toEqual(['db']);
    await (await openDatabase({ dataDir })).close();
    expect(fs.existsSync(path.join(dataDir, 'db.made'))).toBe(true);
  });
});
