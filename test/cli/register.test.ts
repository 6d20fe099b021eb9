import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { runKv } from '../fakes/kv.ts';
import { NOW } from '../store/town.ts';

const SENDER = 'Kim Testsson';

describe('kv register', () => {
  let DATABASE_URL = '';
  const folder = mkdtempSync(join(tmpdir(), 'kv-register-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const kv = (...args: string[]) => runKv(['register', ...args], { settings: { DATABASE_URL } });
  const filipstad = ['--municipality', 'filipstad'];

  beforeAll(async () => {
    DATABASE_URL = await createPostgresDatabase();
    const database = await openDatabase<unknown>({ dataDir: '', databaseUrl: DATABASE_URL });
    const store = await createStore(database);
    for (const municipality of ['filipstad', 'ludvika', 'filipstad']) {
      await store.secureEntry(municipality, NOW, {
        ...{
          kind: 'request',
          direction: 'in',
          ticket: null,
          comment: null,
          documentAt: NOW,
          receivedAt: NOW,
        },
        ...{ subject: 'Begäran om handlingar', ground: null, secret: false, by: 'kv' },
        ...{ sender: SENDER, recipient: null, protectedSubject: 'Om Kim Testssons kommentarer' },
      });
    }
    await database.close();
  });

  it('lists the entries of one municipality, without gaps', async () => {
    const { code, lines } = await kv(...filipstad);
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { reference: 'SM 2026-1', state: 'secured', kind: 'request', number: null, sender: SENDER },
      { reference: 'SM 2026-2' },
    ]);
  });

  it('lists for the public nothing of what is kept apart', async () => {
    const { stdout } = await kv(...filipstad, '--public');
    expect(stdout).toContain('Begäran om handlingar');
    expect(stdout).not.toMatch(/Kim|Testsson/u);
  });

  it.each([
    [['--from', '2026-11-20', '--to', '2026-11-20'], 2],
    [['--to', '2026-11-19'], 0],
    [['--kind', 'comment'], 0],
  ])('lists what is asked for: %j', async (flags, count) => {
    expect((await kv(...filipstad, ...flags)).lines).toHaveLength(count);
  });

  it('gives a number once, in the municipality that is named, and refuses another', async () => {
    const give = (number: string, reference = 'SM 2026-1') =>
      kv('number', ...filipstad, '--reference', reference, '--number', number);
    expect(await give('KS 2026/7')).toMatchObject({ code: 0, lines: [{ outcome: 'given' }] });
    expect(await give('KS 2026/7')).toMatchObject({ code: 0, lines: [{ outcome: 'same' }] });
    expect(await give('KS 2026/8')).toMatchObject({ code: 1, lines: [{ outcome: 'conflict' }] });
    expect(await give('KS 2026/8', 'SM 2026-9')).toMatchObject({ code: 1, lines: [{ outcome: 'unknown' }] });
    expect((await kv(...filipstad)).lines).toMatchObject([{ number: 'KS 2026/7' }, { number: null }]);
    expect((await kv('--municipality', 'ludvika')).lines).toMatchObject([{ number: null }]);
  });

  it('refuses a number that does not look like the municipality’s, and shows one that does', async () => {
    const accounts = join(folder, 'accounts.yaml');
    const register = `{ number: '^KS \\d{4}/\\d+$', numberExample: KS 2026/123 }`;
    writeFileSync(accounts, `filipstad: { leads: [anna], register: ${register} }`);
    const give = (number: string, settings: NodeJS.ProcessEnv, cwd = tmpdir()) => {
      const args = ['number', ...filipstad, '--reference', 'SM 2026-2', '--number', number];
      return runKv(['register', ...args], { settings: { DATABASE_URL, ...settings }, cwd });
    };
    const refused = { code: 1, lines: [{ outcome: 'bad-number', number: '412', example: 'KS 2026/123' }] };
    expect(await give('412', { ACCOUNTS_FILE: accounts })).toMatchObject(refused);
    expect(await give('412', {}, folder), 'the file that lies there').toMatchObject(refused);
    expect(await give('KS 2026/412', { ACCOUNTS_FILE: join(folder, 'none.yaml') })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ACCOUNTS_FILE'),
    });
    expect((await kv(...filipstad)).lines).toMatchObject([{}, { number: null }]);
    expect(await give('KS 2026/412', { ACCOUNTS_FILE: accounts })).toMatchObject({
      ...{ code: 0, lines: [{ outcome: 'given' }] },
    });
  });

  it.each([
    [[], /--municipality/u],
    [[...filipstad, '--from', '2026-02-30'], /expected a day such as 2026-04-02, found 2026-02-30/u],
    [[...filipstad, '--kind', 'diary'], /Allowed choices are comment/u],
    [['number', ...filipstad, '--reference', 'SM 2026-1'], /--number/u],
  ])('refuses with exit code 2, and says what was expected: %j', async (args, said) => {
    expect(await kv(...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(said) });
  });
});
