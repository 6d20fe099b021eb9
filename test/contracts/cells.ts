import type { PlatformName } from '../../src/core/platform.ts';
import { ACT_NAMES } from './acts.ts';
import { FAULTS } from './wire.ts';

/** How deliveries come that are not one by one and in order: by webhook, or to the list of whom nobody tells. */
export const DELIVERIES = ['duplicate', 'reordered', 'batch'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** How lists lead astray, on every platform. */
const TRAPS = [
  'more than a page',
  'fewer than asked for',
  'empty pages',
  'repeating cursor',
  'circle',
  'no end',
  'moves between pages',
  'own replies past empty pages',
] as const;
/** And on one or another: what platforms.md names. */
const OWN_TRAPS = {
  facebook: ['ranked feed', 'cursor after the last'],
  instagram: ['partial replies', 'withheld replies', 'nothing though counted'],
  youtube: ['partial replies'],
  linkedin: ['partial replies', 'total alone', 'nothing that tells'],
} as const satisfies Partial<Record<PlatformName, readonly string[]>>;
export type CommonTrap = (typeof TRAPS)[number];

/** The traps of a platform's lists. */
export const trapsOf = (name: PlatformName): readonly string[] => [
  ...TRAPS,
  ...(name in OWN_TRAPS ? OWN_TRAPS[name as keyof typeof OWN_TRAPS] : []),
];

/** Where a cell stands. */
interface Place {
  readonly platform: PlatformName;
  readonly part: 'faults' | 'deliveries' | 'paging';
  readonly row: string;
  /** Null where the row has one cell. */
  readonly column: string | null;
}

/** What one test of the suite has found, as the run's table shows it. */
export interface Cell extends Place {
  readonly said: string;
}

declare module 'vitest' {
  interface TaskMeta {
    /** Absent where the test fills none. */
    cell?: Cell;
  }
}

/** Fills the cell of the running test with what it finds; one that finds out otherwise has it say so. */
export async function fill(
  task: { readonly meta: { cell?: Cell } },
  place: Place,
  find: () => Promise<string>,
): Promise<void> {
  task.meta.cell = { ...place, said: 'FAILED' };
  task.meta.cell = { ...place, said: await find() };
}

/** Every cell that a platform's suite must fill. */
export const cellsOf = (platform: PlatformName): Place[] => [
  ...ACT_NAMES.flatMap((row) => FAULTS.map((column) => ({ platform, part: 'faults' as const, row, column }))),
  ...DELIVERIES.map((row) => ({ platform, part: 'deliveries' as const, row, column: null })),
  ...trapsOf(platform).map((row) => ({ platform, part: 'paging' as const, row, column: null })),
];
