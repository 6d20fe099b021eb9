import { Worker } from 'node:worker_threads';
import { createModel, type Model } from '../screening/model/model.ts';
import { restore } from '../screening/model/stored.ts';
import { keep, type ModelPlaces, modelFile, readKept } from './model-file.ts';
import { readLessons } from './train.ts';
import type { Task } from './worker.ts';

/** A model that is there, or is being trained. */
export interface OpenedModel {
  /** False: it was kept from an earlier start. */
  readonly trains: boolean;
  /** Resolves when the model can judge. */
  readonly ready: Promise<Model>;
  /** Ends a training that is under way, so that the process can end; `ready` then rejects. */
  stop(): Promise<void>;
}

/**
 * Opens the model that belongs to the files in `rulesDir`: reads it from `dataDir`, or trains it in a thread of its own
 * and keeps it there. A damaged file is trained anew. Two processes may do so at once: each writes its own and the
 * bytes are the same.
 * @param onNotKept hears why a model that was trained cannot be kept: it is used all the same, and trained anew at the
 *   next start
 * @throws {RulesError} before anything is trained, when the files cannot be used
 */
export function openModel(
  places: ModelPlaces,
  onNotKept: (error: unknown) => void = () => undefined,
): OpenedModel {
  const file = modelFile(places);
  const kept = readKept(file);
  if (kept) return { trains: false, ready: Promise.resolve(kept), stop: async () => {} };
  const task: Task = { lessons: readLessons(places.rulesDir), rulesDir: places.rulesDir };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task });
  const ready = trained(worker).then((bytes) => {
    try {
      keep(file, bytes);
    } catch (error) {
      onNotKept(error);
    }
    return modelOf(bytes);
  });
  // Whoever waits for it hears of a fault; who does not must not be ended by it.
  ready.catch(() => {});
  const stop = async () => {
    await worker.terminate();
  };
  return { trains: true, ready, stop };
}

function modelOf(bytes: Uint8Array): Model {
  const learned = restore(bytes);
  if (!learned) throw new Error('the trained model cannot be read back');
  return createModel(learned);
}

function trained(worker: Worker): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the training ended with ${code}, without a model`)));
  });
}
