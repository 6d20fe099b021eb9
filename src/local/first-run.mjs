// Installs what is missing before `npm run local`, `npm test` and the others, so that each works right after a clone.
// Runs before anything is installed: plain JavaScript, readable by Node 20, nothing imported but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const marker = join(root, 'node_modules', '.installed-lock');
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');

if (!existsSync(marker) || readFileSync(marker, 'utf8') !== lock) {
  console.error('Installing packages (about a minute, only this first time) …');
  const npm = process.env.npm_execpath;
  const command = npm
    ? [process.env.npm_node_execpath ?? process.execPath, [npm, 'ci', '--no-audit', '--no-fund']]
    : ['npm', ['ci']];
  const { status, error } = spawnSync(command[0], command[1], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      `Installing failed${error ? `: ${error.message}` : ''}. Run "npm ci" in ${root} to see why.`,
    );
    process.exit(1);
  }
  writeFileSync(marker, lock);
}
