import type { Policy } from '../../core/policy.ts';
import type { ReportFacts } from '../../ports/report.ts';
import {
  arrivedTable,
  blockTable,
  messageTable,
  registerTable,
  reliabilityTables,
  replyTable,
  screeningTable,
  ticketTable,
} from './count-tables.ts';
import type { Quarter } from './quarter.ts';
import { clockTable, measureTable, medianTable } from './rule-tables.ts';
import type { Table } from './table.ts';
import { reportWords, type Say } from './words.ts';

/** A municipality's transparency report for one quarter, as it may be published. */
export interface Report {
  readonly municipality: string;
  readonly name: string;
  readonly language: 'sv' | 'en';
  readonly quarter: string;
  readonly title: string;
  readonly lead: string;
  /** The quarter was not over when it was drawn up. */
  readonly preliminary: boolean;
  /** What holds for all of it: that nothing is decided automatically, and how small numbers are shown. */
  readonly about: readonly string[];
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly tables: readonly Table[];
  }[];
}

/** What a report is drawn up of. */
export interface ReportParts {
  readonly facts: ReportFacts;
  readonly policy: Policy;
  readonly quarter: Quarter;
  readonly now: Temporal.Instant;
}

/** Draws it up: small numbers are withheld here, so that no format can show them. */
export function drawUpReport({ facts, policy, quarter, now }: ReportParts): Report {
  const say = reportWords(policy.language);
  const named = say('quarter', { number: quarter.number, year: quarter.year });
  const section = (id: string, tables: readonly Table[]) => ({ id, heading: say(`section.${id}`), tables });
  const deleted = measureTable('deleted', facts, policy, say);
  return {
    municipality: policy.municipality,
    name: policy.name,
    language: policy.language,
    quarter: `${quarter.year}Q${quarter.number}`,
    title: say('title', { quarter: named }),
    lead: say('lead', { name: policy.name, quarter: named }),
    preliminary: Temporal.Instant.compare(now, quarter.to) < 0,
    about: ['decisions', 'few', 'request', 'rules', 'trial', 'authors'].map((key) => say(`about.${key}`)),
    sections: [
      section('in', inTables(facts, policy, say)),
      section('measures', [deleted, ...measureTables(facts, policy, say)]),
      section('record', [registerTable(facts, say)]),
      section('time', [clockTable(facts, policy, say), medianTable(facts, deleted, say)]),
      section('reliability', reliabilityTables(facts, say)),
    ],
  };
}

function inTables(facts: ReportFacts, policy: Policy, say: Say): Table[] {
  const arrived = arrivedTable(facts, say);
  const tickets = ticketTable(facts, policy, say);
  return [arrived, messageTable(facts, say), tickets, screeningTable(facts, { arrived, tickets }, say)];
}

function measureTables(facts: ReportFacts, policy: Policy, say: Say): Table[] {
  const measures = ['hidden', 'undone', 'let-stand', 'referred'] as const;
  return [
    ...measures.map((measure) => measureTable(measure, facts, policy, say)),
    replyTable(facts, say),
    blockTable(facts, say),
  ];
}
