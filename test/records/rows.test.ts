import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordAct, RecordDecision, RecordItem } from '../../src/core/record-item.ts';
import { loadRecordWords } from '../../src/records/record-words.ts';
import { cellsOf, type RowContext, rowOf } from '../../src/records/rows.ts';
import { at, item } from './record-items.ts';

const words = loadRecordWords(join(import.meta.dirname, '..', '..', 'cards'));
const ANNA = '00000000-0000-4000-8000-00000000aaaa';

const row = (more: Partial<RecordItem> = {}, context: Partial<RowContext> = {}) =>
  rowOf(item(more), {
    ...{ nr: 1, replyTo: null, fileOf: () => null, names: new Map([[ANNA, 'Anna Andersson']]), words },
    ...context,
  });

const decision: RecordDecision = {
  id: 'd',
  verb: 'remove',
  rule: 'FIL-07',
  quote: 'Inga personangrepp.',
  policy: 'v1',
  reason: 'Namnger en anställd.',
  by: ANNA,
  at: at('2026-04-02T07:00:00Z'),
};
const act = (more: Partial<RecordAct> = {}): RecordAct => ({
  kind: 'delete-comment',
  state: 'done',
  how: 'performed',
  at: at('2026-04-02T07:30:00Z'),
  externalId: null,
  commentVersion: 1,
  decision: 'd',
  ...more,
});

describe('a row of the record', () => {
  it('has the columns of the reference (record.md §8), in their order, each of them explained', () => {
    const columns =
      'nr beteckning diarienummer riktning plattform konto post_lank lank forfattare_visat_namn forfattare_id skapad_lokal skapad_utc inkommen_utc version av_versioner andrad_utc text bilagor synlighet atgard atgard_utc regel regeltext regelversion motivering svar svar_utc svar_till_nr maskering anmarkning';
    expect(Object.keys(words.columns)).toEqual(columns.split(' '));
    expect(Object.keys(row())).toEqual(columns.split(' '));
    expect(cellsOf(row(), words)).toHaveLength(30);
  });

  it('keeps the words as they are, tells the time twice, and keeps the digits of ids', () => {
    expect(row()).toMatchObject({
      text: 'När öppnar badhuset? 👍🏽',
      forfattare_visat_namn: 'Åsa Öström 🙏',
      forfattare_id: 'facebook:17841400000000077',
      skapad_lokal: '2026-04-02 00.30',
      skapad_utc: '2026-04-01T22:30:00Z',
      inkommen_utc: '2026-04-01T22:30:05Z',
      andrad_utc: null,
      riktning: 'inkommen',
      synlighet: 'synlig',
    });
    expect(row({ permalink: null }).lank).toBe('facebook:1001_17841400000000001');
    expect(row({ own: true }).riktning).toBe('utgående');
  });

  it('sets what was decided beside what was done, in the order of time', () => {
    const failed = act({ state: 'failed', how: null, at: null });
    const told = row({ decisions: [decision], acts: [failed, act()], visibility: 'gone' });
    expect(told.atgard).toEqual([
      'beslut: ta bort',
      'åtgärd: ta bort, utförd (av systemet)',
      'åtgärd: ta bort, misslyckad',
    ]);
    expect(told.atgard_utc).toEqual(['2026-04-02T07:00:00Z', '2026-04-02T07:30:00Z', null]);
    expect(told.regel).toEqual(['FIL-07', null, null]);
    expect(told.regeltext).toEqual(['Inga personangrepp.', null, null]);
    expect(told.regelversion).toEqual(['v1', null, null]);
    expect(told.motivering).toEqual(['Namnger en anställd.', null, null]);
    expect(cellsOf(told, words)[21]).toBe('FIL-07 |  | ');
    const hidden = row({ decisions: [{ ...decision, verb: 'hide-now', reason: 'awaiting-assessment' }] });
    expect(hidden.motivering).toEqual(['I väntan på bedömning.']);
  });

  it.each<[string, Partial<RecordItem>, string | null]>([
    ['that stands', {}, 'synlig'],
    ['that is hidden', { visibility: 'hidden' }, 'dold'],
    ['that we removed', { visibility: 'gone', acts: [act()] }, 'borttagen av kommunen'],
    [
      'that we removed by hand',
      { visibility: 'gone', acts: [act({ how: 'by-hand' })] },
      'borttagen av kommunen',
    ],
    [
      'that was gone already',
      { visibility: 'gone', acts: [act({ how: 'already-so' })] },
      'borttagen av annan',
    ],
    [
      'whose removal was only tried',
      { visibility: 'gone', acts: [act({ how: 'trial' })] },
      'borttagen av annan',
    ],
    [
      'whose removal may have been done',
      { visibility: 'gone', acts: [act({ state: 'unknown', how: null })] },
      'okänd',
    ],
    [
      'that staff removed on the platform, as they said',
      { visibility: 'gone', decisions: [{ ...decision, verb: 'own-act' }] },
      'borttagen av kommunen',
    ],
    ['that its author removed', { visibility: 'gone' }, 'borttagen av annan'],
    ['that a later version replaced', { versions: 2 }, null],
    ['that an older one came after', { versions: 2, inForce: true }, 'synlig'],
    ['that came after a newer one', { version: 2, versions: 2, inForce: false }, null],
  ])('says of what %s how it stands', (_, more, expected) => {
    expect(row(more).synlighet).toBe(expected);
  });

  it('names who decided, but never by an id, and not where names are left out', () => {
    expect(row({ decisions: [decision] }).anmarkning).toEqual(['Beslut av Anna Andersson.']);
    const silent = row({ decisions: [decision] }, { names: null });
    expect(silent.anmarkning).toEqual([]);
    expect(JSON.stringify([row({ decisions: [decision] }), silent])).not.toContain(ANNA);
  });

  it('tells what a colleague said as no decision, and by nobody’s name', () => {
    const fact = {
      ...decision,
      verb: 'answer-colleague',
      rule: null,
      quote: null,
      reason: 'Badet öppnar i maj.',
    };
    expect(row({ decisions: [fact] })).toMatchObject({
      atgard: ['uppgift från en kollega, internt underlag som inte skickades'],
      motivering: ['Badet öppnar i maj.'],
      anmarkning: [],
    });
  });

  it('says what has been disposed of, what is no comment, and what it answers', () => {
    const replies = [{ id: 'r', text: null, by: ANNA, at: decision.at }];
    const more = { kind: 'message' as const, text: null, parentId: '1001_5', replies };
    expect(row({ ...more, decisions: [{ ...decision, reason: null }] }, { names: null }).anmarkning).toEqual([
      'Privat meddelande.',
      'Texten är gallrad.',
      'En motivering är gallrad.',
      'Ett svar är gallrat.',
      'Svarar på facebook:1001_5.',
    ]);
    expect(row({ parentId: '1001_5' }, { replyTo: 4 })).toMatchObject({ svar_till_nr: 4, anmarkning: [] });
  });

  it('names a copy by its place in the package, and what has none by its address', () => {
    const of = (position: number) => ({
      ...{ position, type: 'photo', url: 'https://cdn.example/1' },
      ...{ contentType: null, sha256: null, bytes: null },
    });
    const fileOf = (position: number) => (position === 0 ? 'media/000001-1.jpg' : null);
    expect(row({ media: [of(0), of(1)] }, { fileOf }).bilagor).toEqual([
      'media/000001-1.jpg',
      'photo https://cdn.example/1',
    ]);
  });
});
