import { join } from 'node:path';
import type { ReportFacts } from '../../../src/ports/report.ts';
import { readQuarter } from '../../../src/records/report/quarter.ts';
import { drawUpReport, type Report } from '../../../src/records/report/report.ts';
import { loadPolicies } from '../../../src/rules/load-policies.ts';

const policies = loadPolicies(join(import.meta.dirname, '..', '..', '..', 'rules'));

/** A quarter of a town of some size. */
export const FACTS: ReportFacts = {
  arrived: [
    { platform: 'facebook', count: 1412 },
    { platform: 'instagram', count: 230 },
    { platform: 'youtube', count: 3 },
  ],
  messages: 41,
  tickets: [
    { source: 'finding', rule: 'BBS-5-1D', count: 6 },
    { source: 'finding', rule: 'FIL-20', count: 81 },
    { source: 'question', rule: null, count: 163 },
    { source: 'message', rule: null, count: 41 },
    { source: 'other', rule: null, count: 9 },
  ],
  measures: [
    { measure: 'deleted', rule: 'FIL-22', count: 2 },
    { measure: 'deleted', rule: 'FIL-20', count: 31 },
    { measure: 'deleted', rule: 'FIL-21', count: 12 },
    { measure: 'deleted', rule: 'GONE-1', count: 7 },
    { measure: 'hidden', rule: 'FIL-20', count: 33 },
    { measure: 'let-stand', rule: 'FIL-20', count: 44 },
    { measure: 'let-stand', rule: null, count: 6 },
    { measure: 'undone', rule: 'FIL-20', count: 1 },
  ],
  replies: { here: 150, elsewhere: 12 },
  blocks: { made: 1, lifted: 0, active: 3 },
  register: [
    { kind: 'comment', count: 52 },
    { kind: 'police-report', count: 2 },
    { kind: 'request', count: 5 },
  ],
  medians: {
    secured: { hours: 0.24, of: 52 },
    numbered: { hours: 20.31, of: 40 },
    removed: { hours: 1.46, of: 52 },
  },
  clock: { due: 170, inTime: 158 },
  acts: { failed: 6, unknown: 1 },
  unheard: [{ platform: 'facebook', count: 2, hours: 9 }],
  wrongFlags: 17,
};

/** The report of a municipality's fourth quarter, as of its end. */
export function reportOf(
  municipality: string,
  facts: Partial<ReportFacts> = {},
  { language }: { language?: 'sv' | 'en' } = {},
): Report {
  const policy = policies.get(municipality);
  if (!policy) throw new Error(`No rules of ${municipality}`);
  const quarter = readQuarter('2026Q4');
  return drawUpReport({
    facts: { ...FACTS, ...facts },
    policy: { ...policy, language: language ?? policy.language },
    quarter,
    now: quarter.to,
  });
}
