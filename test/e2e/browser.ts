import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';
import { madeOnce, versionOf } from '../fakes/made-once.ts';

/** A browser of the system serves where the bundled one (Linux x64) does not run. */
const SYSTEM_BROWSERS = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Starts a headless browser. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (system !== undefined) return chromium.launch({ executablePath: system });
  return chromium.launch({ executablePath: await bundledBrowser(), args: sparticuz.args });
}

/**
 * Left to itself the package unpacks straight into the temporary folder, and of two test files that do so at once one
 * starts what the other has half written (`spawn ETXTBSY`). Where it unpacks to is the environment's to say, so that it
 * is asked in a process of its own.
 */
async function bundledBrowser(): Promise<string> {
  const folder = await madeOnce(`chromium-${versionOf('@sparticuz/chromium')}`, async (TMPDIR) => {
    const unpack = "import('@sparticuz/chromium').then((chromium) => chromium.default.executablePath())";
    const options = { cwd: import.meta.dirname, env: { ...process.env, TMPDIR } };
    await promisify(execFile)(process.execPath, ['--eval', unpack], options);
  });
  return join(folder, 'chromium');
}
