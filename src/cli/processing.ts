import { type Command, Option } from 'commander';
import { installationOf } from '../app/installation.ts';
import { inspectConfig } from '../config/config.ts';
import { processingOf, processingText } from '../records/processing/processing.ts';
import { policyNamed } from './policy-named.ts';

interface Options {
  readonly municipality: string;
  readonly format: 'json' | 'text';
}

/**
 * `kv processing`: a municipality's register of processing and the recipients that this installation really has, from the
 * settings and the accounts file. In Swedish; opens no database and tells no secret.
 */
export function addProcessing(program: Command): void {
  program
    .command('processing')
    .description(
      'the register of processing of personal data, with the recipients that this installation has',
    )
    .requiredOption('--municipality <id>', 'whose: the name of a file in rules/')
    .addOption(new Option('--format <format>', 'to use or to read').choices(['json', 'text']).default('json'))
    .action(({ municipality, format }: Options) => {
      const policy = policyNamed(municipality);
      const reading = inspectConfig();
      if (!reading.accounts[municipality])
        throw new Error(
          [...reading.problems, `ACCOUNTS_FILE: expected ${municipality} in it, to know its platforms`].join(
            '\n',
          ),
        );
      const processing = processingOf(installationOf(reading, policy));
      process.stdout.write(
        format === 'text' ? processingText(processing) : `${JSON.stringify(processing)}\n`,
      );
    });
}
