import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { createVault } from '../../src/app/token-vault.ts';
import { loadCards } from '../../src/chat/cards/load-cards.ts';
import { clockVerdict } from '../../src/cli/doctor/check-clock.ts';
import { checkTown } from '../../src/cli/doctor/check-town.ts';
import { checkVersions } from '../../src/cli/doctor/check-versions.ts';
import type { Diagnosis } from '../../src/cli/doctor/diagnosis.ts';
import { addDoctor } from '../../src/cli/doctor.ts';
import { addTokens } from '../../src/cli/tokens.ts';
import type { AccountsFile } from '../../src/config/accounts-file.ts';
import { startGraph } from '../../src/local/graph/server.ts';
import type { Store } from '../../src/ports/store.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { copyEmbeddedTemplate, createPostgresDatabase, makeDataFolder } from '../fakes/databases.ts';
import { type KvAnswer, runKv, runKvHere } from '../fakes/kv.ts';
import { policyOf } from '../fakes/situations.ts';
import type { Filling } from '../fakes/templates.ts';
import { inTurn } from '../soak/form.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const folder = makeDataFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Settings = Record<string, string>;

/** Runs `kv doctor` as a program of its own, with these settings and no others, in a folder that has nothing in it. */
const doctor = async (settings: Settings, args: readonly string[] = []) =>
  withFound(await runKv(['doctor', ...args], { cwd: folder, settings: { DATA_DIR: NOTHING, ...settings } }));

/** The same without a process of its own, where it is what is found that counts. */
const examine = async (settings: Settings, args: readonly string[] = []) =>
  withFound(await runKvHere(addDoctor, ['doctor', ...args], { DATA_DIR: NOTHING, ...settings }));

const NOTHING = join(folder, 'nothing');
const withFound = (answer: KvAnswer) => ({ ...answer, found: answer.lines as Diagnosis[] });
type Answer = ReturnType<typeof withFound>;
const of = ({ found }: Answer, check: Diagnosis['check']) => found.filter((one) => one.check === check);
const ills = ({ found }: Answer) => found.filter(({ ok }) => !ok);

const page = {
  ...{ municipality: 'filipstad', id: '1000', name: 'Kim Testsson', token: 'hemligt-token' },
  posts: [{ hoursAgo: 1, message: 'Hej' }],
};
const other = { ...page, id: '4000', token: 'hemligt-annan-token' };
const graph = await startGraph({ pages: [page, other] });
graph.state.users.push({ id: '77', token: 'hemligt-person' });
afterAll(() => graph.close());

const SECRETS: Settings = {
  MICROSOFT_APP_ID: 'app-id',
  MICROSOFT_APP_PASSWORD: 'hemligt-app',
  MICROSOFT_APP_TENANT_ID: 'tenant',
  META_APP_SECRET: 'hemligt-meta',
  META_VERIFY_TOKEN: 'hemligt-verify',
  INTAKE_SECRET: 'hemligt-intake',
  PAGE_TOKEN: 'hemligt-token',
  EVIDENCE_KEY: Buffer.alloc(32, 9).toString('base64'),
  // Nobody is there, unless a test says who.
  ...Object.fromEntries(
    ['YOUTUBE_API_URL', 'YOUTUBE_TOKEN_URL', 'LINKEDIN_API_URL'].map((name) => [name, 'http://127.0.0.1:9']),
  ),
  FACEBOOK_API_URL: `${graph.url}/v26.0`,
};
const ACCOUNT = '{ platform: facebook, account: "1000", name: Kim Testsson, token: "env:PAGE_TOKEN" }';

let written = 0;
/** Writes an accounts file. @returns all settings, with it and with what opens the store */
function settingsWith(accounts: string, where: Settings = {}): Settings {
  const file = join(folder, `accounts-${++written}.yaml`);
  writeFileSync(file, accounts);
  return { ...SECRETS, ACCOUNTS_FILE: file, ...where };
}
const wellStaffed = `filipstad: { leads: [anna], duty: bo, rota: [bo, anna], accounts: [${ACCOUNT}] }`;
const row = {
  municipality: 'filipstad',
  platform: 'facebook',
  account: '1000',
  name: 'Kim Testsson',
} as const;

const stores = inTurn<readonly [string, (filling?: Filling) => Promise<Settings>]>([
  ['the embedded database', async (filling) => ({ DATA_DIR: copyEmbeddedTemplate(filling) })],
  ['PostgreSQL', async (filling) => ({ DATABASE_URL: await createPostgresDatabase(filling) })],
]);

const optionsOf = ({ DATA_DIR: dataDir = '', DATABASE_URL: databaseUrl }: Settings) => ({
  dataDir,
  ...(databaseUrl !== undefined && { databaseUrl }),
});

/** Does what the bot does at its start and later, and lets go of the store. */
async function inStore(where: Settings, act: (store: Store) => Promise<unknown>): Promise<void> {
  const database = await openDatabase<unknown>(optionsOf(where));
  const key = where['EVIDENCE_KEY'];
  const store = await createStore(database, key ? { evidenceKey: Buffer.from(key, 'base64') } : {});
  await act(store);
  await database.close();
}
const bind = (store: Store) =>
  store.bindChannel(
    { municipality: 'filipstad', id: '19:a@thread', serviceUrl: 'https://x', tenant: 't', name: '' },
    'anna',
    systemClock.now(),
  );

/** A rules folder in which Filipstad has all that its reply templates ask for. */
function rulesWithContacts(): string {
  const rules = mkdtempSync(join(folder, 'rules-'));
  cpSync(join(ROOT, 'rules'), rules, { recursive: true });
  const file = join(rules, 'filipstad.yaml');
  const filled = readFileSync(file, 'utf8').replace(
    'contacts: {}',
    'contacts: { växelns nummer: 0590-000 00 }',
  );
  writeFileSync(file, filled);
  return rules;
}

describe.each(stores)('kv doctor on %s', (name, make) => {
  it('finds nothing wrong where everything is in order, and says no secret and no name', async () => {
    const where = await make();
    await inStore(where, async (store) => {
      await store.declareAccounts([{ ...row, trial: false }]);
      await store.contacted({ ...row, trial: false }, systemClock.now());
      await bind(store);
    });
    const answer = await doctor(settingsWith(wellStaffed, where), ['--rules', rulesWithContacts()]);
    expect([answer.code, answer.stderr, ills(answer)]).toEqual([0, '', []]);
    expect(answer.found.filter(({ warning }) => warning)).toEqual([]);
    const checks = [
      'settings',
      'rules',
      'cards',
      'model',
      'clock',
      'hours',
      'duty',
      'rota',
      'store',
      'inbox',
      'pictures',
      'hand-over',
      'binding',
      'contact',
      'platform',
      'unconfirmed',
      'keeping',
      'recipients',
    ];
    expect(new Set(answer.found.map(({ check }) => check))).toEqual(new Set(checks));
    expect(of(answer, 'clock')).toHaveLength(name === 'PostgreSQL' ? 2 : 1);
    expect(answer.stdout).not.toMatch(/hemligt|Kim|anna|"bo"/u);
  });

  it('names a channel that an account asks for and nobody has bound, and where its cards go', async () => {
    const where = await make();
    await inStore(where, bind);
    const accounts = wellStaffed.replace('account: "1000"', 'account: "1000", channel: kultur');
    const bindings = async () =>
      of(await examine(settingsWith(accounts, where)), 'binding').map(({ ok, says, cure }) => [
        ok,
        says,
        cure,
      ]);
    const main = [true, 'a channel is bound to it', undefined];
    expect(await bindings()).toEqual([
      main,
      [
        true,
        'no channel is bound to it as kultur: the cards of facebook 1000 go to its main channel',
        'a lead writes "@Kommentarsvakten koppla filipstad kultur" in the channel',
      ],
    ]);
    const department = { municipality: 'filipstad', id: '19:k@thread', serviceUrl: 'https://x', tenant: 't' };
    await inStore(where, (store) =>
      store.bindChannel({ ...department, name: 'kultur' }, 'anna', systemClock.now()),
    );
    expect(await bindings()).toEqual([main]);
  });

  it('counts what was delivered and stands unread, and names an account that nobody has configured', async () => {
    const where = await make();
    const receivedAt = systemClock.now();
    await inStore(where, async (store) => {
      await store.declareAccounts([{ ...row, trial: false }]);
      const town = { account: '1000', municipality: 'filipstad' };
      await store.keepDeliveries('facebook', [{ body: Buffer.from('Hemlighet'), receivedAt, app: null }]);
      const [delivery] = await store.claimDeliveries(1, 1000);
      if (!delivery) throw new Error('no delivery');
      const unread = [
        { ...town, why: 'message', body: Buffer.from('Hemlighet 1') },
        { ...town, why: 'message', body: Buffer.from('Hemlighet 2') },
        { ...town, why: 'message', body: Buffer.from('Hemlighet 2') },
        { ...town, why: 'odd-change', body: Buffer.from('Hemlighet 3') },
        { account: '999', municipality: null, why: 'unknown-account', body: Buffer.from('4') },
        { account: '1000', municipality: null, why: 'foreign-app', body: Buffer.from('5') },
        { account: null, municipality: null, why: 'no-json', body: Buffer.from([0, 255]) },
      ] as const;
      const kept = await store.deliveriesRead([{ delivery, unread, tellsOf: [] }]);
      expect(kept).toHaveLength(6);
    });
    const answer = await examine(settingsWith(wellStaffed, where));
    expect(
      of(answer, 'inbox').map(({ ok, warning, says, municipality }) => [ok, warning, says, municipality]),
    ).toEqual([
      [
        true,
        true,
        'facebook 999: nobody has configured this account; deliveries of it kept unread: 1',
        undefined,
      ],
      [
        true,
        true,
        'facebook 1000: told of by an app that does not speak for it; deliveries kept unread and not believed: 1',
        undefined,
      ],
      [true, true, 'facebook: kept as it came, but not read: 1 no-json', undefined],
      [true, true, 'facebook 1000: kept as it came, but not read: 2 message, 1 odd-change', 'filipstad'],
    ]);
    expect(answer.stdout).not.toContain('Hemlighet');
  });

  it('warns of what is allowed but rarely meant, and exits 0', async () => {
    const where = await make();
    await inStore(where, async (store) => {
      await store.declareAccounts([{ ...row, trial: true }]);
      await store.contacted({ ...row, trial: true }, systemClock.now());
      await bind(store);
    });
    const answer = await examine(settingsWith(`filipstad: { leads: [anna], accounts: [${ACCOUNT}] }`, where));
    expect([answer.code, ills(answer)]).toEqual([0, []]);
    const warnings = answer.found.filter(({ warning }) => warning);
    expect(warnings.map(({ check, municipality }) => [check, municipality])).toEqual([
      ['templates', 'filipstad'],
      ['duty', 'filipstad'],
      ['rota', 'filipstad'],
      ['trial', 'filipstad'],
    ]);
    expect(warnings.map(({ cure }) => cure)).toEqual([
      expect.stringMatching(/^add "växelns nummer: <value>" to contacts in .*filipstad\.yaml$/u),
      expect.stringContaining('add duty: <Entra object id> to filipstad in'),
      expect.stringContaining('add rota: [<Entra object id>] to filipstad in'),
      expect.stringContaining('@Kommentarsvakten provläge av 1000'),
    ]);
  });

  it('tells what does not work yet, each with its cure, and exits 1', async () => {
    const where = await make();
    const old = { ...row, account: '2000', trial: false };
    await inStore(where, async (store) => {
      await store.declareAccounts([{ ...row, trial: false }, old]);
      await store.contacted(old, systemClock.now().subtract({ hours: 24 * 14 }));
    });
    const accounts = [ACCOUNT, ACCOUNT.replace('1000', '2000'), ACCOUNT.replace('1000', '3000')];
    const answer = await doctor(
      settingsWith(`filipstad: { leads: [a], duty: b, rota: [b], accounts: [${accounts}] }`, where),
    );
    expect(answer.code).toBe(1);
    // The one token is no other account's.
    expect(of(answer, 'platform').map(({ ok }) => ok)).toEqual([true, false, false]);
    expect(ills(answer).filter(({ check }) => check !== 'platform')).toEqual([
      expect.objectContaining({
        check: 'binding',
        municipality: 'filipstad',
        cure: expect.stringContaining('koppla filipstad'),
      }),
      expect.objectContaining({ check: 'contact', says: 'facebook 1000: no contact yet' }),
      expect.objectContaining({
        check: 'contact',
        says: expect.stringMatching(/^facebook 2000: last contact .* more than a working day ago$/u),
        cure: expect.stringMatching(/sammanställning.*PAGE_TOKEN/u),
      }),
      expect.objectContaining({
        check: 'contact',
        says: expect.stringContaining('3000'),
        cure: 'start the bot',
      }),
    ]);
  });

  it('tells of a schema that is behind, and leaves it so', async () => {
    const where = await make('empty');
    for (let round = 0; round < 2; round += 1) {
      const answer = await examine(settingsWith(wellStaffed, where));
      expect(answer.code).toBe(1);
      expect(ills(answer)).toEqual([
        expect.objectContaining({ check: 'store', says: expect.stringContaining('0001-loop, 0002-clock') }),
      ]);
    }
  });

  it('tells of a database that is newer than the program', async () => {
    const where = await make();
    await inStore(where, async () => undefined);
    const database = await openDatabase(optionsOf(where));
    await database.pool.query(`INSERT INTO migration (name, sha256) VALUES ('9999-later', 'x')`);
    await database.close();
    const answer = await examine(settingsWith(wellStaffed, where));
    expect(ills(answer)).toEqual([
      expect.objectContaining({ check: 'store', says: expect.stringContaining('9999-later') }),
    ]);
  });

  it('tells of rules that the database needs and nobody has', async () => {
    const where = await make();
    await inStore(where, async (store) => {
      await store.bindChannel(
        { municipality: 'atlantis', id: '19:b@thread', serviceUrl: 'https://x', tenant: 't', name: '' },
        'anna',
        systemClock.now(),
      );
    });
    const answer = await examine(settingsWith(wellStaffed, where));
    expect(ills(answer)).toContainEqual(
      expect.objectContaining({
        check: 'rules',
        says: expect.stringContaining('rules/atlantis.yaml: missing'),
      }),
    );
  });
});

describe('what kv doctor hears of the platforms', () => {
  const change = (changed: Partial<(typeof graph.state.pages)[number]>) =>
    Object.assign(simulated(), changed);
  const simulated = () => {
    const found = graph.state.pages.find(({ id }) => id === page.id);
    if (!found) throw new Error('no such page');
    return found;
  };
  const healthy = { ...simulated() };
  afterEach(() => void change(healthy));
  const inDays = (days: number) =>
    systemClock
      .now()
      .add({ hours: 24 * days })
      .toString();
  const heard = async (settings: Settings = {}, accounts = wellStaffed) => {
    const answer = await examine({ ...settingsWith(accounts), ...settings });
    expect(answer.stdout).not.toContain('hemligt');
    return of(answer, 'platform').map(({ ok, warning, says, cure }) => ({ ok, warning, says, cure }));
  };
  const INSTAGRAM = `filipstad: { leads: [anna], accounts: [{ platform: instagram, account: "5000", page: "1000", name: A, token: "env:PAGE_TOKEN" }] }`;

  it('is asked without a store too, and tells of the ends that are known', async () => {
    expect(await heard()).toEqual([
      {
        ok: true,
        says: 'facebook 1000: the platform answers; token does not end; consent does not end',
      },
    ]);
  });

  it.each<[string, Settings, string, string]>([
    [
      "a person's token",
      { PAGE_TOKEN: 'hemligt-person' },
      'user-token 77',
      "PAGE_TOKEN holds a person's token",
    ],
    [
      "another account's token",
      { PAGE_TOKEN: 'hemligt-annan-token' },
      'other-account 4000',
      "PAGE_TOKEN holds another account's token",
    ],
    ['a dead token', { PAGE_TOKEN: 'hemligt-okänd' }, 'token-dead', 'put it in PAGE_TOKEN'],
  ])('names %s, with its cure', async (_, settings, says, cure) => {
    const [one] = await heard(settings);
    expect(one).toMatchObject({ ok: false, says: expect.stringContaining(`facebook 1000: ${says}`) });
    expect(one?.cure).toContain(cure);
  });

  it('names a Page without the Instagram link, with its cure', async () => {
    change({ scopes: [...healthy.scopes] });
    expect(await heard({}, INSTAGRAM)).toMatchObject([
      {
        ok: false,
        says: expect.stringMatching(/^instagram 5000: not-linked;.*not told: fields$/u),
        cure: expect.stringContaining('link Instagram account 5000 to Page 1000'),
      },
    ]);
  });

  it('names missing permissions and a missing subscription, and warns of missing fields', async () => {
    change({ scopes: ['pages_show_list'], subscribedFields: [] });
    const found = await heard();
    expect(found.map(({ ok, warning }) => [ok, warning])).toEqual([
      [false, undefined],
      [false, undefined],
    ]);
    expect(found[0]?.cure).toMatch(/^give the app pages_read_engagement, /u);
    expect(found[1]?.cure).toContain('subscribed_apps?subscribed_fields=feed');
    change({ ...healthy, subscribedFields: ['feed'] });
    expect(await heard()).toMatchObject([
      { ok: true, warning: true, says: expect.stringContaining('mention') },
    ]);
  });

  it('warns 14 days before a token or a consent ends, and no earlier', async () => {
    change({ tokenEndsAt: inDays(15), consentEndsAt: inDays(15) });
    expect(await heard()).toMatchObject([{ ok: true, warning: undefined }]);
    change({ tokenEndsAt: inDays(13), consentEndsAt: inDays(-1) });
    expect(await heard()).toMatchObject([
      { ok: true, warning: true, says: expect.stringMatching(/token ends \d{4}-/u) },
      {
        ok: false,
        says: expect.stringMatching(/consent ends \d{4}-/u),
        cure: expect.stringContaining('consent'),
      },
    ]);
  });

  it('says which platform does not answer, and tells of the rest all the same', async () => {
    const two = wellStaffed.replace(
      `[${ACCOUNT}]`,
      `[${ACCOUNT}, { platform: linkedin, account: "9", name: L, token: "env:PAGE_TOKEN" }]`,
    );
    const found = await heard({ LINKEDIN_CLIENT_SECRET: 'hemligt-li', LINKEDIN_VERSION: '202611' }, two);
    expect(found.map(({ ok }) => ok)).toEqual([true, false]);
    expect(found[1]?.says).toMatch(/^linkedin 9: the platform does not say how it stands: transient/u);
  });

  it('says what nobody has confirmed, once for each platform that is used', async () => {
    const found = of(await examine(settingsWith(wellStaffed)), 'unconfirmed');
    expect(found.map(({ ok, says }) => [ok, says.split(':')[0]])).toEqual([[true, 'facebook']]);
  });
});

describe('kv doctor on the hand-over', () => {
  it('says what is set, what can be written in now, and what did not come through', async () => {
    const where = { DATA_DIR: copyEmbeddedTemplate() };
    const open = join(folder, 'ut');
    mkdirSync(open);
    await inStore(where, bind);
    const handOver = async (register: string) =>
      of(
        await examine(settingsWith(wellStaffed.replace(/ \}$/u, `, register: ${register} }`), where)),
        'hand-over',
      );
    expect(of(await examine(settingsWith(wellStaffed, where)), 'hand-over')).toMatchObject([
      { ok: true, municipality: 'filipstad', says: expect.stringContaining('nothing is set') },
    ]);
    expect(await handOver(`{ folder: ${open} }`)).toMatchObject([
      { ok: true, says: 'folder; 0 handed over, 0 wait, 0 failed, 0 unknown' },
      { ok: true, warning: true, says: expect.stringContaining('no secretFolder') },
    ]);
    expect(await handOver(`{ folder: ${open}, secretFolder: ${join(folder, 'ingen')} }`)).toMatchObject([
      { ok: true },
      { ok: false, says: expect.stringMatching(/^secretFolder: .*ENOENT/u) },
    ]);
    await inStore(where, async (store) => {
      await store.declareHandoverWays([{ municipality: 'filipstad', way: 'folder' }]);
      await store.secureEntry('filipstad', systemClock.now(), {
        ...({ kind: 'request', direction: 'in', ticket: null, comment: null, documentAt: null } as const),
        ...{ receivedAt: null, subject: 'Begäran', ground: null, secret: false, by: 'kv' },
        ...{ sender: null, recipient: null, protectedSubject: null },
      });
      const claimed = await store.claimHandover(systemClock.now(), 60_000);
      if (claimed) await store.handoverEnded(claimed, systemClock.now(), { state: 'failed', error: 'x' });
    });
    expect((await handOver(`{ folder: ${open} }`))[0]).toMatchObject({
      ok: false,
      says: 'folder; 0 handed over, 0 wait, 1 failed, 0 unknown',
      cure: expect.stringContaining('kv handover --municipality filipstad'),
    });
  });
});

describe('kv doctor on stored pictures', () => {
  it('says what a key in the database is worth, and which pictures a wrong one leaves closed', async () => {
    const where = { DATA_DIR: copyEmbeddedTemplate() };
    const pictures = async (settings: Settings) =>
      of(await examine(settingsWith(wellStaffed, { ...where, ...settings })), 'pictures');
    await inStore(where, async (store) => {
      const [raw, createdAt] = [Buffer.from('{}'), systemClock.now()];
      const comment = {
        ...({ platform: 'facebook', account: '1000', externalId: '1', text: 'Hej', own: false } as const),
        ...{ author: {}, attachments: [], createdAt, writtenAt: createdAt },
      };
      const items = [{ key: 'one', raw, comment }];
      await store.archive({
        municipality: 'filipstad',
        source: 'test',
        receivedAt: createdAt,
        sha256: '',
        items,
      });
      const [waiting] = await store.unscreened(1, []);
      const files = [{ bytes: Buffer.from('bild'), contentType: 'image/png' }];
      await store.storeAttachments('filipstad', waiting?.comment ?? '', 1, files, createdAt);
    });
    expect(await pictures({ EVIDENCE_KEY: '' })).toMatchObject([
      { ok: true, warning: true, says: expect.stringContaining('1 stored pictures can be opened') },
    ]);
    expect(await pictures({})).toMatchObject([
      { ok: true, says: expect.stringContaining('EVIDENCE_KEY seals') },
    ]);
    await inStore({ ...where, EVIDENCE_KEY: SECRETS['EVIDENCE_KEY'] ?? '' }, (store) => store.sealSome(9));
    expect(await pictures({})).toHaveLength(1);
    expect(await pictures({ EVIDENCE_KEY: Buffer.alloc(32, 8).toString('base64') })).toMatchObject([
      { ok: true },
      { ok: false, says: expect.stringContaining('1 stored pictures were sealed with another key') },
    ]);
  });

  it.each([
    ['EVIDENCE_KEY', 'kort', 'expected 32 bytes in base64'],
    ['SUSPECTED_PUBLIC_KEY', 'ingen nyckel', 'expected the PEM of a public RSA key'],
  ])('refuses a %s that is none: %s', async (name, value, expected) => {
    const answer = await examine(settingsWith(wellStaffed, { [name]: value }));
    expect(
      ills(answer)
        .map(({ says }) => says)
        .join(),
    ).toContain(`${name}: ${expected}`);
  });
});

describe('kv doctor on refreshed tokens', () => {
  const onYouTube = `filipstad: { leads: [anna], accounts: [{ platform: youtube, account: UC1, name: Y, token: "env:PAGE_TOKEN" }] }`;
  const YOUTUBE = { YOUTUBE_CLIENT_ID: 'client', YOUTUBE_CLIENT_SECRET: 'hemligt-yt' };
  const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
  const tokens = async (settings: Settings) => {
    const answer = await examine(settingsWith(onYouTube, { ...YOUTUBE, ...settings }));
    expect(answer.stdout).not.toContain('hemligt');
    return of(answer, 'tokens');
  };

  it('says what is lost without a key and how to make one, and which key is wrong', async () => {
    const where = { DATA_DIR: copyEmbeddedTemplate() };
    await inStore(where, async () => undefined);
    const command = /^set TOKEN_KEY to what this prints.*node -e "(.+)"$/u;
    const [without] = await tokens(where);
    expect(without).toMatchObject({ ok: true, warning: true, cure: expect.stringMatching(command) });
    expect(await tokens({ ...where, TOKEN_KEY: key(1) })).toMatchObject([{ ok: true }]);
    await inStore(where, (store) =>
      createVault(store, Buffer.alloc(32, 1), () => undefined)
        .keptFor((account) => ({ municipality: 'filipstad', platform: 'youtube', account }))
        .keep('UC1', 'hemligt-token', 'hemligt-nytt'),
    );
    expect(await tokens({ ...where, TOKEN_KEY: key(1) })).toMatchObject([{ ok: true }]);
    for (const wrong of [{ TOKEN_KEY: key(2) }, {}])
      expect(await tokens({ ...where, ...wrong })).toMatchObject([
        {
          ok: false,
          says: expect.stringContaining('TOKEN_KEY'),
          cure: expect.stringContaining('tokens --forget'),
        },
      ]);
  });

  it('forgets them where the key is lost, and lists whose they were', async () => {
    const where = { DATA_DIR: copyEmbeddedTemplate() };
    const owner = { municipality: 'filipstad', platform: 'youtube', account: 'UC1' } as const;
    await inStore(where, (store) =>
      store.putSealedToken(owner, { sealed: Buffer.alloc(40), given: Buffer.alloc(32) }),
    );
    expect((await runKvHere(addTokens, ['tokens'], where)).lines).toEqual([owner]);
    expect((await runKvHere(addTokens, ['tokens', '--forget'], where)).lines).toEqual([owner]);
    expect((await runKvHere(addTokens, ['tokens'], where)).lines).toEqual([]);
  });

  it.each(['kort', Buffer.alloc(31).toString('base64')])(
    'refuses a key that is none: %s',
    async (TOKEN_KEY) => {
      const answer = await examine(settingsWith(wellStaffed, { TOKEN_KEY }));
      expect(ills(answer).map(({ says }) => says)).toContain('TOKEN_KEY: expected 32 bytes in base64');
    },
  );
});

describe('kv doctor', () => {
  it('names every missing and every wrong setting in one round, as the environment has them', async () => {
    const file = settingsWith(wellStaffed)['ACCOUNTS_FILE'] ?? '';
    const answer = await doctor({ PORT: 'hemligt', BOT_LOGIN_URL: 'login', ACCOUNTS_FILE: file });
    expect(answer.code).toBe(1);
    const named = of(answer, 'settings').map(({ says }) => says.split(':')[0]);
    expect(named).toEqual([
      'PORT',
      'BOT_LOGIN_URL',
      'PAGE_TOKEN',
      'META_APP_SECRET',
      'META_VERIFY_TOKEN',
      'INTAKE_SECRET',
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_TENANT_ID',
      'MICROSOFT_APP_PASSWORD',
    ]);
    expect(of(answer, 'settings').every(({ ok, cure }) => !ok && cure?.includes('.env.example'))).toBe(true);
    expect(answer.stdout).not.toContain('hemligt');
  });

  describe('with an account on LinkedIn', () => {
    const onLinkedIn = (more = '', account = '"96072893"') =>
      `ludvika: { leads: [anna], duty: bo, rota: [bo], accounts: [{ platform: linkedin, account: ${account}, name: Ludvika, token: "env:PAGE_TOKEN"${more} }] }`;
    const LINKEDIN = { LINKEDIN_CLIENT_SECRET: 'hemligt-linkedin', LINKEDIN_VERSION: '202611' };
    const said = (answer: Answer, check: Diagnosis['check']) => of(answer, check).map(({ says }) => says);

    it('names the secret that is missing for it, and for it alone', async () => {
      const answer = await examine(settingsWith(onLinkedIn()));
      expect(ills(answer).map(({ says }) => says)).toContainEqual(
        expect.stringMatching(/^LINKEDIN_CLIENT_SECRET: missing; .* linkedin account 96072893 of ludvika$/u),
      );
      expect(said(await examine(settingsWith(onLinkedIn(), LINKEDIN)), 'settings').join()).toContain(
        'all are there',
      );
      expect(said(await examine(settingsWith(wellStaffed)), 'settings').join()).toContain('all are there');
    });

    it.each<[string, string, Settings]>([
      [
        'ludvika.accounts[0].account: expected the number in urn:li:organization:<number>',
        onLinkedIn('', '"urn:li:organization:1"'),
        {},
      ],
      ['ludvika.accounts[0].keep: expected law or a number of days', onLinkedIn(', keep: ever'), {}],
      [
        'LINKEDIN_VERSION: expected a year and a month, such as 202610',
        onLinkedIn(),
        { LINKEDIN_VERSION: '202613' },
      ],
      [
        'LINKEDIN_APPLICATION_ID: expected the number of the app',
        onLinkedIn(),
        { LINKEDIN_APPLICATION_ID: 'x' },
      ],
    ])('refuses what cannot be right: %s', async (problem, accounts, settings) => {
      const answer = await examine(settingsWith(accounts, { ...LINKEDIN, ...settings }));
      expect(ills(answer).map(({ says }) => says)).toContainEqual(expect.stringContaining(problem));
    });

    it.each(['', ', keep: law', ', keep: 2'])(
      'says what it rests on how long its comments are kept, where terms and law pull apart: %s',
      async (keep) => {
        const found = of(await examine(settingsWith(onLinkedIn(keep), LINKEDIN)), 'keeping');
        expect(found).toMatchObject([{ municipality: 'ludvika', ok: true, warning: true }]);
        expect(found[0]?.says).toContain('terms and law pull apart');
        const rests =
          keep === ', keep: 2' ? 'kept 2 days, which rests on a disposal decision' : 'arkivlagen 10 §';
        expect(found[0]?.says).toContain(rests);
      },
    );

    it('warns nine months after the month of the version that it speaks', () => {
      const accounts = { ludvika: { accounts: [{ platform: 'linkedin' }] } } as unknown as AccountsFile;
      const reading = { settings: { LINKEDIN_VERSION: '202602' }, accounts };
      const at = (instant: string) => checkVersions(reading, Temporal.Instant.from(instant));
      expect(at('2026-10-31T23:59:59Z')).toMatchObject([{ ok: true, says: 'LINKEDIN_VERSION is 202602' }]);
      expect(at('2026-11-01T00:00:00Z')).toMatchObject([{ ok: true, warning: true }]);
      expect(checkVersions({ ...reading, accounts: {} }, systemClock.now())).toEqual([]);
    });
  });

  it('asks for no password where a managed identity needs none', async () => {
    const { MICROSOFT_APP_PASSWORD: _, ...rest } = settingsWith(wellStaffed);
    expect(of(await examine(rest), 'settings')[0]?.ok).toBe(false);
    const answer = await examine({ ...rest, MICROSOFT_APP_TYPE: 'UserAssignedMSI' });
    expect(of(answer, 'settings')).toEqual([expect.objectContaining({ ok: true })]);
  });

  it.each([
    ['is not there', null, 'ENOENT'],
    ['is no YAML', 'filipstad: { leads: [a], token: EAAB-hemligt', '.yaml:1: expected YAML'],
    ['names nobody', 'filipstad: { leads: [] }', 'filipstad.leads: expected at least one lead'],
    ['names a municipality without rules', 'atlantis: { leads: [a] }', 'atlantis: expected one of'],
  ])(
    'an accounts file that %s is told of with its place, and nothing of it is shown',
    async (_, content, said) => {
      const settings = settingsWith(content ?? '');
      if (content === null) rmSync(settings['ACCOUNTS_FILE'] ?? '');
      const answer = await examine(settings);
      expect(answer.code).toBe(1);
      expect(of(answer, 'settings').filter(({ ok }) => !ok)).toEqual([
        expect.objectContaining({
          says: expect.stringContaining(said),
          cure: expect.any(String),
        }),
      ]);
      expect(of(answer, 'settings')[0]?.says).toContain(settings['ACCOUNTS_FILE']);
      expect(answer.stdout).not.toContain('hemligt');
    },
  );

  it.each(['rules', 'cards'] as const)(
    'tells of a broken %s folder, and of the rest all the same',
    async (name) => {
      const broken = join(folder, `broken-${name}`);
      cpSync(join(ROOT, name), broken, { recursive: true });
      writeFileSync(join(broken, name === 'rules' ? 'ludvika.yaml' : 'ticket.json'), '{ "a": 1,');
      const answer = await examine(settingsWith(wellStaffed), [`--${name}`, broken]);
      expect(answer.code).toBe(1);
      expect(of(answer, name)).toEqual([
        expect.objectContaining({ ok: false, says: expect.stringMatching(/ludvika\.yaml|ticket\.json/u) }),
      ]);
      expect(of(answer, 'store')).toHaveLength(1);
      expect(of(answer, 'model')).toHaveLength(name === 'rules' ? 0 : 1);
    },
  );

  it('says that the bot holds the embedded database, and how both can look at it', async () => {
    const where = { DATA_DIR: copyEmbeddedTemplate() };
    const held = await openDatabase(optionsOf(where));
    const answer = await doctor(settingsWith(wellStaffed, where));
    await held.close();
    expect(answer.code).toBe(1);
    expect(of(answer, 'store')).toEqual([
      expect.objectContaining({ ok: false, cure: expect.stringMatching(/stop it first.*DATABASE_URL/u) }),
    ]);
  });

  it('makes no database where there is none', async () => {
    const dataDir = join(folder, 'unmade');
    const answer = await examine(settingsWith(wellStaffed, { DATA_DIR: dataDir }));
    expect(of(answer, 'store')).toEqual([
      expect.objectContaining({ ok: false, says: expect.stringContaining('holds no database yet') }),
    ]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('tells of a folder in which the model cannot be kept, and what to do', async () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    const where = { DATA_DIR: copyEmbeddedTemplate(), MODEL_DIR: file };
    const answer = await examine(settingsWith(wellStaffed, where));
    const says = expect.stringContaining(`cannot be kept in ${join(file, 'model')}: ENOTDIR`);
    const cure = expect.stringContaining('set MODEL_DIR');
    expect(of(answer, 'model')).toEqual([expect.objectContaining({ ok: true, warning: true, says, cure })]);
  });

  it('tells of a database that is damaged, and how to restore it', async () => {
    const where = { DATA_DIR: copyEmbeddedTemplate() };
    rmSync(join(where.DATA_DIR, 'db', 'PG_VERSION'));
    const answer = await examine(settingsWith(wellStaffed, where));
    const says = expect.stringContaining('PG_VERSION is missing');
    const cure = expect.stringContaining('restore the folder from a backup');
    expect(of(answer, 'store')).toEqual([expect.objectContaining({ ok: false, says, cure })]);
  });

  it('tells of a server that does not answer, without the password', async () => {
    const url = 'postgres://bot:hemligt@127.0.0.1:1/kommentarer';
    const answer = await doctor(settingsWith(wellStaffed, { DATABASE_URL: url }));
    expect(answer.code).toBe(1);
    expect(of(answer, 'store')).toEqual([
      expect.objectContaining({ ok: false, says: expect.stringContaining('DATABASE_URL') }),
    ]);
    expect(answer.stdout + answer.stderr).not.toContain('hemligt');
  });

  it.each([['an argument'], ['--unknown']])('refuses %s with exit code 2', async (...args) => {
    const { code, stdout, stderr } = await doctor({}, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });
});

describe('the clocks of the machine and the database', () => {
  it.each([
    [0, true],
    [5000, true],
    [5001, false],
    [Number.NaN, false],
  ])('%d ms apart: ok is %s', (apartMs, ok) => {
    expect(clockVerdict(apartMs).ok).toBe(ok);
  });
});

describe('the last contact with an account', () => {
  const policy = policyOf('filipstad');
  const town = {
    policy,
    cards: loadCards(join(ROOT, 'cards')).sv,
    reading: {
      settings: {},
      accounts: {
        filipstad: {
          leads: ['a'],
          registrars: [],
          rota: [],
          accounts: [{ ...row, platform: 'facebook' as const, token: 'env:PAGE_TOKEN', trial: false }],
        },
      },
    },
  };
  const contactAt = async (lastAt: string, now: string) => (await contactOf(lastAt, now))?.ok;
  const contactOf = async (lastAt: string, now: string, more: object = {}) => {
    const store = {
      channels: async () => [],
      contacts: async () => [
        {
          ...{ ...row, trial: false, lastAt: Temporal.Instant.from(lastAt) },
          ...{ webhookAt: null, listedAt: null, isListed: true, standing: null },
          ...more,
        },
      ],
    };
    const found = await checkTown({ ...town, now: Temporal.Instant.from(now) }, store);
    return found.find(({ check }) => check === 'contact');
  };
  const closes = (day: string) => `${day}T${policy.clock.closes}:00+02:00[Europe/Stockholm]`;

  it('says the last webhook and the last listing apart, and is ill where listing fails', async () => {
    const [webhookAt, listedAt] = ['2026-04-01T10:00:00Z', '2026-04-02T05:30:00Z'].map((at) =>
      Temporal.Instant.from(at),
    );
    const at = ['2026-04-02T06:00Z', '2026-04-02T12:00Z'] as const;
    expect(await contactOf(...at, { webhookAt, listedAt })).toMatchObject({
      ok: true,
      says: 'facebook 1000: last contact 2026-04-02T06:00:00Z, last webhook 2026-04-01T10:00:00Z, last listed 2026-04-02T05:30:00Z',
    });
    expect(await contactOf(...at, { isListed: false })).toMatchObject({
      ok: false,
      says: expect.stringMatching(
        /last webhook never, last listed never: what stands there cannot be listed$/u,
      ),
    });
  });

  // Maundy Thursday 2 April 2026: the next working day is Tuesday 7 April.
  it.each([
    ['the same day', '2026-04-02T06:00Z', '2026-04-02T12:00Z', true],
    ['over Easter', '2026-04-02T06:00Z', '2026-04-06T22:00Z', true],
    ['until the working day after it closes', '2026-04-02T06:00Z', closes('2026-04-07'), true],
    ['and no longer', '2026-04-02T06:00Z', '2026-04-07T21:00Z', false],
    ['late on a Saturday', '2026-04-11T21:30Z', '2026-04-13T06:30Z', true],
    ['late on a Saturday, and no digest on Monday', '2026-04-11T21:30Z', '2026-04-13T21:00Z', false],
  ])('holds %s', async (_, lastAt, now, ok) => {
    expect(await contactAt(lastAt, now)).toBe(ok);
  });
});

it('names what every reply template lacks, with file and path, for all towns while no account is configured', async () => {
  const answer = await doctor(SECRETS);
  const says = (town: string, path: string) =>
    expect.stringMatching(new RegExp(`rules.${town}\\.yaml: ${path}`, 'u'));
  expect(of(answer, 'templates').map(({ municipality, says: said }) => [municipality, said])).toEqual([
    [
      'angelholm',
      says('angelholm', 'templates\\[urgent\\]\\.text: \\{telefonnummer\\} has no value; its sentence'),
    ],
    ['eslov', says('eslov', 'templates\\[urgent\\]\\.text: \\{telefonnummer\\} has no value; its sentence')],
    [
      'filipstad',
      says('filipstad', 'templates\\[urgent\\]\\.text: \\{växelns nummer\\} has no value; its sentence'),
    ],
    [
      'vallentuna',
      says('vallentuna', 'templates\\[urgent\\]\\.text: \\{telefonnummer\\} has no value; its sentence'),
    ],
  ]);
});

it('names whose order of rules is our own reading, until somebody there has confirmed it', async () => {
  const answer = await doctor(SECRETS);
  expect(of(answer, 'order').map(({ municipality, warning }) => [municipality, warning])).toEqual([
    ['angelholm', true],
    ['eslov', true],
    ['ludvika', true],
  ]);
  expect(of(answer, 'order')[0]).toMatchObject({
    says: expect.stringMatching(
      /angelholm\.yaml: order: .* image-consent \(ANG-09\), harassment-discrimination \(ANG-11, ANG-13\)$/u,
    ),
    cure: expect.stringContaining('take `confirm: true` away'),
  });
});
