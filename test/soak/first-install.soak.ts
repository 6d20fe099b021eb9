import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { localCommands, walkFirstMinute } from '../e2e/first-minute.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/**
 * All that the README has, and each town; the first of them installs the packages. Then what else may be typed: a folder
 * by its relative and its absolute name, and the start from another folder.
 */
const COMMANDS = [
  ...new Set([
    ...localCommands(ROOT),
    ...samplePages().map(({ municipality }) => `npm run local -- --municipality ${municipality}`),
    'npm run local -- --data ./data/elsewhere',
    'npm run local -- --data "$PWD/data/another place" --municipality eslov',
    'npm run local -- --now 2026-12-23T15:00+01:00 --data data/christmas',
    'npm run local -- --speed 60 --port 0',
    'cd rules && npm run local',
    'cd / && npm --prefix "$OLDPWD" run local',
    'cd test && ../node_modules/.bin/node ../src/local/main.ts --data ../data/from-there',
  ]),
];

describe('the first minute of a clone in which nothing is installed', { timeout: 1_200_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const clone = join(folder, 'clone');

  beforeAll(() => {
    execFileSync('git', ['clone', '--quiet', ROOT, clone]);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(COMMANDS)('shows a card in the channel by "%s", and no error', async (command) => {
    const { err } = await walkFirstMinute({
      checkout: clone,
      command,
      startMs: 900_000,
      cardMs: 120_000,
    });
    expect(err).not.toMatch(/"level":|\berror\b|\bwarn\b|EBADENGINE/iu);
  });
});
