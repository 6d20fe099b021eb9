/** A process for disposal-killed.test.ts to kill: disposes of a few rows at a time, and prints how many once they are gone. */
import { writeSync } from 'node:fs';
import { disposalLogAt } from '../../src/app/disposal-log.ts';
import { openStore } from '../../src/app/open-store.ts';
import { groundOf, LATER, ruleOf } from './disposal-town.ts';

const [databaseUrl = '', dataDir = '', file = ''] = process.argv.slice(2);
await using opened = new AsyncDisposableStack();
const { store } = await openStore({ databaseUrl, dataDir, disposalLog: file }, opened);
const log = disposalLogAt(file);
for (let step = await store.disposeSome(LATER, groundOf(ruleOf()), log, 20); step; ) {
  writeSync(1, `${step.disposed}\n`);
  step = await store.disposeSome(LATER, groundOf(ruleOf()), log, 20);
}
