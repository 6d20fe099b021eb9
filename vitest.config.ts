import { defineConfig } from 'vitest/config';
import { EXEC_ARGV } from './test/exec-argv.ts';
import { SlowFirst } from './test/sequencer.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/compare-times.ts', 'test/drop-databases.ts'],
    reporters: [['default', { summary: false }], './test/reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest would leave one of two cores idle.
    maxWorkers: '100%',
    sequence: { sequencer: SlowFirst },
    pool: 'forks',
    execArgv: EXEC_ARGV,
  },
});
