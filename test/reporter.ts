import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { tableOf } from './contracts/table.ts';

/** How many of the slowest files are listed. */
const LISTED = 8;

/**
 * Ends a run with its slowest files, the contract suite's table, every skipped test with its reason, and the line that CI
 * counts by. A test that is skipped without a reason (`context.skip('…')`) counts as failed, and so does a cell that the
 * table lacks, unless tests were picked by name.
 */
export default class ClosingReporter implements Reporter {
  #picked = false;

  onInit(vitest: Vitest): void {
    this.#picked = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const slowest = modules
      .map((module) => ({ file: module.relativeModuleId, ms: module.diagnostic().duration }))
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, LISTED);
    console.log('\nSlowest files');
    for (const { file, ms } of slowest) console.log(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${file}`);
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const missing = this.#picked ? 0 : tellContracts(modules, tests);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.state() === 'failed' && count('failed') === 0).length;
    const unexplained = this.#picked ? 0 : tellSkipped(tests);
    if (unexplained + missing > 0) process.exitCode = 1;
    const failed = count('failed') + broken + errors.length + unexplained + missing;
    console.log(`\n${count('passed')} passed, ${failed} failed`);
  }
}

/** Prints the contract suite's table of the platforms that were run, and counts the cells that it lacks. */
function tellContracts(modules: readonly TestModule[], tests: readonly TestCase[]): number {
  const files = modules.map(({ relativeModuleId }) => relativeModuleId);
  const { text, missing } = tableOf(
    tests.flatMap((test) => test.meta().cell ?? []),
    files,
  );
  if (text !== '') console.log(`\n${text}`);
  for (const cell of missing) console.log(`  missing: ${cell}: FAILED`);
  return missing.length;
}

/** Prints each skipped test with its reason, and counts those that have none. */
function tellSkipped(tests: readonly TestCase[]): number {
  const skipped = tests.flatMap((test) => {
    const result = test.result();
    return result.state === 'skipped' ? [{ name: test.fullName, note: result.note }] : [];
  });
  for (const { name, note } of skipped)
    console.log(`  skipped: ${name}: ${note ?? 'FAILED, no reason given'}`);
  return skipped.filter(({ note }) => note === undefined).length;
}
