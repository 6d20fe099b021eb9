import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/core/journal.ts';
import { type ChainedEntry, chain, genesisHash, verifyChain } from '../../src/store/journal-chain.ts';

const TOWN = 'filipstad';

const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const at = fc
  .bigInt({ min: 0n, max: 4_000_000_000_000_000n })
  .map((us) => Temporal.Instant.fromEpochNanoseconds(us * 1000n).toString());
const note = fc.record({
  at,
  kind: fc.constantFrom('comment-arrived', 'ticket-opened', 'effect-done'),
  ticket: fc.option(fc.uuid()),
  by: fc.option(fc.uuid()),
  data: fc.dictionary(fc.string(), value),
});
const journals = fc
  .array(note, { minLength: 1, maxLength: 8 })
  .map((notes) => journal(notes as ChainedEntry[]));

function journal(
  notes: readonly Omit<ChainedEntry, 'municipality' | 'seq'>[],
  municipality = TOWN,
): JournalEntry[] {
  let previousHash = genesisHash(municipality);
  return notes.map((each, index) => {
    const entry = { ...each, municipality, seq: index + 1 };
    const hash = chain(previousHash, entry);
    const stored = { ...entry, previousHash, hash };
    previousHash = hash;
    return stored;
  });
}

const THREE = journal(
  [1, 2, 3].map((n) => ({
    at: `2026-04-02T13:30:0${n}Z`,
    kind: 'comment-arrived' as const,
    ticket: null,
    by: null,
    data: { n },
  })),
);

describe('the journal chain', () => {
  it('verifies a journal however its fields and data are ordered', async () => {
    await fc.assert(
      fc.asyncProperty(journals, async (entries) => {
        const reordered = entries.map((entry) => {
          const data = Object.fromEntries(Object.entries(entry.data).reverse());
          return Object.fromEntries(Object.entries({ ...entry, data }).reverse()) as unknown as JournalEntry;
        });
        const whole = { ok: true, count: entries.length, head: entries.at(-1)?.hash };
        expect(await verifyChain(TOWN, JSON.parse(JSON.stringify(reordered)))).toEqual(whole);
      }),
    );
  });

  it('breaks at exactly the entry of which any field changed', async () => {
    const field = fc.constantFrom(
      'municipality',
      'seq',
      'at',
      'kind',
      'ticket',
      'by',
      'data',
      'previousHash',
      'hash',
    );
    await fc.assert(
      fc.asyncProperty(journals, fc.nat(), field, fc.anything(), async (entries, pick, name, change) => {
        const index = pick % entries.length;
        const before = entries[index] as JournalEntry;
        const tampered = {
          ...before,
          [name]: changed(before[name as keyof JournalEntry], change),
        } as JournalEntry;
        const verdict = await verifyChain(TOWN, entries.with(index, tampered));
        expect(verdict).toMatchObject({ ok: false, row: index + 1 });
      }),
    );
  });

  it.each([
    ['a row taken out', THREE.toSpliced(1, 1), { row: 2, seq: 3, why: 'gap', expected: 2, found: 3 }],
    ['a row twice', [THREE[0], THREE[0], THREE[1]], { row: 2, seq: 1, why: 'gap', expected: 2, found: 1 }],
    ['the first rows cut off', THREE.slice(1), { row: 1, seq: 2, why: 'gap' }],
    ['another town', journal(THREE, 'mora'), { row: 1, why: 'municipality', expected: TOWN, found: 'mora' }],
    ['a row hashed anew', THREE.with(1, rehashed(1)), { row: 3, seq: 3, why: 'previous' }],
    [
      'a changed row',
      THREE.with(2, { ...THREE[2], by: 'x' } as JournalEntry),
      { row: 3, seq: 3, why: 'hash' },
    ],
  ])('says where and why: %s', async (_what, entries, expected) => {
    expect(await verifyChain(TOWN, entries as JournalEntry[])).toMatchObject({ ok: false, ...expected });
  });

  it('takes entries as they stream in, and an empty journal for whole', async () => {
    async function* stream() {
      yield* THREE;
    }
    expect(await verifyChain(TOWN, stream())).toMatchObject({ ok: true, count: 3 });
    expect(await verifyChain(TOWN, [])).toEqual({ ok: true, count: 0, head: genesisHash(TOWN) });
  });

  it('keeps its format: a hash once written verifies for ever', () => {
    expect(genesisHash(TOWN)).toMatchInlineSnapshot(
      `"4b06b74cec627d2254499b7d2ab0e9a3c78e458c811bbbbf93c1686d8980deab"`,
    );
    expect(THREE[2]?.hash).toMatchInlineSnapshot(
      `"f88bca3cbae656387cd513a903416c4cbbf9e00d67b4ac42b0a9c4317178beea"`,
    );
  });

  it.each(['2026-04-02T13:30:00.1234567Z', '2026-04-02T15:30:00+02:00', '2026-04-02T13:30:00.120Z'])(
    'refuses the instant %s, which would read back otherwise',
    (wrong) => {
      expect(() => chain(genesisHash(TOWN), { ...(THREE[0] as JournalEntry), at: wrong })).toThrow(
        RangeError,
      );
    },
  );
});

/** Something other than `before` of the same type, steered by `change`. */
function changed(before: JournalEntry[keyof JournalEntry], change: unknown): unknown {
  if (typeof before === 'number')
    return before + 1 + (Number.isInteger(change) ? Math.abs(change as number) % 9 : 0);
  if (typeof before === 'string')
    return `${before}${typeof change === 'string' ? change.toWellFormed() : ''}x`;
  if (before === null) return 'someone';
  return { ...before, added: true };
}

function rehashed(index: number): JournalEntry {
  const entry = { ...(THREE[index] as JournalEntry), by: 'someone' };
  return { ...entry, hash: chain(entry.previousHash, entry) };
}
