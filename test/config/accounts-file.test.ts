import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsFile } from '../../src/config/accounts-file.ts';
import { inspectConfig } from '../../src/config/config.ts';
import { RegisterSetting } from '../../src/config/register-settings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything that the bot needs beside its accounts. */
const SET = { META_APP_SECRET: 'm', META_VERIFY_TOKEN: 'v', INTAKE_SECRET: 'i', TOKEN: 't', OTHER: 'o' };

/** What an accounts file gives, with its folder left out of what is said of it. */
function read(lines: readonly string[], given: Record<string, string> = SET) {
  const file = join(folder, 'accounts.yaml');
  writeFileSync(file, lines.join('\n'));
  const { problems, config } = inspectConfig({ ...given, ACCOUNTS_FILE: file });
  return { config, problems: problems.map((problem) => problem.replaceAll(`${folder}/`, '')) };
}

/** One account a line, from line 4 on. */
const ludvika = (...accounts: string[]) => [
  'ludvika:',
  '  leads: [anna]',
  '  accounts:',
  ...accounts.map((account) => `    - { ${account} }`),
];

describe('an accounts file', () => {
  it.each<[string, string[], string[]]>([
    [
      'an unknown platform, with those that are known',
      ludvika('platform: tiktok, account: "1", name: L, token: "env:TOKEN"'),
      [
        'accounts.yaml:4: ludvika.accounts[0].platform: Invalid option: expected one of "facebook"|"instagram"|"youtube"|"linkedin"',
      ],
    ],
    [
      'what is missing, by the entry that lacks it',
      ludvika('platform: facebook, account: "1", name: L, token: "env:TOKEN"', 'account: "2", name: L'),
      [
        'accounts.yaml:5: ludvika.accounts[1].platform: missing',
        'accounts.yaml:5: ludvika.accounts[1].token: missing',
      ],
    ],
    [
      'a key that nobody knows',
      ['ludvika:', '  leads: [anna]', '  chef: bo'],
      ['accounts.yaml:3: ludvika.chef: Unrecognized key: "chef"'],
    ],
    [
      'an account that stands twice',
      ludvika(
        'platform: facebook, account: "1", name: L, token: "env:TOKEN"',
        'platform: facebook, account: "1", name: M, token: "env:TOKEN"',
      ),
      [
        'accounts.yaml:5: ludvika.accounts[1].account: the facebook account 1 already belongs to ludvika, accounts.yaml:4',
      ],
    ],
    [
      'an account that stands for two municipalities',
      [
        ...ludvika('platform: facebook, account: "1", name: L, token: "env:TOKEN"'),
        'eslov:',
        '  leads: [bo]',
        '  accounts: [{ platform: facebook, account: "1", name: E, token: "env:TOKEN" }]',
      ],
      [
        'accounts.yaml:7: eslov.accounts[0].account: the facebook account 1 already belongs to ludvika, accounts.yaml:4',
      ],
    ],
    [
      'a key that stands twice, at any depth',
      ['ludvika:', '  leads: [anna]', '  leads: [bo]', 'eslov: { leads: [a] }', 'ludvika: { leads: [c] }'],
      [
        'accounts.yaml:3: ludvika.leads: stands twice, first in line 2',
        'accounts.yaml:5: ludvika: stands twice, first in line 1',
      ],
    ],
    [
      'a token that is not set',
      ludvika('platform: facebook, account: "1", name: L, token: "env:NOWHERE"'),
      ['NOWHERE: missing; accounts.yaml:4 names it for ludvika.accounts[0].token'],
    ],
    [
      'an account without a lead of its own, and a backup without a duty',
      ludvika('platform: facebook, account: "1", name: L, token: "env:TOKEN", leads: [], dutyBackup: bo'),
      [
        'accounts.yaml:4: ludvika.accounts[0].leads: expected at least one lead, who can bind the channel',
        'accounts.yaml:4: ludvika.accounts[0].dutyBackup: expected beside a duty of the account’s own',
      ],
    ],
    [
      'absences and languages that are none',
      [
        'ludvika:',
        '  leads: [anna]',
        '  people:',
        '    anna:',
        '      language: norska',
        '      away:',
        '        - { from: 2026-02-30, to: 14 juli }',
        '        - { from: 2026-08-02, to: 2026-07-14 }',
      ],
      [
        'accounts.yaml:5: ludvika.people.anna.language: expected sv or en',
        'accounts.yaml:7: ludvika.people.anna.away[0].from: expected a day such as 2026-07-14',
        'accounts.yaml:7: ludvika.people.anna.away[0].to: expected a day such as 2026-07-14',
        'accounts.yaml:8: ludvika.people.anna.away[1].to: expected a day that is not before from',
      ],
    ],
    [
      'an alias of nothing',
      ['ludvika: { leads: [a] }', 'eslov: *other'],
      ['accounts.yaml:2: expected YAML: Unresolved alias (the anchor must be set before the alias): other'],
    ],
  ])('is told of %s, with the line', (_, lines, problems) => {
    expect(read(lines)).toEqual({ problems, config: null });
  });

  const ofLudvika = {
    facebook: 'platform: facebook, account: "1", name: L, token: "env:TOKEN"',
    linkedin: 'platform: linkedin, account: "2", name: L, token: "env:TOKEN"',
    youtube: 'platform: youtube, account: UC1, name: L, token: "env:TOKEN"',
  };
  const APPS = [
    '  intakeSecret: "env:OWN_INTAKE"',
    '  apps:',
    '    meta: { appSecret: "env:OWN_META", verifyToken: "env:OWN_VERIFY" }',
    '    linkedin: { clientSecret: "env:OWN_LINKEDIN" }',
    '    youtube: { clientId: "env:OWN_CLIENT", clientSecret: "env:OWN_GOOGLE" }',
  ];
  const OWN = {
    ...{
      OWN_INTAKE: 'a',
      OWN_META: 'b',
      OWN_VERIFY: 'c',
      OWN_LINKEDIN: 'd',
      OWN_CLIENT: 'e',
      OWN_GOOGLE: 'f',
    },
    ...{ TOKEN: 't', LINKEDIN_APPLICATION_ID: '77' },
  };
  const everywhere = ludvika(...Object.values(ofLudvika));

  it('with a municipality’s own apps asks for no app of the installation’s, and lets none show through', () => {
    const { config, problems } = read([...everywhere, ...APPS], OWN);
    expect(problems).toEqual([]);
    expect(config?.ownSettings.get('ludvika')).toEqual({
      META_APP_SECRET: 'b',
      META_VERIFY_TOKEN: 'c',
      LINKEDIN_CLIENT_SECRET: 'd',
      LINKEDIN_APPLICATION_ID: undefined,
      YOUTUBE_CLIENT_ID: 'e',
      YOUTUBE_CLIENT_SECRET: 'f',
    });
    expect(Object.keys(config?.ownSettings.get('ludvika') ?? {})).toContain('LINKEDIN_APPLICATION_ID');
    expect([...(config?.intakeSecrets ?? [])]).toEqual([['ludvika', 'a']]);
  });

  it('asks for the installation’s apps for those that have none, and says for whom', () => {
    const eslov = [
      'eslov:',
      '  leads: [bo]',
      '  accounts:',
      '    - { platform: instagram, account: "9", name: E, token: "env:TOKEN", page: "8" }',
    ];
    const why = 'accounts.yaml:15 has the instagram account 9 of eslov';
    expect(read([...everywhere, ...APPS, ...eslov], OWN).problems).toEqual([
      `META_APP_SECRET: missing; ${why}`,
      `META_VERIFY_TOKEN: missing; ${why}`,
      'INTAKE_SECRET: missing; accounts.yaml:12 names no intakeSecret for eslov',
    ]);
  });

  it.each([
    ['OWN_META', 'META_APP_SECRET', 9],
    ['OWN_LINKEDIN', 'LINKEDIN_CLIENT_SECRET', 10],
  ])('takes no %s that is the installation’s too', (name, setting, line) => {
    const shared = { ...OWN, [setting]: 'one', [name]: 'one' };
    expect(read([...everywhere, ...APPS], shared).problems).toEqual([
      `${name}: expected a secret that ludvika shares with nobody; accounts.yaml:${line} names it`,
    ]);
  });

  it('names a half app, and a secret that it holds itself, without showing it', () => {
    const { problems } = read([
      ...ludvika(ofLudvika.facebook),
      '  apps:',
      '    meta: { appSecret: hemligt }',
    ]);
    expect(problems).toEqual([
      'accounts.yaml:6: ludvika.apps.meta.appSecret: expected env: and the name of an environment variable',
      'accounts.yaml:6: ludvika.apps.meta.verifyToken: missing',
    ]);
  });

  it.each<[string, string, string]>([
    [
      'a folder that is relative',
      '{ folder: diarium }',
      'folder: expected the whole path of a folder, from its root',
    ],
    [
      'one folder for what is secret and what is not',
      '{ folder: /srv/d, secretFolder: /srv/d/ }',
      'secretFolder: expected another folder than folder, with other rights',
    ],
    [
      'what is no address',
      '{ mail: { to: registrator, from: a@b.se } }',
      'mail.to: expected an e-mail address',
    ],
    ['a pattern that is none', '{ number: "^(KS" }', 'number: expected a regular expression'],
    [
      'the same, whatever its example is',
      '{ number: "^(KS", numberExample: KS 1 }',
      'number: expected a regular expression',
    ],
    [
      'an example that its own pattern refuses',
      '{ number: "^KS \\\\d+$", numberExample: KS/1 }',
      'numberExample: expected a diary number that fits number',
    ],
    [
      'an example of nothing',
      '{ numberExample: KS 2026/123 }',
      'numberExample: expected number beside it, which it fits',
    ],
  ])('of a register refuses %s', (_, register, problem) => {
    const { problems } = read(['ludvika:', '  leads: [anna]', `  register: ${register}`], {
      ...SET,
      SMTP_URL: 'smtp://127.0.0.1:25',
    });
    expect(problems).toEqual([`accounts.yaml:3: ludvika.register.${problem}`]);
  });

  it('that names a mail of the register asks for a mail server', () => {
    const lines = [
      'ludvika:',
      '  leads: [anna]',
      '  register: { mail: { to: r@l.example, from: k@l.example } }',
    ];
    expect(read(lines).problems).toEqual(['SMTP_URL: missing; accounts.yaml:3 names ludvika.register.mail']);
    expect(read(lines, { ...SET, SMTP_URL: 'http://mail' }).problems).toEqual([
      'SMTP_URL: expected smtp://… or smtps://…',
    ]);
  });

  it('is shown by an example that can be used, once what it names is set, and holds every key', () => {
    const example = join(import.meta.dirname, '..', '..', 'accounts.example.yaml');
    const text = readFileSync(example, 'utf8');
    const named = [...text.matchAll(/env:([A-Z][A-Z0-9_]*)/gu)].map(([, name = '']) => [name, `${name} x`]);
    const { config, problems } = inspectConfig({
      ...SET,
      ...Object.fromEntries(named),
      SMTP_URL: 'smtp://127.0.0.1:25',
      ACCOUNTS_FILE: example,
    });
    expect(problems).toEqual([]);
    const towns = Object.values(config?.accounts ?? {});
    const keysOf = (entries: readonly object[]) => [...new Set(entries.flatMap((each) => Object.keys(each)))];
    expect(keysOf(towns).sort()).toEqual(Object.keys(AccountsFile.valueType.shape).sort());
    const { register } = config?.accounts['ludvika'] ?? {};
    expect(Object.keys(register ?? {}).sort()).toEqual(Object.keys(RegisterSetting.shape).sort());
    expect(keysOf(towns.flatMap(({ accounts }) => accounts)).sort()).toEqual(
      Object.keys(AccountsFile.valueType.shape.accounts.unwrap().element.shape).sort(),
    );
  });

  it('keeps the tokens of two platforms’ accounts apart, though they have one id or one token', () => {
    const { config, problems } = read(
      ludvika(
        'platform: facebook, account: "1", name: L, token: "env:TOKEN"',
        'platform: instagram, account: "1", name: L, token: "env:OTHER", page: "1"',
        'platform: facebook, account: "2", name: L, token: "env:OTHER"',
      ),
    );
    expect(problems).toEqual([]);
    expect(Object.fromEntries(config?.tokens ?? [])).toEqual({
      'facebook:1': 't',
      'instagram:1': 'o',
      'facebook:2': 'o',
    });
  });
});
