import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPackages, PackageRefusal } from '../../../src/records/archive/build-packages.ts';
import { FolderError } from '../../../src/records/documents/folder-error.ts';
import { loadRecordWords } from '../../../src/records/record-words.ts';
import { rowOf } from '../../../src/records/rows.ts';
import { about } from './abouts.ts';
import { build, buildOnce, emptyFolder, partsIn } from './built.ts';
import { packagesOf, recordOf, YEAR } from './fake-record.ts';
import { schemaFaults } from './xsd.ts';

const DATA = 'representations/data/data';
const rowWords = loadRecordWords(join(import.meta.dirname, '../../../cards'));

describe('an account’s year as packages', () => {
  let packages: Awaited<ReturnType<typeof build>>;
  beforeAll(async () => {
    packages = await buildOnce();
  });

  it('is laid out as record.md §10 says, in one root folder', async () => {
    const [open] = packages;
    expect(open?.roots).toEqual(['SE-212000-1827-KV-2026-facebook-1001']);
    expect([...(open?.files.keys() ?? [])].toSorted()).toEqual(
      [
        'METS.xml',
        ...['om-paketet.txt', 'paket.json', 'faltlista.csv', 'konton.csv', 'regelversioner.jsonl'],
        ...['gallring.txt', 'journal.jsonl', 'kontrollera.txt'],
        'metadata/descriptive/erms.xml',
        'metadata/preservation/premis.xml',
        `${DATA}/items.jsonl`,
        `${DATA}/kommentarer.csv`,
        `${DATA}/media/000002-1.jpg`,
        `${DATA}/media/000004-1.jpg`,
        'representations/data/METS.xml',
        'representations/reading/METS.xml',
        'representations/reading/data/2026-04.pdf',
        'representations/reading/data/2026-05.pdf',
        ...['mets', 'xlink', 'DILCISExtensionMETS', 'DILCISExtensionSIPMETS', 'ERMS', 'premis-v3-0'].map(
          (name) => `schemas/${name}.xsd`,
        ),
      ]
        .map((path) => (/^[a-z-]+\.(?:txt|json|csv|jsonl)$/u.test(path) ? `documentation/${path}` : path))
        .toSorted(),
    );
  });

  it('gives back the same rows from its JSONL, with every character', async () => {
    const [open] = packages;
    const read = open?.text(`${DATA}/items.jsonl`).trimEnd().split('\n');
    const items = YEAR.filter(({ comment }) => comment !== 's' && comment !== 'p');
    const replies = [null, 1, 1, 2];
    const rows = items.map((one, index) =>
      rowOf(one, {
        nr: index + 1,
        replyTo: replies[index] ?? null,
        fileOf: (position) => (position === 0 && index > 0 ? `media/00000${index + 1}-1.jpg` : null),
        names: new Map([['anna-id', 'Anna Andersson']]),
        words: rowWords,
      }),
    );
    expect(read?.map((line) => JSON.parse(line))).toEqual(rows);
    const csv = open?.text(`${DATA}/kommentarer.csv`) ?? '';
    expect(csv.startsWith('\uFEFF"nr";"beteckning"')).toBe(true);
    expect(csv).toContain(`"'=SUM(A1) 👍🏽"`);
    expect(csv).toContain('Ändrat: ""åäö""; 🙏');
    expect(open?.text('metadata/descriptive/erms.xml')).toContain('Åsa Öström 🙏');
  });

  it('puts what is or may be secret in a package of its own, and nothing of it in the other', async () => {
    const [open, secret] = packages;
    expect(secret?.id).toBe('SE-212000-1827-KV-2026-facebook-1001-SEKRETESS');
    expect([open?.items, open?.comments, open?.media]).toEqual([4, 3, 2]);
    expect([secret?.items, secret?.comments, secret?.media]).toEqual([3, 2, 0]);
    for (const [path, bytes] of open?.files ?? []) {
      const text = bytes.toString();
      for (const planted of ['Hemlig uppgift', 'Kalle', 'kalle-id', 'SM 2026-1', 'Kanske'])
        expect(`${path}: ${text.includes(planted)}`).toBe(`${path}: false`);
    }
    const erms = secret?.text('metadata/descriptive/erms.xml') ?? '';
    expect(erms.match(/<restriction /gu)).toHaveLength(3);
    expect(secret?.text(`${DATA}/items.jsonl`)).toContain('Hemlig uppgift om Kalle');
    expect([...(open?.files.values() ?? [])].join('')).not.toContain('anna-id');
  });

  it('is valid by the schemas of METS, CSIP, SIP, ERMS and PREMIS', async () => {
    const documents = packages.flatMap(({ secret, files }) =>
      [...files]
        .filter(([path]) => path.endsWith('.xml'))
        .map(([path, bytes]) => [`${secret}-${path.replaceAll('/', '-')}`, bytes.toString()]),
    );
    expect(documents).toHaveLength(10);
    expect(await schemaFaults(Object.fromEntries(documents))).toEqual([]);
  });

  it('has the right checksum and size of every file in METS and PREMIS', async () => {
    const [open] = packages;
    const premis = open?.text('metadata/preservation/premis.xml') ?? '';
    for (const [path, bytes] of open?.files ?? []) {
      if (path === 'METS.xml') continue;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const inRepresentation = /^(representations\/\w+\/)data\//u.exec(path)?.[1];
      const mets = open?.text(`${inRepresentation ?? ''}METS.xml`) ?? '';
      const [line = ''] =
        mets.match(
          new RegExp(`<mets:(?:file|mdRef)[^>]*CHECKSUM="${sha256}"[^]*?(?:</mets:file>|/>)`, 'u'),
        ) ?? [];
      expect(line).toContain(`SIZE="${bytes.length}"`);
      expect(mets).toContain(`xlink:href="${path.slice(inRepresentation?.length ?? 0)}"`);
      if (!/METS\.xml|premis\.xml$/u.test(path)) expect(premis).toContain(sha256);
    }
  });

  it('says no more of what it conforms to than record.md allows', async () => {
    const [open] = packages;
    const said = [...(open?.files ?? [])].filter(([path]) => path.startsWith('documentation/'));
    expect(said.map(([, bytes]) => bytes.toString()).join('')).not.toMatch(/validera|godkän/iu);
    expect(open?.text('documentation/om-paketet.txt')).toContain(
      'enligt FGS Paketstruktur 2.0 (E-ARK SIP 2.1.0).',
    );
  });

  it('is the same bytes when it is built of the same at the same time', async () => {
    const again = await build(partsIn(await emptyFolder()));
    expect(again.map(({ sha256 }) => sha256)).toEqual(packages.map(({ sha256 }) => sha256));
    for (const { zip, sha256, bytes } of packages) {
      expect(createHash('sha256').update(zip).digest('hex')).toBe(sha256);
      expect(zip.length).toBe(bytes);
    }
  });
});

describe('packages that are not built', () => {
  it('are refused while acts are not settled, by their tickets', async () => {
    const out = await emptyFolder();
    const refused = buildPackages(about(), { ...partsIn(out), packages: packagesOf([7, 12]).store });
    await expect(refused).rejects.toThrow('acts of 2 tickets of facebook 1001 are not settled: 7, 12');
    await expect(refused).rejects.toBeInstanceOf(PackageRefusal);
    expect(await readdir(out)).toEqual([]);
  });

  it('are not put over a zip that is there', async () => {
    const out = await emptyFolder();
    await writeFile(join(out, 'SE-212000-1827-KV-2026-facebook-1001-SEKRETESS.zip'), 'x');
    await expect(buildPackages(about(), partsIn(out))).rejects.toThrow('is there already');
    expect(await readdir(out)).toHaveLength(1);
  });

  it.each([
    [
      'a picture is not what was stored',
      { items: recordOf(YEAR, Buffer.from('other')) },
      'is not what was stored: expected SHA-256',
    ],
    [
      'the store fails on the way',
      {
        items: {
          ...recordOf(YEAR),
          recordMedia: async () => {
            throw new Error('the connection was lost');
          },
        },
      },
      'the connection was lost',
    ],
  ])('leave nothing behind when %s', async (_, more, why) => {
    const out = await emptyFolder();
    const { store, built } = packagesOf();
    await expect(buildPackages(about(), { ...partsIn(out), packages: store, ...more })).rejects.toThrow(why);
    expect(await readdir(out)).toEqual([]);
    expect(built).toEqual([]);
  });

  it('say that the folder is missing or may not be written in', async () => {
    const out = await emptyFolder();
    const missing = buildPackages(about(), partsIn(join(out, 'no')));
    await expect(missing).rejects.toBeInstanceOf(FolderError);
    if (process.getuid?.() === 0) return;
    await chmod(out, 0o500);
    await expect(buildPackages(about(), partsIn(out))).rejects.toMatchObject({ code: 'not-writable' });
    await chmod(out, 0o700);
  });

  it('clear away what a build that was killed has left, and take no other’s', async () => {
    const out = await emptyFolder();
    await mkdir(join(out, '.SE-212000-1827-KV-2026-facebook-1001.tmp-1'));
    await mkdir(join(out, '.SE-212000-1827-KV-2026-facebook-10012.tmp-1'));
    await build(partsIn(out));
    expect((await readdir(out)).toSorted()).toEqual([
      '.SE-212000-1827-KV-2026-facebook-10012.tmp-1',
      'SE-212000-1827-KV-2026-facebook-1001-SEKRETESS.zip',
      'SE-212000-1827-KV-2026-facebook-1001.zip',
    ]);
  });

  it('are none where nothing came', async () => {
    const out = await emptyFolder();
    expect(await buildPackages(about({ account: '9' }), partsIn(out))).toEqual([]);
    expect(await readdir(out)).toEqual([]);
  });
});
