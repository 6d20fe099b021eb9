import { Worker } from 'node:worker_threads';
import type { Learned } from '../learner/learn.ts';
import { restore } from '../learner/stored.ts';
import { createModel, type Model } from '../screening/model/model.ts';
import { keep, type ModelPlaces, modelFile, readKept } from './model-file.ts';
import { readLessons } from './train.ts';
import type { Task } from './worker.ts';

/** The models that are there, or are being trained. */
export interface OpenedModel {
  /** False: they were kept from an earlier start. */
  readonly trains: boolean;
  /** Resolves when comments can be judged. */
  readonly ready: Promise<Model>;
  /** Resolves some seconds later, when what was learned of staff's questions can be used. */
  readonly asking: Promise<Learned>;
  /** Ends a training that is under way, so that the process can end; what is not there then rejects. */
  stop(): Promise<void>;
}

/**
 * Opens the models that belong to the files in `rulesDir`: reads them from `dataDir`, or trains them in a thread of their own
 * and keeps them there. A damaged file is made anew. Two processes may do so at once: each writes its own and the
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
  if (kept) {
    const ready = Promise.resolve(createModel(kept.screening));
    return { trains: false, ready, asking: Promise.resolve(kept.asking), stop: async () => {} };
  }
  const task: Task = { lessons: readLessons(places.rulesDir), rulesDir: places.rulesDir };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task });
  const [first, second] = [message(worker, 1), message(worker, 2)];
  const ready = first.then((bytes) => createModel(learnedFrom(bytes)));
  const asking = Promise.all([first, second]).then((both) => {
    try {
      keep(file, both);
    } catch (error) {
      onNotKept(error);
    }
    return learnedFrom(both[1]);
  });
  // Whoever waits for it hears of a fault; who does not must not be ended by it.
  for (const awaited of [ready, asking]) awaited.catch(() => {});
  const stop = async () => {
    await worker.terminate();
  };
  return { trains: true, ready, asking, stop };
}

function learnedFrom(bytes: Uint8Array): Learned {
  const learned = restore(bytes);
  if (!learned) throw new Error('the trained model cannot be read back');
  return learned;
}

/** The nth message of a worker, which ends after its last. */
function message(worker: Worker, nth: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let heard = 0;
    worker.on('message', (bytes: Uint8Array) => {
      heard += 1;
      if (heard === nth) resolve(bytes);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the training ended with ${code}, without a model`)));
  });
}
