import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { EXEC_ARGV } from '../exec-argv.ts';
import { FORM } from './form.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What `npm test` has on PostgreSQL alone: here on the embedded store. */
const takenInTurn = () =>
  globSync('test/{scenarios,cli}/*.test.ts', { cwd: ROOT }).filter((file) =>
    /inTurn/iu.test(readFileSync(join(ROOT, file), 'utf8')),
  );

/** What takes longer than `npm test` may: `npm run soak`, all of it, or in minutes with KV_SOAK=short. */
export default defineConfig({
  root: ROOT,
  test: {
    include: [
      'test/{soak,e2e}/**/*.soak.ts',
      'test/store/apply-decision.test.ts',
      'test/records/reconstruction.test.ts',
      ...(FORM === 'full' ? takenInTurn() : []),
    ],
    env: { KV_SOAK: FORM },
    // CI itself runs in a fresh clone, and `npm test` walks its first minute.
    exclude: FORM === 'short' ? ['test/soak/first-install.soak.ts'] : [],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/compare-times.ts', 'test/drop-databases.ts'],
    reporters: [['default', { summary: false }], './test/reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    pool: 'forks',
    execArgv: EXEC_ARGV,
  },
});
