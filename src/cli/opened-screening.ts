import { join, relative } from 'node:path';
import { readStoreSettings } from '../config/config.ts';
import { loadLexicon } from '../rules/load-lexicon.ts';
import { type OpenedScreening, openScreening } from '../training/open-screening.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Screening by these rules, with its model, as the bot has it; says on stderr when that must be trained first. */
export async function openedScreening(rulesDir: string): Promise<OpenedScreening> {
  const { modelDir } = readStoreSettings();
  const lexicon = loadLexicon(join(rulesDir, 'lexicon.yaml'));
  const screening = openScreening({ dataDir: modelDir, rulesDir }, lexicon, (error) =>
    process.stderr.write(`The model cannot be kept in ${modelDir}: ${(error as Error).message}\n`),
  );
  const examples = relative(ROOT, join(rulesDir, 'examples'));
  if (screening.trains) process.stderr.write(`The model is trained from ${examples}, once.\n`);
  // Both are kept together, and only a process that waits for both keeps them.
  await Promise.all([screening.ready, screening.asking]);
  return screening;
}
