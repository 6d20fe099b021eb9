import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFolder } from '../../../src/records/documents/folder.ts';
import { FolderError, folderErrorOf } from '../../../src/records/documents/folder-error.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'folder-'));
});
afterEach(() => {
  chmodSync(out, 0o700);
  rmSync(out, { recursive: true });
});

const NAME = 'SM 2026-123';
const files = [
  { path: 'handling.json', content: Buffer.from('{}') },
  { path: 'original/text-v1.txt', content: Buffer.from('Hej å') },
];
const broken = {
  path: 'media/01.jpg',
  content: (async function* () {
    yield Buffer.from('begun');
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  })(),
};

describe('a folder for somebody else to read', () => {
  it('is there whole, with the list of its files, and READY last', async () => {
    const written = await writeFolder(out, NAME, files, { ready: true });
    expect(written.map(({ path }) => path)).toEqual([
      'handling.json',
      'original/text-v1.txt',
      'manifest-sha256.txt',
    ]);
    expect(readdirSync(out)).toEqual([NAME]);
    expect(readdirSync(join(out, NAME)).sort()).toEqual([
      'READY',
      'handling.json',
      'manifest-sha256.txt',
      'original',
    ]);
    const manifest = readFileSync(join(out, NAME, 'manifest-sha256.txt'), 'utf8');
    expect(manifest).toMatch(/^[0-9a-f]{64} {2}handling\.json\n[0-9a-f]{64} {2}original\/text-v1\.txt\n$/u);
  });

  it('is left alone when it is there already', async () => {
    const first = await writeFolder(out, NAME, files, { ready: true });
    writeFileSync(join(out, NAME, 'svar.json'), '{}');
    const at = statSync(join(out, NAME, 'handling.json')).mtimeMs;
    expect(await writeFolder(out, NAME, files, { ready: true })).toEqual(first);
    expect(statSync(join(out, NAME, 'handling.json')).mtimeMs).toBe(at);
    expect(readdirSync(join(out, NAME))).toContain('svar.json');
  });

  it('gets its READY when a crash came before it', async () => {
    await writeFolder(out, NAME, files);
    expect(readdirSync(join(out, NAME))).not.toContain('READY');
    await writeFolder(out, NAME, files, { ready: true });
    expect(readdirSync(join(out, NAME))).toContain('READY');
  });

  it('takes away what a killed attempt left', async () => {
    mkdirSync(join(out, `.${NAME}.tmp-left`));
    await writeFolder(out, NAME, files);
    expect(readdirSync(out)).toEqual([NAME]);
  });

  it('is not taken for whole when one byte of it has changed', async () => {
    await writeFolder(out, NAME, files);
    writeFileSync(join(out, NAME, 'handling.json'), '[]');
    await expect(writeFolder(out, NAME, files)).rejects.toThrow('handling.json is not what it was');
  });

  it('leaves nothing when the disk is full half way', async () => {
    await expect(writeFolder(out, NAME, [...files, broken], { ready: true })).rejects.toMatchObject({
      name: 'FolderError',
      code: 'folder-full',
    });
    expect(readdirSync(out)).toEqual([]);
  });

  it('says that a folder is missing', async () => {
    await expect(writeFolder(join(out, 'nowhere'), NAME, files)).rejects.toMatchObject({ code: 'missing' });
  });

  it('says that a folder may not be written in', async (context) => {
    if (process.getuid?.() === 0) context.skip('root may write everywhere');
    chmodSync(out, 0o500);
    await expect(writeFolder(out, NAME, files)).rejects.toMatchObject({ code: 'not-writable' });
  });

  it.each([
    ['ENOSPC', 'folder-full'],
    ['EDQUOT', 'folder-full'],
    ['EACCES', 'not-writable'],
    ['EROFS', 'not-writable'],
    ['ENOENT', 'missing'],
  ])('knows %s as %s', (code, fault) => {
    const error = folderErrorOf(Object.assign(new Error('x'), { code }));
    expect(error).toBeInstanceOf(FolderError);
    expect(error).toMatchObject({ code: fault });
  });

  it.each(['../away', 'a/b', '..'])('is never written outside: %s', async (name) => {
    await expect(writeFolder(join(out), name, files)).rejects.toThrow(/path/u);
    await expect(writeFolder(out, NAME, [{ path: `../${name}`, content: Buffer.from('x') }])).rejects.toThrow(
      /path/u,
    );
    expect(readdirSync(out)).toEqual([]);
  });
});
