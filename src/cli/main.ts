import { Command } from 'commander';
import { readStoreSettings } from '../config/config.ts';
import { openDatabase } from '../store/open.ts';
import { isSound, verifyRecords } from '../store/verify.ts';

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

/** Each is read only when it is asked for: all of them together hold as much memory as a package of a year. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  archive: async () => (await import('./archive.ts')).addArchive,
  ask: async () => (await import('./ask.ts')).addAsk,
  backtest: async () => (await import('./backtest.ts')).addBacktest,
  blocks: async () => (await import('./blocks.ts')).addBlocks,
  disposal: async () => (await import('./disposal.ts')).addDisposal,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  due: async () => (await import('./due.ts')).addDue,
  examples: async () => (await import('./examples.ts')).addExamples,
  find: async () => (await import('./find.ts')).addFind,
  history: async () => (await import('./history.ts')).addHistory,
  handover: async () => (await import('./handover.ts')).addHandover,
  exit: async () => (await import('./exit.ts')).addExit,
  export: async () => (await import('./export.ts')).addExport,
  inbox: async () => (await import('./inbox.ts')).addInbox,
  police: async () => (await import('./police.ts')).addPolice,
  'policy-diff': async () => (await import('./policy-diff.ts')).addPolicyDiff,
  register: async () => (await import('./register.ts')).addRegister,
  processing: async () => (await import('./processing.ts')).addProcessing,
  report: async () => (await import('./report.ts')).addReport,
  request: async () => (await import('./request.ts')).addRequest,
  screen: async () => (await import('./screen.ts')).addScreen,
  tokens: async () => (await import('./tokens.ts')).addTokens,
};
const asked = process.argv[2] ?? '';
const own = asked === 'verify' ? [] : Object.keys(COMMANDS);
for (const name of Object.hasOwn(COMMANDS, asked) ? [asked] : own) (await COMMANDS[name]?.())?.(program);

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
