import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addArchive } from '../../src/cli/archive.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { runKvHere } from '../fakes/kv.ts';
import { incoming, NOW, RAW } from '../store/town.ts';

describe('kv archive', () => {
  let folder: string;
  let settings: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kv-archive-'));
    await writeAccounts('  archive: { orgnr: "212000-0000", creator: KS, contact: Arkivet }');
    const databaseUrl = await createPostgresDatabase();
    settings = { DATABASE_URL: databaseUrl, ACCOUNTS_FILE: join(folder, 'accounts.yaml') };
    const database = await openDatabase<unknown>({ databaseUrl, dataDir: 'x' });
    const store = await createStore(database);
    await store.declareAccounts([
      { municipality: 'filipstad', platform: 'facebook', account: '1', name: 'Filipstad', trial: false },
    ]);
    await store.archive({
      ...{ municipality: 'filipstad', source: 'test', receivedAt: NOW, sha256: 'none' },
      items: [{ key: 'k', raw: RAW, comment: incoming({ text: 'Tack för hjälpen 👍🏽' }) }],
    });
    await database.close();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const writeAccounts = (line: string) =>
    writeFile(join(folder, 'accounts.yaml'), ['filipstad:', '  leads: [anna]', line, ''].join('\n'));
  const kv = (...args: string[]) => runKvHere(addArchive, ['archive', ...args], settings);
  const town = ['--municipality', 'filipstad'];

  it('builds a package, verifies it, finds one flipped byte, and notes the receipt of that zip alone', async () => {
    const { lines, code } = await kv(...town, '--year', '2026', '--out', folder);
    expect(code).toBe(0);
    const [built] = lines as { package: string; file: string; sha256: string }[];
    expect(lines).toMatchObject([
      { package: 'SE-212000-0000-KV-2026-facebook-1', comments: 1, items: 1, media: 0, secret: false },
    ]);
    const { package: id = '', file = '', sha256 = '' } = built ?? {};
    expect(await kv('verify', file)).toMatchObject({ code: 0, lines: [{ package: id, sha256, items: 1 }] });

    const zip = await readFile(file);
    const at = zip.indexOf('documentation/gallring.txt') + 40;
    zip.writeUInt8((zip[at] ?? 0) ^ 1, at);
    const flipped = join(folder, 'flipped.zip');
    await writeFile(flipped, zip);
    const found = await kv('verify', flipped);
    expect(found).toMatchObject({ code: 1, lines: [{ faults: [{ path: 'documentation/gallring.txt' }] }] });

    const receipt = (hash: string) =>
      kv(
        'receipt',
        ...town,
        '--package',
        id,
        '--sha256',
        hash,
        '--receiver',
        'Arkivet',
        '--date',
        '2027-02-01',
      );
    expect(await receipt('0'.repeat(64))).toMatchObject({ code: 1, lines: [{ outcome: 'another-hash' }] });
    expect(await receipt(sha256)).toMatchObject({ code: 0, lines: [{ outcome: 'noted' }] });

    const again = await kv(...town, '--year', '2026', '--out', folder);
    expect(again).toMatchObject({ code: 1, lines: [{ refused: 'exists' }] });
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.each([
    ['no year', [...town, '--year', '26', '--out', '.'], '--year: expected a year such as 2026, found 26'],
    [
      'an account that is not there',
      [...town, '--year', '2026', '--out', '.', '--account', '7'],
      '--account: expected one of 1',
    ],
    [
      'a municipality that says nothing of who hands over',
      ['--municipality', 'ludvika', '--year', '2026', '--out', '.'],
      'ludvika.archive: missing; expected orgnr, creator and contact',
    ],
    [
      'a folder that is not there',
      [...town, '--year', '2026', '--out', '/nowhere/at/all'],
      '--out: /nowhere/at/all: missing',
    ],
  ])('refuses %s', async (_, args, why) => {
    await expect(kv(...args)).rejects.toThrow(why);
  });

  it('names what is wrong in the accounts file', async () => {
    await writeAccounts('  archive: { orgnr: "12", creator: KS, contact: Arkivet }');
    await expect(kv(...town, '--year', '2026', '--out', folder)).rejects.toThrow(
      'filipstad.archive.orgnr: expected an organisation number such as 212000-1827',
    );
  });
});
