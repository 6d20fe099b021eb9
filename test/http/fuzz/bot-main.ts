// The deployed bot as src/main.ts starts it, but that it tells for how long it kept its event loop from turning.

import { startApp } from '../../../src/app/start.ts';
import { answerQuestions } from '../../bench/child.ts';

const TICK_MS = 20;

let longestMs = 0;
let last = { atMs: performance.now(), cpuMs: cpuMs() };
// Not the wall clock alone: on a machine with much to do a turn that costs nothing also comes late.
setInterval(() => {
  const now = { atMs: performance.now(), cpuMs: cpuMs() };
  longestMs = Math.max(longestMs, Math.min(now.atMs - last.atMs, now.cpuMs - last.cpuMs));
  last = now;
}, TICK_MS).unref();

/** Processor time that this thread has used. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const insecureLocal = process.env['FUZZ_UNSIGNED'] === 'yes';
const app = await startApp({ insecureLocal });
const heldMs = () => {
  const longest = longestMs;
  longestMs = 0;
  return longest;
};
answerQuestions(app.url, { heldMs }, app.close);
