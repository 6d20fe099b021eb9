import { describe, expect, it } from 'vitest';
import { CSV_BOM, csvLine } from '../../../src/records/documents/csv.ts';

describe('a line for Swedish Excel', () => {
  it('quotes every cell, divides them by semicolons and ends with CRLF', () => {
    expect(csvLine(['Anna "Ann" Ek', 'a;b', 'två\nrader', ''])).toBe(
      '"Anna ""Ann"" Ek";"a;b";"två\nrader";""\r\n',
    );
  });

  it.each(['=1+1', '+46', '-1', '@SUM(A1)', '\tx', '\rx'])(
    'lets no spreadsheet take %j for a formula',
    (cell) => {
      expect(csvLine([cell])).toBe(`"'${cell}"\r\n`);
    },
  );

  it('leaves a sign in the middle alone', () => {
    expect(csvLine(['a=b'])).toBe('"a=b"\r\n');
  });

  it('cuts what no cell can hold, and says where the rest is', () => {
    const line = csvLine([`${'å'.repeat(32_720)}${'😀'.repeat(100)}`]);
    expect(line.length - '""\r\n'.length).toBeLessThanOrEqual(32_767);
    expect(line).toContain('JSONL');
    expect(line.isWellFormed()).toBe(true);
    expect(csvLine(['a'.repeat(32_767)])).toHaveLength(32_767 + 4);
  });

  it('has the mark by which Excel knows UTF-8', () => {
    expect(Buffer.from(CSV_BOM).toString('hex')).toBe('efbbbf');
  });
});
