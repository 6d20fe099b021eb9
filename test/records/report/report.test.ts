import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportFacts } from '../../../src/ports/report.ts';
import { reportCsv } from '../../../src/records/report/csv.ts';
import { readQuarter } from '../../../src/records/report/quarter.ts';
import type { Report } from '../../../src/records/report/report.ts';
import type { Shown } from '../../../src/records/report/small-cells.ts';
import type { Table } from '../../../src/records/report/table.ts';
import { FACTS, reportOf } from './facts.ts';

function tableOf({ sections }: Report, wanted: string): Table {
  const found = sections.flatMap(({ tables }) => tables).find(({ id }) => id === wanted);
  if (!found) throw new Error(`No table ${wanted}`);
  return found;
}
const brief = (shown: Shown | null) => (shown?.kind === 'count' ? shown.count : (shown?.kind ?? null));
const rowsOf = (report: Report, id: string) =>
  tableOf(report, id).rows.map(({ key, shown }) => [key, brief(shown)]);

describe('A transparency report', () => {
  const report = reportOf('filipstad');

  it('shows measures by rule in the order of the published rules, each with its strength', () => {
    const { rows, total } = tableOf(report, 'deleted');
    expect(rows.map(({ key, shown }) => [key, brief(shown)])).toEqual([
      ['FIL-20', 31],
      ['FIL-21', 12],
      ['FIL-22', 'few'],
      ['GONE-1', 'withheld'],
    ]);
    expect(brief(total)).toBe(52);
    expect(rows[0]?.note).toMatch(/^kommunen /u);
    expect(rows[0]?.label).toMatch(/^FIL-20: \S/u);
    expect(rows[3]?.label).toContain('inte längre gäller');
  });

  it('withholds the second number of a platform, and the share that would give it away', () => {
    expect(rowsOf(report, 'arrived')).toEqual([
      ['facebook', 1412],
      ['instagram', 'withheld'],
      ['youtube', 'few'],
      ['linkedin', 0],
    ]);
    expect(rowsOf(report, 'screening')).toEqual([
      ['share', 'share'],
      ['wrong', 17],
    ]);
    const few = reportOf('filipstad', { tickets: [{ source: 'message', rule: null, count: 2 }] });
    expect(rowsOf(few, 'screening')[0]).toEqual(['share', 'withheld']);
  });

  it('counts a finding on the statutory overlay as the law’s', () => {
    expect(rowsOf(report, 'tickets')).toEqual([
      ['law', 6],
      ['rule', 81],
      ['question', 163],
      ['message', 41],
      ['other', 9],
    ]);
  });

  it('counts requests and police reports by their entries, and shows a kind without any as 0', () => {
    expect(rowsOf(report, 'register')).toEqual([
      ['comment', 52],
      ['message', 0],
      ['request', 5],
      ['decision', 0],
      ['police-report', 'few'],
      ['disposal', 0],
    ]);
  });

  it('speaks of a promise where one was published, and of an internal goal elsewhere', () => {
    expect(tableOf(report, 'clock').caption).toBe('Svarslöftet (FIL-06)');
    for (const other of ['eslov', 'ludvika', 'vallentuna', 'angelholm']) {
      const { caption, definition } = tableOf(reportOf(other), 'clock');
      expect(caption).toBe('Internt mål för svar');
      expect(definition).not.toMatch(/svarslöfte/iu);
    }
  });

  it('says that nothing is decided automatically', () => {
    expect(report.about.join(' ')).toContain('inga automatiserade beslut');
    expect(reportOf('filipstad', {}, { language: 'en' }).about.join(' ')).toContain('no automated decisions');
  });

  it('says that it is preliminary while the quarter goes on', () => {
    expect(report.preliminary).toBe(false);
  });

  it('has no median of removals where how many there were is not shown', () => {
    const few = reportOf('filipstad', { measures: [{ measure: 'deleted', rule: 'FIL-20', count: 4 }] });
    expect(rowsOf(few, 'medians')).toContainEqual(['removed', 'withheld']);
    expect(rowsOf(report, 'medians')).toContainEqual(['removed', 'hours']);
  });
});

describe('Any transparency report', () => {
  const count = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 400 }));
  const rules = fc.constantFrom('FIL-20', 'FIL-21', 'FIL-22', 'BBS-5-1D', null);
  const facts: fc.Arbitrary<Partial<ReportFacts>> = fc.record({
    arrived: fc.tuple(count, count).map(([facebook, youtube]) => [
      { platform: 'facebook' as const, count: facebook },
      { platform: 'youtube' as const, count: youtube },
    ]),
    messages: count,
    measures: fc.uniqueArray(
      fc.record({ measure: fc.constantFrom('deleted', 'hidden', 'undone'), rule: rules, count }),
      { selector: ({ measure, rule }) => `${measure}${rule}` },
    ),
    blocks: fc.record({ made: count, lifted: count, active: count }),
    clock: fc.tuple(count, count).map(([a, b]) => ({ due: a + b, inTime: a })),
    wrongFlags: count,
  });

  it('holds no number from 1 to 4 of anything that people did, in JSON or in CSV', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const report = reportOf('filipstad', given);
        const shown = report.sections
          .flatMap(({ tables }) => tables)
          .filter(({ id }) => !['gaps', 'gapHours'].includes(id))
          .flatMap(({ rows, total }) => [...rows.map((row) => row.shown), ...(total ? [total] : [])]);
        for (const each of shown)
          if (each.kind === 'count') expect(each.count === 0 || each.count > 4).toBe(true);
        const small = reportCsv(report)
          .split('\r\n')
          .filter((line) => /;"[1-4]";"count";/u.test(line));
        expect(small.every((line) => /"gap(?:s|Hours)"/u.test(line))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves more than one number possible for whatever a sum is shown beside', () => {
    fc.assert(
      fc.property(facts, (given) => {
        for (const { rows, total } of reportOf('filipstad', given).sections.flatMap(({ tables }) => tables)) {
          if (total?.kind !== 'count') continue;
          const unseen = rows.filter(({ shown }) => shown.kind !== 'count');
          expect(unseen.length).not.toBe(1);
          const rest = rows.reduce(
            (left, { shown }) => (shown.kind === 'count' ? left - shown.count : left),
            total.count,
          );
          const least = unseen.reduce((sum, { shown }) => sum + (shown.kind === 'few' ? 1 : 5), 0);
          if (unseen.length > 0) expect(rest).toBeGreaterThan(least + 1);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('The quarter', () => {
  it.each([
    ['2026Q4', '2026-09-30T22:00:00Z', '2026-12-31T23:00:00Z'],
    ['2027Q1', '2026-12-31T23:00:00Z', '2027-03-31T22:00:00Z'],
  ])('%s lies from %s to %s', (text, from, to) => {
    const quarter = readQuarter(text);
    expect([quarter.from.toString(), quarter.to.toString()]).toEqual([from, to]);
  });

  it.each(['2026', '2026Q5', '26Q1', '2026q1', 'Q1'])('%s is none', (text) => {
    expect(() => readQuarter(text)).toThrow('expected a year and its quarter such as 2026Q4');
  });
});

describe('The CSV', () => {
  it('has a line for each number, with its meaning, and no number where none is shown', () => {
    const lines = reportCsv(reportOf('filipstad')).split('\r\n');
    expect(lines.find((line) => line.includes('"deleted";') && line.includes('"FIL-22"'))).toContain(
      '"1–4";"";"";',
    );
    expect(lines.find((line) => line.includes('"medians"') && line.includes('"numbered"'))).toContain(
      '"20,3"',
    );
    expect(FACTS.measures).toHaveLength(8);
  });
});
