import { existsSync, mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type ModelPlaces, modelFile, readKept } from '../../training/model-file.ts';
import { type Diagnosis, doubtful, well } from './diagnosis.ts';

/** The models have some 50 MB; the next ones are written beside them. */
const ROOM_BYTES = 160 * 1024 * 1024;

/** Is the model that belongs to the rules kept, or can it be? Nobody waits for one that is. */
export function checkModel(places: ModelPlaces): Diagnosis {
  const file = modelFile(places);
  if (readKept(file)) return well('model', 'is trained and kept');
  const folder = resolve(dirname(file));
  const hindrance = hindranceIn(folder);
  if (hindrance === null) return well('model', 'is trained at the next start, and kept');
  return doubtful(
    'model',
    `cannot be kept in ${folder}: ${hindrance}; it is trained anew at every start, and comments wait for it meanwhile`,
    'let the bot write there, or set MODEL_DIR to a folder where it may',
  );
}

/** Makes a folder in the nearest one that is there, and takes it away again: permissions alone do not tell. */
function hindranceIn(folder: string): string | null {
  try {
    const there = nearest(folder);
    rmdirSync(mkdtempSync(join(there, '.kv-')));
    const { bavail, bsize } = statfsSync(there);
    return bavail * bsize < ROOM_BYTES ? 'the disk is full' : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}

const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));
