import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { mapsOf } from './maps.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');
const FILE = join(RULES, 'maps.md');

it('the table of the five towns’ maps is that of the rules files', () => {
  const made = mapsOf(loadPolicies(RULES).values());
  if (process.env['UPDATE_MAPS'] !== undefined) writeFileSync(FILE, made);
  expect(readFileSync(FILE, 'utf8')).toBe(made);
});
