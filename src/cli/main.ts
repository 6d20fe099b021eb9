import { Command } from 'commander';
import { readStoreSettings } from '../config/config.ts';
import { openDatabase } from '../store/open.ts';
import { isSound, verifyRecords } from '../store/verify.ts';
import { addArchive } from './archive.ts';
import { addAsk } from './ask.ts';
import { addBacktest } from './backtest.ts';
import { addDisposal } from './disposal.ts';
import { addDoctor } from './doctor.ts';
import { addDue } from './due.ts';
import { addExamples } from './examples.ts';
import { addExport } from './export.ts';
import { addFind } from './find.ts';
import { addHandover } from './handover.ts';
import { addHistory } from './history.ts';
import { addInbox } from './inbox.ts';
import { addPolice } from './police.ts';
import { addPolicyDiff } from './policy-diff.ts';
import { addProcessing } from './processing.ts';
import { addRegister } from './register.ts';
import { addReport } from './report.ts';
import { addRequest } from './request.ts';
import { addScreen } from './screen.ts';
import { addTokens } from './tokens.ts';

/** Exit codes: 0 done, 1 a negative result, 2 bad use. Results go to stdout as JSON lines, all else to stderr. */
const NEGATIVE = 1;
const BAD_USE = 2;

const program = new Command('kv')
  .description(
    'Kommentarsvakten from the command line; stop the bot first when it uses the embedded database',
  )
  .exitOverride();

// Whoever reads our lines may have enough of them, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

addArchive(program);
addAsk(program);
addBacktest(program);
addDisposal(program);
addDoctor(program);
addDue(program);
addExamples(program);
addFind(program);
addHistory(program);
addHandover(program);
addExport(program);
addInbox(program);
addPolice(program);
addPolicyDiff(program);
addRegister(program);
addProcessing(program);
addReport(program);
addRequest(program);
addScreen(program);
addTokens(program);

program
  .command('verify')
  .description(
    "walk every municipality's journal, register and records; exit 1 and the exact row that is not as it was written",
  )
  .action(async () => {
    const settings = readStoreSettings();
    const database = await openDatabase<unknown>(settings);
    try {
      const results = await verifyRecords(database.kysely, settings);
      for (const result of results) {
        process.stdout.write(`${JSON.stringify(result)}\n`);
        const { municipality, uncheckedPictures } = result;
        if (uncheckedPictures > 0)
          process.stderr.write(
            `${municipality}: ${uncheckedPictures} pictures were not checked: their key is not here (EVIDENCE_KEY)\n`,
          );
      }
      process.exitCode = results.every(isSound) ? 0 : NEGATIVE;
    } finally {
      await database.close();
    }
  });

try {
  await program.parseAsync();
} catch (error) {
  const { code, message } = error as Error & { code?: string };
  const shown = code === 'commander.helpDisplayed' || code === 'commander.version';
  if (!code?.startsWith('commander.')) process.stderr.write(`${message}\n`);
  process.exitCode = shown ? 0 : BAD_USE;
}
