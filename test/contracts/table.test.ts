import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PLATFORM_NAMES, platformOf } from '../../src/platforms/index.ts';
import { cellsOf } from './cells.ts';
import { suiteOf, tableOf } from './table.ts';

const CELLS = cellsOf('linkedin').map((place) => ({ ...place, said: '0× gone' }));
const FILES = [suiteOf('linkedin'), 'test/core/window.test.ts'];

describe('the table of the contract suite', () => {
  it('has a suite for every platform that is spoken to', () => {
    const spoken = PLATFORM_NAMES.filter((name) => platformOf(name).api !== undefined);
    expect(spoken.filter((name) => !existsSync(suiteOf(name)))).toEqual([]);
  });

  it('misses nothing where every cell is there', () => {
    const { text, missing } = tableOf(CELLS, FILES);
    expect(missing).toEqual([]);
    expect(text).not.toContain('MISSING');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(150);
  });

  it('names every cell that is not, and asks for none of a platform that was not run', () => {
    const { text, missing } = tableOf(CELLS.slice(1, -1), FILES);
    expect(missing).toEqual(['linkedin, faults, hide, rate-limited', 'linkedin, paging, nothing that tells']);
    expect(text).toContain('MISSING');
    expect(tableOf([], [])).toEqual({ text: '', missing: [] });
    expect(tableOf([], FILES).missing).toHaveLength(CELLS.length);
  });
});
