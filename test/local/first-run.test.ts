import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', '..', 'src');
const NOISE = [
  "npm warn EBADENGINE   package: 'commander@15.1.0',",
  'npm warn deprecated glob@7: no longer supported',
  'added 456 packages in 48s',
].join('\n');

/** An npm that does as its `FAKE_NPM` says: what the real one does to files and to the terminal. */
const FAKE_NPM = `
  const { mkdirSync, rmSync, writeFileSync, appendFileSync } = require('node:fs');
  appendFileSync('called.txt', process.argv.slice(2).join(' ') + '\\n');
  console.error(${JSON.stringify(NOISE)});
  console.log(${JSON.stringify(NOISE)});
  if (process.env.FAKE_NPM === 'fails') {
    console.error('npm error code ENOTFOUND\\nnpm error network request to the registry failed');
    process.exit(1);
  }
  rmSync('node_modules', { recursive: true, force: true });
  mkdirSync('node_modules/node/bin', { recursive: true });
  if (process.env.FAKE_NPM !== 'runs-no-scripts') writeFileSync('node_modules/node/bin/node', '');
`;

describe('before a command', () => {
  let project: string;
  const at = (...path: string[]) => join(project, ...path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const run = (script: string, { npm = '', args = [] }: { npm?: string; args?: string[] } = {}) => {
    const env = { PATH: process.env['PATH'], npm_execpath: at('npm.cjs'), FAKE_NPM: npm };
    const ran = spawnSync(process.execPath, [at('src', script), ...args], { env, encoding: 'utf8' });
    return { status: ran.status, said: ran.stdout + ran.stderr };
  };
  const firstRun = (npm = '', args: string[] = []) => run('local/first-run.mjs', { npm, args });
  const npmCalls = () => (existsSync(at('called.txt')) ? readFileSync(at('called.txt'), 'utf8') : '');
  /** What `npm ci --omit=dev` leaves. */
  const installForProduction = (version = '1.2.3') =>
    write('node_modules/@scope/needed/package.json', JSON.stringify({ version }));
  const declare = (node: string) =>
    write('package.json', JSON.stringify({ engines: { node }, dependencies: { '@scope/needed': '1.2.3' } }));

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
    for (const folder of ['local', 'app']) mkdirSync(at('src', folder), { recursive: true });
    for (const file of ['local/first-run.mjs', 'app/production.mjs', 'app/before-start.mjs'])
      copyFileSync(join(SRC, file), at('src', file));
    write('package-lock.json', '{"lockfileVersion": 3}');
    write('npm.cjs', FAKE_NPM);
    declare('>=26');
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  it('installs once, says so in plain words, and keeps what npm says to a file', () => {
    const { status, said } = firstRun();
    expect(status).toBe(0);
    expect(said.split('\n')).toEqual([
      expect.stringMatching(/^Installing packages.*about a minute/u),
      'Packages are installed.',
      '',
    ]);
    expect(readFileSync(at('data', 'install.log'), 'utf8')).toContain('EBADENGINE');
    expect(firstRun()).toEqual({ status: 0, said: '' });
    expect(npmCalls()).toBe('ci --no-audit --no-fund --loglevel=notice\n');
  });

  it('names the file and the fault when npm fails, and tries again the next time', () => {
    const { status, said } = firstRun('fails');
    expect(status).toBe(1);
    expect(said).toContain('npm error network request to the registry failed');
    expect(said).toContain(at('data', 'install.log'));
    expect(said).not.toMatch(/EBADENGINE|deprecated/u);
    expect(firstRun().status).toBe(0);
  });

  it('says why nothing can run when npm was told to run no install scripts', () => {
    const { status, said } = firstRun('runs-no-scripts');
    expect(status).toBe(1);
    expect(said).toContain('install scripts');
  });

  it.each([
    ['the list of packages has changed', () => write('package-lock.json', '{"lockfileVersion": 4}')],
    [
      'the packages of developers were taken away',
      () => rmSync(at('node_modules', 'node'), { recursive: true }),
    ],
    ['the packages were deleted', () => rmSync(at('node_modules'), { recursive: true })],
  ])('installs again when %s', (_, change) => {
    firstRun();
    change();
    expect(firstRun().said).toContain('Packages are installed.');
    expect(npmCalls().trim().split('\n')).toHaveLength(2);
  });

  it('leaves a production install as it is for `kv`, but for no other command', () => {
    installForProduction();
    expect(firstRun('', ['--or-production'])).toEqual({ status: 0, said: '' });
    expect(npmCalls()).toBe('');
    firstRun();
    expect(npmCalls()).not.toBe('');
  });

  it.each(['--or-production', 'before-start'])('starts nothing on a Node that is too old (%s)', (how) => {
    installForProduction();
    declare('>=99');
    const ran = how === 'before-start' ? run('app/before-start.mjs') : firstRun('', [how]);
    expect(ran.status).toBe(1);
    expect(ran.said).toMatch(/^Kommentarsvakten needs Node 99 or later; this is v26\.\S+ Install it/u);
    expect(npmCalls()).toBe('');
  });

  it('starts on a production install, and says nothing', () => {
    installForProduction();
    expect(run('app/before-start.mjs')).toEqual({ status: 0, said: '' });
  });

  it.each([
    ['no package is installed', () => {}],
    ['a package is of another version', () => installForProduction('1.2.2')],
  ])('names what to do when %s, and installs nothing', (_, arrange) => {
    arrange();
    const { status, said } = run('app/before-start.mjs');
    expect(status).toBe(1);
    expect(said).toContain('@scope/needed 1.2.3');
    expect(said).toContain('npm ci --omit=dev');
    expect(npmCalls()).toBe('');
  });
});
