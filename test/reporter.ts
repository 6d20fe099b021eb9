import type { Reporter, TestModule } from 'vitest/node';

/** How many of the slowest files are listed. */
const LISTED = 8;

/** Ends a run with its slowest files, every skipped test with its reason, and the line that CI counts by. */
export default class ClosingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const slowest = modules
      .map((module) => ({ file: module.relativeModuleId, ms: module.diagnostic().duration }))
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, LISTED);
    console.log('\nSlowest files');
    for (const { file, ms } of slowest) console.log(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${file}`);
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.state() === 'failed' && count('failed') === 0).length;
    for (const test of tests.filter((one) => one.result().state === 'skipped')) {
      const { note } = test.result() as { note?: string };
      console.log(`  skipped: ${test.fullName}: ${note ?? 'no reason given'}`);
    }
    console.log(`\n${count('passed')} passed, ${count('failed') + broken + errors.length} failed`);
  }
}
