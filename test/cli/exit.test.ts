import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addExit } from '../../src/cli/exit.ts';
import { openDatabase } from '../../src/store/open.ts';
import { copyEmbeddedTemplate, createPostgresDatabase } from '../fakes/databases.ts';
import { runKv, runKvHere } from '../fakes/kv.ts';
import { openTown } from '../store/town.ts';

describe('kv exit', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kv-exit-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes the package of the embedded database, and says what it came to', async () => {
    const options = { dataDir: copyEmbeddedTemplate() };
    const town = await openTown(async () => ({ ...(await openDatabase(options)), options }));
    await town.ticket();
    // Nobody has rules for it.
    await town.ticket([], 'storfors');
    await town.database.close();
    const out = join(folder, 'storfors');
    const answer = await runKv(['exit', '--municipality', 'storfors', '--out', out], {
      settings: { DATA_DIR: options.dataDir },
    });
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    const [line] = answer.lines as [{ sha256: string }];
    expect(line).toEqual({
      ...{ folder: out, files: expect.any(Number), rows: expect.any(Number), media: 0 },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
    });
    expect(await readFile(join(out, 'comment.jsonl'), 'utf8')).toMatch(
      /^\{"municipality":"storfors".*\}\n$/u,
    );
  });

  describe('refuses, and writes nothing', () => {
    let settings: { DATABASE_URL: string };
    beforeAll(async () => {
      settings = { DATABASE_URL: await createPostgresDatabase() };
      const options = { databaseUrl: settings.DATABASE_URL, dataDir: folder };
      // Two towns, by their accounts alone.
      const town = await openTown(async () => ({ ...(await openDatabase(options)), options }));
      await town.database.close();
      await mkdir(join(folder, 'there'));
    });
    it.each([
      [
        'a municipality of which there is nothing',
        'storfors',
        'new',
        /^--municipality: expected one of filipstad, ludvika, found storfors$/u,
      ],
      [
        'a folder that is there',
        'filipstad',
        'there',
        /^--out: .*there is there already; expected a folder that is not$/u,
      ],
      ['a folder in one that is not there', 'filipstad', 'no/where', /^--out: .*no\/where: missing$/u],
      ['a name that no folder can have everywhere', 'filipstad', 'a:b', /^--out: "a:b" is not a path/u],
    ])('%s', async (_, municipality, name, message) => {
      const before = await readdir(folder);
      const run = runKvHere(
        addExit,
        ['exit', '--municipality', municipality, '--out', join(folder, name)],
        settings,
      );
      await expect(run).rejects.toThrow(message);
      expect(await readdir(folder)).toEqual(before);
    });
  });
});
