import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPolice } from '../../src/cli/police.ts';
import { policeOn } from '../../src/store/police.ts';
import { databases } from '../fakes/databases.ts';
import { runKvHere } from '../fakes/kv.ts';
import { drawnText, readPdf } from '../records/documents/read-pdf.ts';
import { NOW, openTown, type Town } from '../store/town.ts';

const [, [, openPostgres]] = databases as [unknown, (typeof databases)[number]];
const out = mkdtempSync(join(tmpdir(), 'police-'));
const subject = 'Polisanmälan om en kommentar på Facebook';

/** A threat under a post, edited twice, that staff have reported; its ticket has number 1. */
async function fill(town: Town): Promise<string> {
  await town.archive([{ externalId: '9_1', own: true, kind: 'post', text: 'Ny badplats!' }]);
  await town.archive([
    ...[
      {
        externalId: '9_2',
        postId: '9_1',
        author: { id: 'a9', name: 'Kim Testsson' },
        text: 'Jag ska hitta dig',
      },
    ],
  ]);
  const { ticket } = await town.ticket([], 'filipstad', '9_2');
  await town.archive([
    {
      externalId: '9_2',
      author: { id: 'a9' },
      text: 'Jag ska hitta dig snart',
      writtenAt: NOW.add({ minutes: 1 }),
    },
  ]);
  await town.decide({ ticket }, (situation) => {
    if (!situation.ticket) throw new Error('No ticket');
    const at = NOW.toString();
    const police = {
      offence: '4-5',
      secrecy: 'no',
      by: 'anna-id',
      at,
      decision: situation.decisionId,
    } as const;
    return {
      ticket: { ...situation.ticket, police: { ...police, number: null, outcome: null } },
      registration: {
        create: { kind: 'police-report', subject, ground: null, secret: false, by: 'anna-id' },
        number: null,
      },
      journal: [{ kind: 'police-report-ordered', by: 'anna-id', data: {} }],
      effects: [],
    };
  });
  return ticket;
}

describe.each(databases)('what a report to the police rests on, on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
    await fill(town);
    await town.ticket([], 'ludvika');
  }, 60_000);
  afterAll(() => town.database.close());
  const read = (municipality: string, number: number) =>
    policeOn(town.database.kysely).policeFacts(municipality, number);

  it('is the report, its entry, what stands above, and the ticket’s own journal', async () => {
    const facts = await read('filipstad', 1);
    expect(facts).toMatchObject({ report: { offence: '4-5', number: null }, reference: 'SM 2026-1' });
    expect(facts?.above).toHaveLength(1);
    expect(facts?.events.map(({ kind }) => kind)).toContain('police-report-ordered');
    expect(facts?.head.hash).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('is nothing where there is no ticket, and no report where none was asked for', async () => {
    expect(await read('filipstad', 7)).toBeNull();
    expect(await read('ludvika', 1)).toMatchObject({ report: null, reference: null, above: [] });
  });

  it('is drawn up here: the entry names no sender and no time of arrival', async () => {
    const rows = await town.rows(`SELECT direction, received_at, p.sender FROM registration r
      JOIN registration_protected p ON p.registration = r.id WHERE kind = 'police-report'`);
    expect(rows).toEqual([{ direction: 'drawn-up', received_at: null, sender: null }]);
  });
});

describe('kv police', () => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(openPostgres);
    await fill(town);
    await town.ticket();
  }, 60_000);
  afterAll(() => town.database.close());
  const kv = (ticket: string, municipality = 'filipstad') => {
    const { databaseUrl: DATABASE_URL = '', dataDir: DATA_DIR } = town.database.options;
    const args = ['police', '--municipality', municipality, '--ticket', ticket, '--out', out];
    return runKvHere(addPolice, args, { DATABASE_URL, DATA_DIR });
  };

  it('writes the papers as a folder whose every file is as its manifest says', async () => {
    const { code, lines } = await kv('1');
    const { folder, files } = lines[0] as { folder: string; files: string[] };
    expect(code).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(files.toSorted());
    expect(files.toSorted()).toEqual(
      ['handelser.csv', 'intyg.txt', 'kommentar.json', 'manifest-sha256.txt', 'polisanmalan.pdf'].toSorted(),
    );
    const bytesOf = (name: string) => readFileSync(join(folder, name));
    for (const [, sha256, name = ''] of bytesOf('manifest-sha256.txt')
      .toString()
      .matchAll(/^(\S+) {2}(.+)$/gmu))
      expect(createHash('sha256').update(bytesOf(name)).digest('hex')).toBe(sha256);

    const told = JSON.parse(bytesOf('kommentar.json').toString()) as Record<string, unknown>;
    expect(told).toMatchObject({
      reference: 'SM 2026-1',
      versions: [
        { text: 'Jag ska hitta dig', author: { id: 'a9' } },
        { text: 'Hej!' },
        { text: 'Jag ska hitta dig snart' },
      ],
      above: [{ text: 'Ny badplats!' }],
    });
    const events = bytesOf('handelser.csv').toString();
    expect(events).toContain('Version 3 skrevs, enligt plattformen');
    expect(events).toContain('En polisanmälan förbereddes');
    expect(events).not.toContain('police-report-ordered');
    expect(bytesOf('intyg.txt').toString()).toMatch(/Radens kontrollsumma \(SHA-256\): [0-9a-f]{64}/u);
    expect(drawnText(readPdf(bytesOf('polisanmalan.pdf'))).replace(/\s+/gu, ' ')).toContain('Olaga hot');
    const all = files.map((name) => bytesOf(name).toString()).join();
    expect(all).not.toContain('anna-id');
    expect(all).not.toMatch(/\{\w+\}/u);
  });

  it('gives no address of a picture that may show abuse of a child', async () => {
    const address = 'https://cdn.example/bild.jpg';
    const [row] = await town.rows<{ before: string }>(
      `SELECT body::text AS before FROM ticket WHERE municipality = 'filipstad' AND number = 1`,
    );
    await town.rows(`UPDATE comment_version SET attachments = $1`, [
      JSON.stringify([{ type: 'photo', url: address }]),
    ]);
    const commentIn = async () => {
      // A package that is there already stays as it is.
      rmSync(out, { recursive: true });
      const { folder } = (await kv('1')).lines[0] as { folder: string };
      const told = readFileSync(join(folder, 'kommentar.json'), 'utf8');
      return told.slice(0, told.indexOf('"above"'));
    };
    expect(await commentIn()).toContain(address);
    const suspected = { by: 'anna-id', at: NOW.toString(), outcome: null };
    await town.rows(`UPDATE ticket SET body = jsonb_set(body, '{suspected}', $1) WHERE number = 1`, [
      JSON.stringify(suspected),
    ]);
    expect(await commentIn()).not.toContain(address);
    await town.rows(`UPDATE ticket SET body = $1::jsonb WHERE municipality = 'filipstad' AND number = 1`, [
      row?.before,
    ]);
  });

  it('has words for every event that a ticket’s journal can hold', () => {
    const read = (...path: string[]) => readFileSync(join(import.meta.dirname, '..', '..', ...path), 'utf8');
    const kinds = [...read('src', 'core', 'journal.ts').matchAll(/^ {2}\| '([a-z-]+)'/gmu)].map(
      ([, kind]) => kind,
    );
    const words = JSON.parse(read('cards', 'police.json')) as Record<string, string>;
    const ofTheTown =
      /^(?:digest-|disposal-|disposed$|policy-|channel-|trial-|request-|package-|account-|lead-|archive-|exit-)/u;
    const ofTickets = kinds.filter((kind = '') => !ofTheTown.test(kind));
    expect(ofTickets.length).toBeGreaterThan(40);
    expect(ofTickets.filter((kind) => words[`journal.${kind}`] === undefined)).toEqual([]);
  });

  it.each([
    ['2', 'filipstad', 'no report to the police has been asked for on the card of ticket 2'],
    ['9', 'filipstad', 'filipstad has no ticket 9'],
    ['1', 'ludvika', 'ludvika has no ticket 1'],
    ['x', 'filipstad', '--ticket: expected the short number on a card, such as 12, found x'],
  ])('refuses ticket %s of %s and says why', async (ticket, municipality, why) => {
    await expect(kv(ticket, municipality)).rejects.toThrow(why);
  });
});
