import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { startApp } from '../../src/app/start.ts';
import { freePort } from '../../src/local/free-port.ts';
import { loadPolicies, storedPolicies } from '../../src/rules/load-policies.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { childEnvironment } from '../fakes/child-environment.ts';
import { copyEmbeddedTemplate, createPostgresDatabase, makeDataFolder } from '../fakes/databases.ts';
import { inTurn } from '../soak/form.ts';
import { incoming, NOW } from '../store/town.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** A checkout whose files a test may spoil. */
let checkout: string;
/** The port of something else. */
let takenPort: string;
const taken = createServer();

beforeAll(async () => {
  checkout = makeDataFolder();
  for (const name of ['src', 'package.json'])
    cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'), 'junction');
  writeFileSync(join(checkout, 'accounts.yaml'), 'filipstad: { leads: [a] }\n');
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  takenPort = typeof address === 'object' ? String(address?.port) : '';
});
afterAll(() => {
  taken.close();
  rmSync(checkout, { recursive: true, force: true });
});

/** The files as they are, but for one municipality's rules, which have changed since the last start. */
function freshFiles(): void {
  for (const name of ['rules', 'cards']) {
    rmSync(join(checkout, name), { recursive: true, force: true });
    cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  }
  const file = join(checkout, 'rules', 'filipstad.yaml');
  const changed = readFileSync(file, 'utf8').replace('undoMinutes: 10', 'undoMinutes: 11');
  expect(changed).toContain('undoMinutes: 11');
  writeFileSync(file, changed);
}

type Settings = Readonly<Record<string, string>>;

const complete = (settings: Settings): Settings => ({
  ACCOUNTS_FILE: join(checkout, 'accounts.yaml'),
  PORT: '0',
  MODEL_DIR: inject('modelFolder'),
  MICROSOFT_APP_ID: 'app',
  MICROSOFT_APP_PASSWORD: 'password',
  MICROSOFT_APP_TENANT_ID: 'tenant',
  META_APP_SECRET: 'a',
  META_VERIFY_TOKEN: 'b',
  INTAKE_SECRET: 'c',
  ...settings,
});

const HUNG_MS = 120_000;

/** Runs the deployed bot's own program to its end. */
async function run(settings: Settings) {
  const child = spawn(process.execPath, [join(checkout, 'src', 'main.ts')], {
    cwd: checkout,
    timeout: HUNG_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...childEnvironment(), ...complete(settings) },
  });
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, said };
}

const stores = inTurn<readonly [string, () => Promise<Settings>]>([
  ['the embedded database', async () => ({ DATA_DIR: copyEmbeddedTemplate() })],
  ['PostgreSQL', async () => ({ DATABASE_URL: await createPostgresDatabase() })],
]);

async function inDatabase<T>(
  { DATA_DIR: dataDir = '', DATABASE_URL: databaseUrl }: Settings,
  use: (database: Awaited<ReturnType<typeof openDatabase<unknown>>>) => Promise<T>,
): Promise<T> {
  const database = await openDatabase<unknown>({
    dataDir,
    ...(databaseUrl !== undefined && { databaseUrl }),
  });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

/** What a start writes: the rules in force, the journal of it, the accounts. Opens only if the lock has been let go of. */
const everything = (where: Settings) =>
  inDatabase(where, async ({ pool }) => {
    const found: Record<string, unknown[]> = {};
    for (const table of ['policy', 'journal', 'journal_head', 'account', 'migration'])
      found[table] = (await pool.query(`SELECT * FROM ${table}`)).rows;
    return found;
  });

/** A database in which the rules as they stand are in force, and a municipality has a journal. */
async function earlierLife(where: Settings) {
  await inDatabase(where, async (database) => {
    const store = await createStore(database);
    await store.putPoliciesInForce(storedPolicies(loadPolicies(join(ROOT, 'rules'))), NOW);
    const items = [{ key: 'k', raw: Buffer.from('{}'), comment: incoming() }];
    const delivery = { municipality: 'filipstad', source: 'test', receivedAt: NOW, sha256: 'none' };
    await store.archive({ ...delivery, items });
  });
  return everything(where);
}

interface Fault {
  readonly what: string;
  readonly says: RegExp;
  readonly spoil?: () => void;
  readonly settings?: Settings;
}

const QUESTIONS = 'rules/questions/topics/reply-time.yaml';
const appended = (name: string): Fault => ({
  what: `}{ appended to ${name}`,
  says: new RegExp(name.split('/').at(-1)?.replace('.', '\\.') ?? '', 'u'),
  spoil: () => appendFileSync(join(checkout, name), '\n}{\n'),
});

const faults: readonly Fault[] = [
  ...[
    QUESTIONS,
    'rules/questions/words.yaml',
    'rules/examples/spam.yaml',
    'rules/lexicon.yaml',
    'rules/law.yaml',
    'rules/categories.yaml',
    'rules/ludvika.yaml',
    'cards/ticket.json',
    'cards/words.json',
    'cards/buttons/remove.json',
  ].map(appended),
  {
    what: 'a topic without its questions',
    says: /reply-time\.yaml.*questions/su,
    spoil: () => writeFileSync(join(checkout, QUESTIONS), 'categories: []\n'),
  },
  {
    what: 'no topics at all',
    says: /questions.topics: expected a folder/u,
    spoil: () => rmSync(join(checkout, 'rules', 'questions'), { recursive: true }),
  },
  {
    what: 'no lexicon',
    says: /lexicon\.yaml/u,
    spoil: () => rmSync(join(checkout, 'rules', 'lexicon.yaml')),
  },
  { what: 'a wrong setting', says: /PORT: /u, settings: { PORT: 'x' } },
  { what: 'a missing setting of Teams', says: /MICROSOFT_APP_ID: /u, settings: { MICROSOFT_APP_ID: '' } },
  {
    what: 'no accounts file',
    says: /ACCOUNTS_FILE: nowhere\.yaml/u,
    settings: { ACCOUNTS_FILE: 'nowhere.yaml' },
  },
];

/** Settings, tokens, accounts, rules and cards, each with something wrong in it. */
function everyKindOfFault(): Settings {
  const accountsFile = join(checkout, 'wrong.yaml');
  const account = (id: string, token: string) =>
    `{ platform: facebook, account: "${id}", name: F, token: "env:${token}" }`;
  writeFileSync(
    accountsFile,
    `filipstad: { leads: [a], accounts: [${account('1', 'NOWHERE')}] }
eslov: { leads: [], accounts: [] }
ludvika: { leads: [a], accounts: [${account('1', 'INTAKE_SECRET')}] }
atlantis: { leads: [a] }
utopia: { leads: [a] }
`,
  );
  appendFileSync(join(checkout, 'rules/lexicon.yaml'), '\n}{\n');
  writeFileSync(join(checkout, QUESTIONS), 'categories: [nonsense]\nquestions: []\n');
  writeFileSync(join(checkout, 'cards/ticket.json'), '[]');
  const settings = { PORT: 'x', HOST: '0.0.0.0', MICROSOFT_APP_TYPE: 'MultiTenant' };
  return { ...settings, OPENAI_API_KEY: 'key', ACCOUNTS_FILE: accountsFile };
}

/** What is said of them, each by its name in the environment, or its file and the path in it. */
const TOLD = {
  settings: [
    'PORT: .*expected number',
    'MICROSOFT_APP_TYPE: .*expected one of "SingleTenant"',
    'OPENAI_MODEL: missing; OPENAI_API_KEY needs it',
    '.*/wrong.yaml:2: eslov.leads: expected at least one lead',
    '.*/wrong.yaml:3: ludvika.accounts.0..account: the facebook account 1 already belongs to filipstad',
    'NOWHERE: missing; .*/wrong.yaml:1 names it for filipstad.accounts.0..token',
  ],
  unsigned: [
    'HOST: 0.0.0.0: expected a loopback address',
    'MICROSOFT_APP_ID: must be empty with insecureLocal',
  ],
  files: [
    '.*/wrong.yaml:4: atlantis: expected one of angelholm, eslov, filipstad, ludvika, vallentuna',
    '.*/wrong.yaml:5: utopia: expected one of angelholm',
    '.*/rules/lexicon.yaml line \\d+: expected YAML',
    '.*/rules/lexicon.yaml line \\d+: expected YAML',
    '.*/topics/reply-time.yaml, name: ',
    '.*/topics/reply-time.yaml line 2, questions: ',
    '.*/cards/ticket.json: ',
  ],
};
const asLine = (begins: string) => expect.stringMatching(new RegExp(`^  ${begins}`, 'u'));

describe.each(stores)('a start that cannot succeed, on %s', (_, make) => {
  let where: Settings;
  let before: Awaited<ReturnType<typeof everything>>;
  beforeAll(async () => {
    where = await make();
    before = await earlierLife(where);
    expect(before['journal']).toHaveLength(1);
  });

  it.each(faults)('says what is wrong, and changes nothing: $what', async ({ says, spoil, settings }) => {
    freshFiles();
    spoil?.();
    const [rulesDir, cardsDir] = [join(checkout, 'rules'), join(checkout, 'cards')];
    const start = async () =>
      startApp({
        environment: complete({ ...where, ...settings }),
        rulesDir,
        cardsDir,
      });
    await expect(start()).rejects.toThrow(says);
    expect(await everything(where)).toEqual(before);
  });

  it('tells everything that is wrong in one list, a line each, and changes nothing', async () => {
    freshFiles();
    const environment = complete({ ...where, ...everyKindOfFault() });
    const [rulesDir, cardsDir] = [join(checkout, 'rules'), join(checkout, 'cards')];
    const start = startApp({ environment, insecureLocal: true, rulesDir, cardsDir });
    const said = await start.then(() => '', String);
    expect(said.split('\n').slice(1)).toEqual(
      [...TOLD.settings, ...TOLD.unsigned, ...TOLD.files].map(asLine),
    );
    expect(await everything(where)).toEqual(before);
  });

  it('tells all of it from its own process too, which ends with exit code 1', async () => {
    freshFiles();
    const { code, said } = await run({ ...where, ...everyKindOfFault() });
    const lines = said.split('\n').filter((line) => line.startsWith('  '));
    expect([code, lines]).toEqual([1, [...TOLD.settings, ...TOLD.files].map(asLine)]);
    expect(await everything(where)).toEqual(before);
  });

  it.each<Fault>([
    appended(QUESTIONS),
    {
      what: 'a port that is taken',
      says: /PORT, HOST: the bot cannot listen on 127\.0\.0\.1:\d+/u,
      settings: { PORT: 'taken' },
    },
  ])('ends its process with exit code 1: $what', async ({ says, spoil, settings }) => {
    freshFiles();
    spoil?.();
    const { code, said } = await run({
      ...where,
      ...settings,
      ...(settings?.['PORT'] === 'taken' && { PORT: takenPort }),
    });
    expect([code, said]).toEqual([1, expect.stringMatching(says)]);
    expect(said).not.toMatch(/^\s+at /mu);
    expect(await everything(where)).toEqual(before);
  });
});

describe.each(stores)('a start that fails when the database is open closes it again, on %s', (_, make) => {
  /** Nobody holds the folder, or a connection, any longer. */
  const expectClosed = (where: Settings) =>
    vi.waitFor(() =>
      inDatabase(where, async ({ kind, pool }) => {
        const others = `SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;
        const { rows } = kind === 'postgres' ? await pool.query(others) : { rows: [{ count: 0 }] };
        expect(rows).toEqual([{ count: 0 }]);
      }),
    );

  it('when it holds a municipality that has no rules, and changes nothing', async () => {
    freshFiles();
    const where = await make();
    const before = await earlierLife(where);
    await inDatabase(where, async (database) => {
      const channel = {
        municipality: 'atlantis',
        id: '19:a@thread',
        serviceUrl: 'https://x',
        tenant: 't',
        name: '',
      };
      await (await createStore(database)).bindChannel(channel, 'anna', NOW);
    });
    await expect(
      startApp({ environment: complete(where), rulesDir: join(checkout, 'rules') }),
    ).rejects.toThrow('rules/atlantis.yaml: missing; the database holds comments of atlantis');
    await expectClosed(where);
    const { policy, account } = await everything(where);
    expect({ policy, account }).toEqual({ policy: before['policy'], account: before['account'] });
  });

  it('when somebody takes its port meanwhile', async () => {
    const where = await make();
    const port = await freePort(0);
    const thief = createServer();
    // The clock is asked when everything is open and nothing listens yet.
    const now = () => {
      if (!thief.listening) thief.listen(port, '127.0.0.1');
      return NOW;
    };
    const start = startApp({ environment: complete({ ...where, PORT: String(port) }), clock: { now } });
    await expect(start).rejects.toThrow(`PORT, HOST: the bot cannot listen on 127.0.0.1:${port}`);
    thief.close();
    await expectClosed(where);
  });
});

it.each<[string, Settings, RegExp]>([
  [
    'PostgreSQL does not answer',
    { DATABASE_URL: 'postgres://kv@127.0.0.1:1/kv' },
    /DATABASE_URL: no connection/u,
  ],
  ['the data folder cannot be made', { DATA_DIR: '/dev/null/data' }, /DATA_DIR/u],
])('a start ends when %s, though it has begun to train its model', async (_, settings, says) => {
  freshFiles();
  const MODEL_DIR = mkdtempSync(join(checkout, 'model-'));
  const { code, said } = await run({ ...settings, MODEL_DIR });
  expect([code, said]).toEqual([1, expect.stringMatching(says)]);
  // Trained to its end, the model would have been kept.
  expect(readdirSync(MODEL_DIR)).toEqual([]);
});
