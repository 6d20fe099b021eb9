import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { localCommands, walkFirstMinute } from './first-minute.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const COMMANDS = localCommands(ROOT);

describe('the first minute, as the README has it', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const clone = join(folder, 'clone');

  beforeAll(() => {
    execFileSync('git', ['clone', '--quiet', ROOT, clone]);
    borrowPackages(clone);
    // What the examples teach, so that no command spends its time on learning it again.
    cpSync(join(inject('modelFolder'), 'model'), join(clone, 'data', 'model'), { recursive: true });
  }, 60_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told there with no option, with another town and with another time', () => {
    expect(COMMANDS).toContain('npm run local');
    expect(COMMANDS.filter((command) => command.includes('--municipality '))).not.toEqual([]);
    expect(COMMANDS.filter((command) => /--now \S+ --speed /u.test(command))).not.toEqual([]);
  });

  it.each(COMMANDS)('shows a card in the channel by "%s", and no error', async (command) => {
    const walked = await walkFirstMinute({
      checkout: clone,
      command,
      startMs: 120_000,
      cardMs: 60_000,
    });
    expect(walked.err).toBe('');
  });

  it('leaves nothing in the checkout that git would show', () => {
    expect(execFileSync('git', ['status', '--short'], { cwd: clone, encoding: 'utf8' })).toBe('');
  });
});

/**
 * Packages as after a first run, and the mark that says so. The folder is the clone's own and its entries are links: were
 * they installed after all, only the links would go.
 */
function borrowPackages(checkout: string): void {
  const packages = join(checkout, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((each) => each !== '.installed-lock')) {
    symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  }
  copyFileSync(join(checkout, 'package-lock.json'), join(packages, '.installed-lock'));
}
