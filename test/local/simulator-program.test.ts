import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const MAINS = ['graph', 'youtube', 'linkedin'].map((name) => [name] as const);

it.each(MAINS)('the %s simulator stops when who started it is gone', async (name) => {
  const main = new URL(`../../src/local/${name}/main.ts`, import.meta.url);
  const child = fork(main, { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  if (child.stdout) await once(child.stdout, 'data');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
