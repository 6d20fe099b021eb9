// Installs what is missing before `npm run local`, `npm test` and the others, so that each works right after a clone.
// Runs before anything is installed: plain JavaScript, readable by Node 20, nothing imported that must be installed.
// With --or-production it leaves a production install as it is, and only says what that lacks.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isForProduction, productionFault } from '../app/production.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const marker = join(root, 'node_modules', '.installed-lock');
const runtime = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const logFile = join(root, 'data', 'install.log');
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
/** How often the seconds are told: on a terminal in one line that changes, elsewhere in few lines. */
const TELL_MS = process.stderr.isTTY ? 1000 : 15_000;
/** The level is said here: `npm run -s` would silence this npm too, and leave nothing to read after a fault. */
const QUIETLY = ['--no-audit', '--no-fund', '--loglevel=notice'];
/** Of npm's own words, so many of the last that tell of a fault. */
const ERRORS_SHOWN = 8;

const say = (line) => process.stderr.write(`${line}\n`);

/** npm's code, or what kept it from starting. All that it says goes to the log file. */
function runNpm(onPassed) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  const npm = process.env.npm_execpath;
  const [program, args] = npm
    ? [process.env.npm_node_execpath ?? process.execPath, [npm, 'ci', ...QUIETLY]]
    : ['npm', ['ci', ...QUIETLY]];
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', log, log],
    shell: !npm && process.platform === 'win32',
  });
  const began = process.hrtime.bigint();
  const timer = setInterval(
    () => onPassed(Number((process.hrtime.bigint() - began) / 1_000_000_000n)),
    TELL_MS,
  );
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal));
  }).finally(() => {
    clearInterval(timer);
    closeSync(log);
  });
}

function tellPassed(seconds) {
  if (process.stderr.isTTY) process.stderr.write(`\r  ${seconds} s `);
  else say(`  still installing, ${seconds} s`);
}

function fail(why) {
  const errors = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/u.test(line));
  say(`Installing failed (${why}).`);
  for (const line of errors.slice(0, ERRORS_SHOWN)) say(`  ${line}`);
  say(`All that npm said is in ${logFile}. When it is cured, give the same command again.`);
  process.exit(1);
}

const isInstalled = () => existsSync(marker) && readFileSync(marker, 'utf8') === lock && existsSync(runtime);

if (process.argv.includes('--or-production') && isForProduction()) {
  const fault = productionFault();
  if (fault !== null) say(fault);
  process.exit(fault === null ? 0 : 1);
}
if (!isInstalled()) {
  say(
    existsSync(marker)
      ? 'The list of packages has changed. Installing them anew takes about a minute …'
      : 'Installing packages, among them the Node.js that runs this. It takes about a minute, only this first time …',
  );
  const ended = await runNpm(tellPassed);
  if (process.stderr.isTTY) process.stderr.write('\r');
  if (ended !== 0) fail(`npm ended with ${ended}`);
  // It is fetched by an install script of the package "node", which npm can be told not to run.
  if (!existsSync(runtime)) fail(`npm did not run the install scripts, and ${runtime} is missing`);
  writeFileSync(marker, lock);
  say('Packages are installed.');
}
