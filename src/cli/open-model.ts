import { join, relative } from 'node:path';
import { readStoreSettings } from '../config/config.ts';
import type { Model } from '../screening/model/model.ts';
import { openModel } from '../training/open-model.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The model of these rules, as the bot has it; says on stderr when it must be trained first. */
export function modelOf(rulesDir: string): Promise<Model> {
  const { modelDir } = readStoreSettings();
  const { trains, ready } = openModel({ dataDir: modelDir, rulesDir }, (error) =>
    process.stderr.write(`The model cannot be kept in ${modelDir}: ${(error as Error).message}\n`),
  );
  const examples = relative(ROOT, join(rulesDir, 'examples'));
  if (trains) process.stderr.write(`The model is trained from ${examples}, once.\n`);
  return ready;
}
