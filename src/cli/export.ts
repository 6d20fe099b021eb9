import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import type { Policy } from '../core/policy.ts';
import type { Store } from '../ports/store.ts';
import { buildPackage, type Outcome } from '../records/disclosure/build-package.ts';
import { loadDisclosureWords } from '../records/disclosure/disclosure-words.ts';
import { packageOfRequest } from '../records/disclosure/request-package.ts';
import { loadRecordWords } from '../records/record-words.ts';
import { daysFrom, policyNamed } from './disclosure-options.ts';
import { goLast } from './go-last.ts';
import { inStore } from './in-store.ts';

const CARDS = join(import.meta.dirname, '..', '..', 'cards');

interface Options {
  readonly municipality: string;
  readonly from?: string;
  readonly to?: string;
  readonly out: string;
  readonly request?: string;
  readonly names: boolean;
  readonly unsettledToo?: true;
}

/**
 * `kv export`: the package for whoever asked for public documents (record.md §8), of a period, or of a request whose review
 * is whole. Prints `{file, sha256, bytes, selected, given, masked, withheld}`; exit code 1 with the refusal where there is
 * none to be made, and then no file.
 */
export function addExport(program: Command): void {
  program
    .command('export')
    .description(
      'write the disclosure package of a period or a request; exit 1 and the reason when it may not be made',
    )
    .requiredOption('--municipality <id>', 'whose record')
    .requiredOption('--out <file>', 'the zip; written whole or not at all')
    .option('--from <day>', 'the first day that counts: 2026-04-01')
    .option('--to <day>', 'the last day that counts')
    .option('--request <reference>', 'the request that it is for: SM 2026-7; its own period and review count')
    .option(
      '--no-names',
      'leave out who decided (33 § of the Administrative Procedure Act); a request says so itself',
    )
    .option('--unsettled-too', 'although some acts have no known outcome; the package says so')
    .action(async (options: Options) => {
      goLast();
      const policy = policyNamed(options.municipality);
      await inStore(async ({ store }) => {
        const outcome =
          options.request === undefined
            ? await ofPeriod(store, policy, options)
            : await ofRequest(store, policy, options.request, options);
        process.stdout.write(
          `${JSON.stringify('refusal' in outcome ? outcome : { file: options.out, ...outcome })}\n`,
        );
        if ('refusal' in outcome) process.exitCode = 1;
      });
    });
}

async function ofPeriod(store: Store, policy: Policy, options: Options): Promise<Outcome> {
  const now = systemClock.now();
  const query = daysFrom(options, now);
  const { names } = options;
  const selection = { query, request: null, context: new Set<string>(), reviews: [], names };
  const outcome = await buildPackage({ ...orderOf(store, policy, options), request: null, selection });
  if (!('refusal' in outcome)) await store.packageBuilt(policy.municipality, now, 'kv', outcome);
  return outcome;
}

async function ofRequest(
  store: Store,
  policy: Policy,
  reference: string,
  options: Options,
): Promise<Outcome> {
  if (options.from !== undefined || options.to !== undefined)
    throw new Error('--request: has a period of its own; expected no --from and no --to beside it');
  const at = { reference, now: systemClock.now(), by: 'kv' };
  return packageOfRequest(orderOf(store, policy, options), at);
}

const orderOf = (store: Store, policy: Policy, { out, unsettledToo }: Options) => ({
  ...{ store, policy, out: resolve(out), unsettledToo: unsettledToo === true },
  words: { record: loadRecordWords(CARDS), disclosure: loadDisclosureWords(CARDS) },
});
