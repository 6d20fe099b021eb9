import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { type Content, createZip } from '../../../src/records/documents/zip.ts';

const dir = mkdtempSync(join(tmpdir(), 'zip-'));
afterAll(() => rmSync(dir, { recursive: true }));

const has = (command: string, args: readonly string[]) => spawnSync(command, [...args]).status === 0;
const UNZIP = has('unzip', ['-v']);
const PYTHON = has('python3', ['-c', 'import zipfile']);

async function zipped(files: readonly (readonly [string, Content])[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const zip = createZip({ write: async (chunk) => void chunks.push(Buffer.from(chunk)) });
  for (const [name, content] of files) await zip.add(name, content);
  await zip.end();
  return Buffer.concat(chunks);
}

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

const LONG = 'Snöröjningen på Storgatan. '.repeat(500);
const some = () =>
  [
    ['LÄS MIG.txt', Buffer.from('Hej å ä ö')],
    ['items.jsonl', pieces(LONG, LONG)],
    ['lång.txt', Buffer.from(LONG)],
    ['media/01.jpg', pieces('jpeg', 'bytes')],
    ['tom.txt', Buffer.alloc(0)],
  ] as const;

describe('a zip', () => {
  it('holds what was put in it, whole or in pieces, under its Swedish names', async () => {
    const files = unzipSync(await zipped(some()));
    expect(Object.keys(files)).toEqual(['LÄS MIG.txt', 'items.jsonl', 'lång.txt', 'media/01.jpg', 'tom.txt']);
    expect(Buffer.from(files['items.jsonl'] ?? []).toString()).toBe(LONG + LONG);
    expect(Buffer.from(files['media/01.jpg'] ?? []).toString()).toBe('jpegbytes');
  });

  it('packs text, and gives the same bytes for the same files', async () => {
    const first = await zipped(some());
    expect(first.length).toBeLessThan(LONG.length / 4);
    expect(first.equals(await zipped(some()))).toBe(true);
  });

  it('tells how long each file is, and its hash', async () => {
    const zip = createZip({ write: async () => {} });
    const sha256 = createHash('sha256').update('ab').digest('hex');
    expect(await zip.add('a', pieces('a', 'b'))).toEqual({ bytes: 2, sha256 });
    expect(await zip.add('b', Buffer.from('ab'))).toEqual({ bytes: 2, sha256 });
  });

  it.each(['../etc/passwd', '/etc/passwd', 'a/../b', 'a\\b', 'c:x', 'a//b', 'NUL', 'a\u0000'])(
    'takes no name that leads out of it: %j',
    async (name) => {
      await expect(zipped([[name, Buffer.from('x')]])).rejects.toThrow('not a path inside');
    },
  );

  it('takes no name twice', async () => {
    await expect(
      zipped([
        ['a', Buffer.from('x')],
        ['a', Buffer.from('y')],
      ]),
    ).rejects.toThrow('already');
  });

  it('is not ended when a file in it broke off', async () => {
    const zip = createZip({ write: async () => {} });
    const broken = (async function* () {
      yield Buffer.from('begun');
      throw new Error('the database went away');
    })();
    await expect(zip.add('a', broken)).rejects.toThrow('went away');
    await expect(zip.end()).rejects.toThrow('not whole');
  });

  it('lets the rest of the process have its turn', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await zipped(Array.from({ length: 2000 }, (_, at) => [`${at}.txt`, Buffer.alloc(100)] as const));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  it('goes past 65,535 files, as other programs read it', { timeout: 120_000 }, async (context) => {
    const path = join(dir, 'many.zip');
    const name = (at: number) => `${at}.txt`;
    const files = Array.from({ length: 66_000 }, (_, at) => [name(at), Buffer.from(String(at))] as const);
    writeFileSync(path, await zipped(files));
    if (!PYTHON) context.skip('python3 is not installed: the directory was read by nobody');
    const program =
      'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(len(z.namelist()),z.read("65999.txt"))';
    expect(execFileSync('python3', ['-c', program, path]).toString().trim()).toBe("66000 b'65999'");
  });

  it('passes the test of Info-ZIP and of Python', async (context) => {
    const path = join(dir, 'some.zip');
    writeFileSync(path, await zipped(some()));
    expect(readFileSync(path).readUInt16LE(6) & 0x0800).toBe(0x0800);
    if (UNZIP) expect(execFileSync('unzip', ['-t', path]).toString()).toContain('No errors detected');
    const program = 'import sys,zipfile;print(zipfile.ZipFile(sys.argv[1]).testzip())';
    if (PYTHON) expect(execFileSync('python3', ['-c', program, path]).toString().trim()).toBe('None');
    if (!UNZIP && !PYTHON) context.skip('neither unzip nor python3 is installed');
  });
});
