import { describe, expect, it } from 'vitest';
import { BLOCKS } from '../../src/core/disposal.ts';
import { DisposalRule, DisposalType } from '../../src/core/disposal-policy.ts';
import type { DisposalProtocol } from '../../src/ports/disposal.ts';
import { writeProtocol } from '../../src/records/disposal/protocol-pdf.ts';
import words from '../../src/records/disposal/words.json' with { type: 'json' };
import { drawnText, readPdf } from './documents/read-pdf.ts';

const protocol: DisposalProtocol = {
  schema: 'kommentarsvakten/gallringsprotokoll/1',
  municipality: 'filipstad',
  disposal: '01900000-0000-7000-8000-000000000010',
  reference: 'SM 2028-7',
  rule: DisposalRule.parse({
    ...{
      id: 'GALLRA-1',
      type: 'comment',
      after: { years: 2, months: 6 },
      from: 'year-end',
      plan: 'Plan 4.2',
    },
    decision: { board: 'Kommunstyrelsen', paragraph: '§ 12', date: '2026-03-17', number: 'KS 2026/100' },
    leaves: ['reasons'],
  }),
  policy: 'abc',
  oldest: '2026-01-10T08:00:00Z',
  newest: '2026-02-10T08:00:00Z',
  proposedBy: 'a',
  proposedAt: '2028-11-20T08:00:00Z',
  confirmedBy: [
    { by: 'b', at: '2028-11-20T09:00:00Z' },
    { by: 'c', at: '2028-11-20T10:00:00Z' },
  ],
  begunAt: '2028-11-20T10:00:01Z',
  endedAt: '2028-11-20T10:00:09Z',
  proposed: 12,
  disposed: { comment: 10 },
  versions: 14,
  firstId: '01900000-0000-7000-8000-000000000001',
  lastId: '01900000-0000-7000-8000-000000000009',
  batches: 1,
  stayed: { hold: 2 },
  readBack: { checked: 10, left: 0 },
  journalBefore: { seq: 41, hash: 'aa' },
  journalAfter: { seq: 44, hash: 'bb' },
};

const drawn = async (language: 'sv' | 'en', of = protocol) => {
  const chunks: Buffer[] = [];
  const names = new Map([
    ['a', 'Anna Lind'],
    ['b', 'Bo Ek'],
  ]);
  const sink = { write: async (chunk: Uint8Array) => void chunks.push(Buffer.from(chunk)) };
  await writeProtocol(of, { language, municipality: 'Filipstads kommun', names }, sink);
  return drawnText(readPdf(Buffer.concat(chunks))).replaceAll(/\s+/gu, ' ');
};

describe('the protocol of a disposal, as it is read', () => {
  it('says which decision, who, when, how many, what stayed and what remains', async () => {
    const text = await drawn('sv');
    for (const words of [
      ...[
        'Gallringsprotokoll SM 2028-7',
        'Filipstads kommun',
        'Kommentar utan åtgärd',
        '2026-03-17',
        'KS 2026/100',
      ],
      ...[
        '2 år 6 månader från kalenderårets slut',
        'Anna Lind, 2028-11-20 09.00',
        'Bo Ek',
        'Motiveringar har bevarats',
      ],
      ...[
        '12 föreslagna, 10 gallrade',
        'Begärt utlämnande eller annat hinder',
        '10 har lästs tillbaka',
        'rad 44, bb',
      ],
    ])
      expect(text).toContain(words);
  });

  it('is written in English too, and says so where nothing stayed', async () => {
    const text = await drawn('en', { ...protocol, stayed: {} });
    expect(text).toContain('Disposal protocol SM 2028-7');
    expect(text).toContain('Everything that was proposed was disposed of.');
  });

  it('has words for every type and every reason', () => {
    const keys = Object.keys(words);
    expect(keys).toEqual(expect.arrayContaining([...BLOCKS].map((why) => `why.${why}`)));
    expect(keys).toEqual(expect.arrayContaining(DisposalType.options.map((type) => `type.${type}`)));
  });
});
