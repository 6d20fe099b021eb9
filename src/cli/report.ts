import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import { reportCsv } from '../records/report/csv.ts';
import { reportHtml } from '../records/report/html.ts';
import { type Quarter, readQuarter } from '../records/report/quarter.ts';
import { drawUpReport, type Report } from '../records/report/report.ts';
import { reportOn } from '../store/report.ts';
import { inStore } from './in-store.ts';
import { policyNamed } from './policy-named.ts';

interface Options {
  readonly municipality: string;
  readonly quarter: string;
  readonly out?: string;
}

/**
 * `kv report`: a municipality's transparency report for a quarter. JSON on stdout; with `--out` the folder gets
 * `rapport.html`, `rapport.csv` and `rapport.json`, and stdout one line that says so.
 */
export function addReport(program: Command): void {
  program
    .command('report')
    .description('the transparency report of a quarter, fit to be published: small numbers are withheld')
    .requiredOption('--municipality <id>', 'whose: the name of a file in rules/')
    .requiredOption('--quarter <quarter>', 'such as 2026Q4')
    .option('--out <folder>', 'write rapport.html, rapport.csv and rapport.json there')
    .action(async ({ municipality, quarter, out }: Options) => {
      const policy = policyNamed(municipality);
      const span = asked(quarter);
      const now = systemClock.now();
      const facts = await inStore(({ database }) =>
        reportOn(database.kysely).reportFacts(municipality, span.from, span.to),
      );
      const report = drawUpReport({ facts, policy, quarter: span, now });
      if (out !== undefined) await writeReport(out, report);
      const printed = out === undefined ? report : { municipality, quarter: report.quarter, out };
      process.stdout.write(`${JSON.stringify(printed)}\n`);
    });
}

function asked(text: string): Quarter {
  try {
    const quarter = readQuarter(text);
    if (Temporal.Instant.compare(systemClock.now(), quarter.from) >= 0) return quarter;
  } catch (error) {
    throw new Error(`--quarter: ${(error as Error).message}`, { cause: error });
  }
  throw new Error(`--quarter: expected one that has begun, found ${text}`);
}

/** Each file under another name first: whoever publishes them finds no half ones. */
async function writeReport(folder: string, report: Report): Promise<void> {
  const files = {
    'rapport.html': reportHtml(report),
    'rapport.csv': reportCsv(report),
    'rapport.json': `${JSON.stringify(report, null, 2)}\n`,
  };
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, content] of Object.entries(files))
      await writeFile(join(folder, `.${name}.tmp`), content);
    for (const name of Object.keys(files)) await rename(join(folder, `.${name}.tmp`), join(folder, name));
  } catch (error) {
    throw new Error(`--out: ${(error as Error).message}`, { cause: error });
  }
}
