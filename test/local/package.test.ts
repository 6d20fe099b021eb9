import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AppPackageError, buildAppPackage } from '../../src/local/app-package.ts';
import { decodePng } from '../../src/local/png.ts';

const root = join(import.meta.dirname, '..', '..');
const BOT = '6b0e0a52-8d9c-4c0e-9a51-1f4f7f1c2d3e';
const TOKENS = {
  APP_VERSION: '1.2.3',
  BOT_ID: BOT,
  TEAMS_APP_ID: BOT,
  PUBLISHER_NAME: 'Filipstads "kommun"',
  WEBSITE_URL: 'https://kommun.example',
  PRIVACY_URL: 'https://kommun.example/p',
  TERMS_URL: 'https://kommun.example/t',
};

const temporary = mkdtempSync(join(tmpdir(), 'package-'));
afterAll(() => rmSync(temporary, { recursive: true }));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(temporary, 'manifest-'));
  cpSync(join(root, 'manifest'), folder, { recursive: true });
});

const change = (file: string, from: string | RegExp, to: string) => {
  const before = readFileSync(join(folder, file), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(join(folder, file), after);
};
const problems = (): readonly string[] => {
  try {
    buildAppPackage(folder, TOKENS);
    return [];
  } catch (error) {
    if (error instanceof AppPackageError) return error.problems;
    throw error;
  }
};

/** A PNG of one colour, RGBA. */
function png(size: number, colour: readonly number[]): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const row = [0, ...Array.from({ length: size }, () => colour).flat()];
  const rows = Buffer.from(Array.from({ length: size }, () => row).flat());
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('the app package', () => {
  it('holds the filled manifest, both languages and both icons', () => {
    const { zip, files, schemaVersion } = buildAppPackage(folder, TOKENS);
    const held = unzipSync(zip);
    expect(Object.keys(held)).toEqual(['manifest.json', 'sv.json', 'en.json', 'color.png', 'outline.png']);
    expect(files.map(({ name }) => name)).toEqual(Object.keys(held));
    const text = strFromU8(held['manifest.json'] as Uint8Array);
    const manifest = JSON.parse(text);
    expect(text).not.toContain('{{');
    expect(manifest).toMatchObject({
      id: BOT,
      version: '1.2.3',
      manifestVersion: schemaVersion,
      supportsChannelFeatures: 'tier1',
      developer: { name: 'Filipstads "kommun"' },
      bots: [{ botId: BOT, scopes: ['team', 'personal', 'groupChat'] }],
      localizationInfo: { defaultLanguageTag: 'sv', additionalLanguages: [{ languageTag: 'en' }] },
    });
    expect(held['color.png']).toEqual(new Uint8Array(readFileSync(join(folder, 'color.png'))));
  });

  it('asks for no right to read channel messages', () => {
    expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).not.toContain('ChannelMessage');
  });

  it('has the same bytes at another time and in another time zone', () => {
    const zone = process.env['TZ'];
    const zips = ['Pacific/Auckland', 'America/New_York', 'UTC'].map((tz) => {
      process.env['TZ'] = tz;
      return Buffer.from(buildAppPackage(folder, TOKENS).zip).toString('hex');
    });
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(new Set(zips).size).toBe(1);
  });

  it.each([
    [
      'a scope that Teams does not know',
      'manifest.json',
      '"personal", ',
      '"private", ',
      /^manifest\.json \/bots\/0\/scopes\/1: .*\(.*personal/,
    ],
    [
      'a property that Teams does not know',
      'manifest.json',
      '"accentColor"',
      '"colour": "x", "accentColor"',
      /^manifest\.json \/: .*\(colour\)/,
    ],
    ['a wrong colour', 'manifest.json', '#1B5A8A', 'blue', /^manifest\.json \/accentColor: /],
    [
      'a place that nothing fills',
      'manifest.json',
      '{{BOT_ID}}',
      '{{BOT}}',
      /^manifest\.json \/bots\/0\/botId: nothing fills \$\{\{BOT\}\}$/,
    ],
    [
      'a schema version that does not exist',
      'manifest.json',
      '"manifestVersion": "1.30"',
      '"manifestVersion": "1.18"',
      /^manifest\.json \/manifestVersion: .*1\.18/,
    ],
    ['no icons', 'manifest.json', '"icons"', '"pictures"', /^manifest\.json \/icons: /],
    ['broken JSON', 'sv.json', '{', '', /^sv\.json: not readable as JSON: /],
    ['JSON that is no object', 'en.json', /^[\s\S]*$/, '[]', /^en\.json: .*expected a JSON object/],
    ['a missing file', 'manifest.json', '"en.json"', '"fi.json"', /^fi\.json: no such file/],
    ['a translation that is missing', 'en.json', /"name\.full".*\n/, '', /^en\.json: expected name\.full/],
    [
      'a translation too many',
      'sv.json',
      '"name.full"',
      '"staticTabs[0].name": "x", "name.full"',
      /^sv\.json: staticTabs\[0\]\.name stands for nothing/,
    ],
    [
      'a translation too long',
      'en.json',
      /("description\.short": )".*"/,
      `$1"${'x'.repeat(81)}"`,
      /^en\.json \/description\.short: /,
    ],
    [
      'Swedish words that differ from the manifest',
      'sv.json',
      '"koppla"',
      '"anslut"',
      /^sv\.json bots\[0\]\.commandLists\[0\]\.commands\[0\]\.title: .*koppla/,
    ],
  ])('is refused with %s, naming the place', (_, file, from, to, expected) => {
    change(file, from, to);
    expect(problems()).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  it.each([
    [
      'a colour icon of another size',
      'color.png',
      png(96, [0, 0, 0, 255]),
      /^color\.png: expected 192 × 192 pixels, found 96 × 96/,
    ],
    [
      'an outline icon without a transparent ground',
      'outline.png',
      png(32, [255, 255, 255, 255]),
      /^outline\.png: .*transparent/,
    ],
    [
      'an empty outline icon',
      'outline.png',
      png(32, [0, 0, 0, 0]),
      /^outline\.png: expected something drawn/,
    ],
    ['an outline icon in colour', 'outline.png', png(32, [255, 0, 0, 128]), /^outline\.png: expected white/],
    ['an icon that is no PNG', 'color.png', Buffer.from('GIF89a'), /^color\.png: expected a PNG/],
    [
      'an icon cut short',
      'color.png',
      png(192, [0, 0, 0, 255]).subarray(0, 60),
      /^color\.png: expected a whole PNG/,
    ],
  ])('is refused with %s', (_, file, bytes, expected) => {
    writeFileSync(join(folder, file), bytes);
    expect(problems()).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });
});

describe('the icons', () => {
  it('are drawn, not blank: the outline is transparent at its corners and white in the middle', () => {
    const { rgba, width } = decodePng(readFileSync(join(folder, 'outline.png')));
    const pixel = (x: number, y: number) => [...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
    expect(pixel(0, 0)[3]).toBe(0);
    expect(pixel(31, 31)[3]).toBe(0);
    expect(pixel(16, 13)).toEqual([255, 255, 255, 255]);
  });

  it('show the accent colour behind a white bubble', () => {
    const { rgba, width } = decodePng(readFileSync(join(folder, 'color.png')));
    const pixel = (x: number, y: number) => [...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
    expect(pixel(2, 2)).toEqual([0x1b, 0x5a, 0x8a, 255]);
    expect(pixel(96, 48)).toEqual([255, 255, 255, 255]);
  });
});

describe('npm run package', () => {
  const run = (args: readonly string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'src/local/package.ts'), ...args],
      {
        env: { PATH: process.env['PATH'], ...env },
        encoding: 'utf8',
      },
    );
    return { status, stdout, stderr };
  };

  it('writes the zip, says what is in it and warns about what was not set', () => {
    const out = join(folder, 'a', 'b.zip');
    const { status, stdout, stderr } = run(['--app-id', BOT, '--out', out]);
    expect([status, stderr]).toEqual([0, expect.stringContaining('WEBSITE_URL is not set')]);
    expect(stdout).toContain(BOT);
    expect(stdout).toContain('outline.png');
    expect(Object.keys(unzipSync(readFileSync(out)))).toHaveLength(5);
  });

  it('takes the ids and addresses from the environment', () => {
    const out = join(folder, 'c.zip');
    const env = {
      MICROSOFT_APP_ID: BOT,
      WEBSITE_URL: 'https://kommun.example',
      TEAMS_APP_ID: BOT.replace('6', '7'),
    };
    expect(run(['--out', out], env)).toMatchObject({ status: 0, stderr: '' });
    const manifest = JSON.parse(strFromU8(unzipSync(readFileSync(out))['manifest.json'] as Uint8Array));
    expect(manifest.id).toBe(env.TEAMS_APP_ID);
    expect(manifest.bots[0].botId).toBe(BOT);
    expect(manifest.developer.privacyUrl).toBe('https://kommun.example');
  });

  it.each([
    ['no app id', [], {}, /MICROSOFT_APP_ID is not set.*--app-id/],
    ['an empty app id', [], { MICROSOFT_APP_ID: '' }, /MICROSOFT_APP_ID is not set/],
    ['an app id that is no GUID', ['--app-id', 'abc'], {}, /--app-id: expected a GUID.*"abc"/],
    ['a setting that is no GUID', [], { MICROSOFT_APP_ID: 'abc' }, /MICROSOFT_APP_ID: expected a GUID/],
    [
      'an address that is not https',
      ['--app-id', BOT],
      { PRIVACY_URL: 'http://kommun.example' },
      /PRIVACY_URL: expected an https/,
    ],
    [
      'a publisher name too long',
      ['--app-id', BOT],
      { PUBLISHER_NAME: 'x'.repeat(33) },
      /PUBLISHER_NAME: expected at most 32/,
    ],
    ['an unknown option', ['--appid', BOT], {}, /--appid[\s\S]*usage:/],
  ])('exits 2 with %s', (_, args, env, expected) => {
    const result = run(args, env as Record<string, string>);
    expect(result.stderr).toMatch(expected);
    expect(result).toMatchObject({ status: 2, stdout: '' });
  });

  it('exits 1 and writes nothing when the manifest is wrong, naming file and path', () => {
    change('manifest.json', '"tier1"', '"tier9"');
    const out = join(folder, 'd.zip');
    const { status, stderr } = run(['--app-id', BOT, '--manifest', folder, '--out', out]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('manifest.json /supportsChannelFeatures')]);
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });
});
