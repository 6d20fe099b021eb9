import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addReport } from '../../src/cli/report.ts';
import { databases } from '../fakes/databases.ts';
import { runKv, runKvHere } from '../fakes/kv.ts';
import { openTown, type Town } from '../store/town.ts';

const [, [, openPostgres]] = databases as [unknown, (typeof databases)[number]];

describe('kv report', () => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(openPostgres);
    await town.ticket();
  }, 60_000);
  afterAll(() => town.database.close());

  const settings = () => {
    const { databaseUrl: DATABASE_URL = '', dataDir: DATA_DIR } = town.database.options;
    return { DATABASE_URL, DATA_DIR };
  };
  const asked = ['report', '--municipality', 'filipstad', '--quarter', '2026Q4'];

  it('prints one JSON document, beside a running bot', async () => {
    const { code, lines } = await runKv(asked, { settings: settings() });
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      ...{ municipality: 'filipstad', quarter: '2026Q4', language: 'sv' },
      sections: [
        {
          id: 'in',
          tables: [
            { id: 'arrived', rows: [{ key: 'facebook', shown: { kind: 'few' } }, {}, {}, {}] },
            {},
            {},
            {},
          ],
        },
        {},
        {},
        {},
        {},
      ],
    });
  });

  it('writes the page, the CSV and the JSON into a folder, and anew over what was there', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'report-')), 'nytt');
    await runKvHere(addReport, [...asked, '--out', out], settings());
    writeFileSync(join(out, 'rapport.html'), 'gammal');
    const { code, lines } = await runKvHere(addReport, [...asked, '--out', out], settings());
    expect({ code, lines }).toEqual({
      code: 0,
      lines: [{ municipality: 'filipstad', quarter: '2026Q4', out }],
    });
    expect(readdirSync(out).toSorted()).toEqual(['rapport.csv', 'rapport.html', 'rapport.json']);
    const [csv = '', html = '', json = ''] = readdirSync(out)
      .toSorted()
      .map((name) => readFileSync(join(out, name), 'utf8'));
    expect(html).toContain('<html lang="sv">');
    expect(csv).toContain('"arrived"');
    expect(JSON.parse(json)).toMatchObject({ municipality: 'filipstad' });
  });

  it.each([
    ['--municipality', 'atlantis', '--municipality: expected one of'],
    ['--quarter', '2026', '--quarter: expected a year and its quarter such as 2026Q4, found 2026'],
    ['--quarter', '2099Q1', '--quarter: expected one that has begun'],
    ['--out', '/dev/null/x', '--out: '],
  ])('refuses %s %s and says why', async (option, value, why) => {
    const args = asked.includes(option)
      ? asked.map((word, place) => (asked[place - 1] === option ? value : word))
      : [...asked, option, value];
    await expect(runKvHere(addReport, args, settings())).rejects.toThrow(why);
  });
});
