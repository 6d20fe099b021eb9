import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectConfig } from '../../src/config/config.ts';

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
      'an alias of nothing',
      ['ludvika: { leads: [a] }', 'eslov: *other'],
      ['accounts.yaml:2: expected YAML: Unresolved alias (the anchor must be set before the alias): other'],
    ],
  ])('is told of %s, with the line', (_, lines, problems) => {
    expect(read(lines)).toEqual({ problems, config: null });
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
