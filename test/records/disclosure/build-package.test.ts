import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { RecordItem } from '../../../src/core/record-item.ts';
import type { Mask, Review } from '../../../src/core/request.ts';
import { buildPackage } from '../../../src/records/disclosure/build-package.ts';
import { drawnText, readPdf } from '../documents/read-pdf.ts';
import { item } from '../record-items.ts';
import { opened, orderOf, recordOf, words } from './packages.ts';

const SECRETS = [
  'Hemligsson',
  '0701234567',
  'hemlig-motivering',
  'hemligt-svar',
  'hemlig.example',
  '17841499999999999',
];

/** A comment that has something secret in every field. */
const secretItem = (more: Partial<RecordItem> = {}): RecordItem =>
  item({
    comment: '00000000-0000-4000-8000-00000000beef',
    author: { id: '17841499999999999', name: 'Kim Hemligsson' },
    text: 'Ring 0701234567 om Kim Hemligsson',
    permalink: 'https://hemlig.example/kim-hemligsson',
    decisions: [
      {
        ...{ id: 'd', verb: 'remove', rule: 'FIL-07', quote: 'Regeln.', policy: 'v1', by: 'anna' },
        ...{ reason: 'hemlig-motivering', at: item().createdAt },
      },
    ],
    replies: [{ id: 'r', text: 'hemligt-svar', by: 'anna', at: item().createdAt }],
    media: [
      {
        position: 0,
        type: 'photo',
        url: 'https://hemlig.example/1',
        contentType: 'image/jpeg',
        sha256: 'ab',
        bytes: 4,
      },
    ],
    possiblySecret: true,
    ...more,
  });

const reviewOf = (of: RecordItem, outcome: Review['outcome'], masks: readonly Mask[] = []): Review => ({
  ...{ comment: of.comment, version: of.version, outcome, masks, by: 'bo' },
  provision: outcome === 'given' ? null : '21:1',
});

const EVERY_FIELD: readonly Mask[] = [
  { of: 'text', from: 5, to: 15 },
  { of: 'text', from: 19, to: 33 },
  { of: 'author' },
  { of: 'link' },
  { of: 'reason', index: 0 },
  { of: 'reply', index: 0 },
  { of: 'media', index: 0 },
];

const everythingIn = (files: Record<string, Uint8Array>) =>
  Object.entries(files)
    .map(([name, content]) => {
      const bytes = Buffer.from(content);
      return `${name} ${name.endsWith('.pdf') ? drawnText(readPdf(bytes)) : ''} ${bytes.toString('latin1')}`;
    })
    .join('\n');

describe('the package that is given out', () => {
  it('holds what the reference lists, readable in every form, with sums that are right', async () => {
    const { names, textOf, rows, files } = await opened(orderOf(recordOf([item()])));
    expect(names).toEqual([
      ...['LÄS MIG.txt', 'forteckning-2026-04.pdf', 'kommentarer.csv', 'items.jsonl', 'items.schema.json'],
      'manifest-sha256.txt',
    ]);
    expect(rows).toHaveLength(1);
    const schema = new Ajv2020().compile(JSON.parse(textOf('items.schema.json')));
    expect(
      rows.every((row) => schema(row)),
      JSON.stringify(schema.errors),
    ).toBe(true);
    expect(textOf('kommentarer.csv').startsWith('\uFEFF"nr";"beteckning"')).toBe(true);
    expect(textOf('LÄS MIG.txt')).toContain('Begäran: SM 2026-7');
    expect(textOf('LÄS MIG.txt')).not.toMatch(/[{}]/u);
    for (const line of textOf('manifest-sha256.txt').trimEnd().split('\n')) {
      const [sha256, path = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(files[path] ?? '')
          .digest('hex'),
      ).toBe(sha256);
    }
  });

  it('has a list on paper for each month in which something came in, and what came late to a month stands with the next', async () => {
    const inMonth = (day: string, text: string) =>
      item({ arrivedAt: Temporal.Instant.from(`${day}T12:00Z`), text });
    const record = recordOf([
      inMonth('2026-03-30', 'mars'),
      // Already April in Sweden.
      item({ arrivedAt: Temporal.Instant.from('2026-03-31T22:30Z'), text: 'natten' }),
      inMonth('2026-03-02', 'äldre'),
      inMonth('2026-06-01', 'juni'),
    ]);
    const { names, files } = await opened(orderOf(record));
    const lists = names.filter((name) => name.endsWith('.pdf'));
    expect(lists).toEqual(['03', '04', '06'].map((month) => `forteckning-2026-${month}.pdf`));
    const said = lists.map((name) => drawnText(readPdf(Buffer.from(files[name] ?? ''))));
    for (const [index, texts] of [['mars'], ['natten', 'äldre'], ['juni']].entries())
      for (const text of texts) expect(said[index]).toContain(text);
  });

  it('is the same, byte for byte, when it is built again', async () => {
    const record = recordOf([item(), item({ version: 2, versions: 2 })]);
    const [one, other] = [await opened(orderOf(record)), await opened(orderOf(record))];
    expect(one.bytes.equals(other.bytes)).toBe(true);
    expect(one.outcome).toEqual(other.outcome);
    expect(one.outcome.sha256).toBe(createHash('sha256').update(one.bytes).digest('hex'));
  });

  it.each<[string, Review]>([
    ['masked in every field', reviewOf(secretItem(), 'masked', EVERY_FIELD)],
    ['withheld', reviewOf(secretItem(), 'withheld')],
  ])('has no secret of an item that is %s, nor its hash, and says by which provision', async (_, review) => {
    const media = new Map([[`${secretItem().comment}/0`, Buffer.from('bild')]]);
    const order = orderOf(recordOf([item(), secretItem()], media), {}, { reviews: [review] });
    const { files, rows, outcome, textOf } = await opened(order);
    const everything = everythingIn(files);
    for (const secret of [...SECRETS, secretItem().comment, 'beef', 'media/'])
      expect(everything.replace('media/: ', ''), secret).not.toContain(secret);
    expect(rows[1]).toMatchObject({ maskering: ['21 kap. 1 §'] });
    expect(rows[1]?.text).toMatch(/21 kap\. 1 §\]/u);
    expect(outcome).toMatchObject({ selected: 2, given: 1, [review.outcome]: 1 });
    expect(textOf('LÄS MIG.txt')).toContain('Handlingar (versioner) i urvalet: 2');
  });

  it('has no internal id, and the names of those who decided unless they are left out', async () => {
    const given = secretItem({ possiblySecret: false, media: [] });
    const named = await opened(orderOf(recordOf([given])));
    expect(everythingIn(named.files)).toContain('Anna Andersson');
    expect(everythingIn(named.files)).not.toContain(given.comment);
    const silent = await opened(orderOf(recordOf([given]), {}, { names: false }));
    expect(everythingIn(silent.files)).not.toContain('Anna Andersson');
    expect(silent.rows[0]?.atgard).toEqual(['beslut: ta bort']);
  });

  it.each<[string, Partial<RecordItem>]>([
    ['in another text', { text: 'Hälsa KIM  HEMLIGSSON från mig' }],
    ['in an address', { permalink: 'https://facebook.example/kim.hemligsson/posts/1' }],
    ['in an address with its letters coded', { permalink: 'https://facebook.example/Kim%20Hemligsson' }],
    ['by the same author once more', { author: { id: '17841499999999999', name: null } }],
    ['in a reply', { replies: [{ id: 'r', text: 'Hej Kim Hemligsson!', by: 'anna', at: item().createdAt }] }],
  ])('is not made while a masked name stands %s', async (_, more) => {
    const hidden = secretItem({ media: [] });
    const review = reviewOf(hidden, 'masked', EVERY_FIELD.slice(0, 6));
    const order = orderOf(recordOf([hidden, item(more)]), {}, { reviews: [review] });
    expect(await buildPackage(order)).toMatchObject({ refusal: { code: 'name-found', found: [{ nr: 2 }] } });
    expect(readdirSync(dirname(order.out))).toEqual([]);
  });

  it('is not made while something that a person must decide about is undecided, or of unknown outcome', async () => {
    const unreviewed = orderOf(recordOf([secretItem()]));
    expect(await buildPackage(unreviewed)).toMatchObject({
      refusal: { code: 'not-reviewed', items: [`${secretItem().comment}/1`] },
    });
    const act = { kind: 'delete-comment', state: 'unknown', how: null, at: null, externalId: null } as const;
    const stuck = item({ ticket: 12, acts: [{ ...act, commentVersion: 1, decision: null }] });
    expect(await buildPackage(orderOf(recordOf([stuck])))).toEqual({
      refusal: { code: 'unsettled', tickets: [12] },
    });
    const anyway = await opened(orderOf(recordOf([stuck]), { unsettledToo: true }));
    expect(anyway.textOf('LÄS MIG.txt')).toContain('ännu inte är känt: 1');
    expect(anyway.rows[0]?.atgard).toEqual(['åtgärd: ta bort, okänt om den är utförd']);
    for (const { out } of [unreviewed]) expect(readdirSync(dirname(out))).toEqual([]);
  });

  it('guards spreadsheets against formulas and keeps the text itself as it was', async () => {
    const evil = '=HYPERLINK("http://evil.example";"x")';
    const { textOf, rows } = await opened(
      orderOf(recordOf([item({ text: evil, author: { id: null, name: '@SUM(1)' } })])),
    );
    expect(textOf('kommentarer.csv')).toContain(`"'=HYPERLINK(""http`);
    expect(textOf('kommentarer.csv')).toContain(`"'@SUM(1)"`);
    expect(rows[0]?.text).toBe(evil);
  });

  it('has pictures under the number of their row, without what a camera wrote, and none of a masked one', async () => {
    const exif = Buffer.from([0xff, 0xe1, 0, 8, ...Buffer.from('GPS:59')]);
    const jpeg = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      exif,
      Buffer.from([0xff, 0xdb, 0, 4, 1, 2]),
      Buffer.from([0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9]),
    ]);
    const shown = secretItem({ possiblySecret: false });
    const order = orderOf(recordOf([shown], new Map([[`${shown.comment}/0`, jpeg]])));
    const { files, rows } = await opened(order);
    expect(rows[0]?.bilagor).toEqual(['media/000001-1.jpg']);
    const copy = Buffer.from(files['media/000001-1.jpg'] ?? []);
    expect(copy.length).toBe(jpeg.length - exif.length);
    expect(copy.includes('GPS')).toBe(false);
  });

  it('marks what is there only because something answers it, and counts it apart', async () => {
    const parent = item({ comment: 'p', externalId: '1001_5', text: 'Frågan' });
    const answer = item({ comment: 'a', externalId: '1001_6', parentId: '1001_5', text: 'Svaret' });
    const { rows, outcome } = await opened(
      orderOf(recordOf([parent, answer]), {}, { context: new Set(['p']) }),
    );
    expect(rows[0]?.anmarkning).toEqual([words.disclosure.context]);
    expect(rows[1]).toMatchObject({ svar_till_nr: 1 });
    expect(outcome).toMatchObject({ selected: 1, given: 1 });
  });

  it('leaves nothing under its name when it is stopped midway, and clears what a killed one left', async () => {
    const items = Array.from({ length: 900 }, (_, index) =>
      item({ comment: `c${index}`, externalId: `1_${index}` }),
    );
    const whole = recordOf(items);
    let pages = 0;
    const failing = {
      ...whole,
      recordItems: (...asked: Parameters<typeof whole.recordItems>) => {
        pages += 1;
        if (pages > 1) throw new Error('the disk is full');
        return whole.recordItems(...asked);
      },
    };
    const order = orderOf(failing);
    await expect(buildPackage(order)).rejects.toThrow('the disk is full');
    expect(readdirSync(dirname(order.out))).toEqual([]);
    mkdirSync(join(dirname(order.out), '.utlamnande.zip.tmp-killed'));
    await buildPackage({ ...order, store: whole });
    expect(existsSync(order.out)).toBe(true);
    expect(readdirSync(dirname(order.out))).toEqual(['utlamnande.zip']);
  });

  it('needs no more memory for many items than for a page of them', async () => {
    const text = 'Å'.repeat(20_000);
    const many = 1000;
    const record = recordOf([]);
    let most = 0;
    const endless = {
      ...record,
      recordItems: async (_: string, __: unknown, after: string | null) => {
        globalThis.gc?.();
        most = Math.max(most, process.memoryUsage().heapUsed);
        const from = Number(after ?? 0);
        const items = Array.from({ length: 50 }, (_, index) =>
          item({
            comment: `c${from + index}`,
            externalId: `1_${from + index}`,
            text: `${from + index} ${text}`,
          }),
        );
        return { items, names: new Map(), next: from + 50 < many ? String(from + 50) : null };
      },
    };
    const before = process.memoryUsage().heapUsed;
    const order = orderOf(endless);
    expect(await buildPackage(order)).toMatchObject({ selected: many });
    // All of it is 40 MB of text, and more than twice that in the forms that it is written in.
    expect(most - before).toBeLessThan(60_000_000);
    expect(readFileSync(order.out).length).toBeGreaterThan(10_000);
  });
});
