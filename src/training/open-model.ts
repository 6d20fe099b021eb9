import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createModel, type Model } from '../screening/model/model.ts';
import { restore } from '../screening/model/stored.ts';
import { readLessons } from './train.ts';
import type { Task } from './worker.ts';

/** Where the model is kept and what it is trained from. */
export interface ModelPlaces {
  readonly dataDir: string;
  readonly rulesDir: string;
}

/** A model that is there, or is being trained. */
export interface OpenedModel {
  /** False: it was kept from an earlier start. */
  readonly trains: boolean;
  /** Resolves when the model can judge. */
  readonly ready: Promise<Model>;
  /** Ends a training that is under way, so that the process can end; `ready` then rejects. */
  stop(): Promise<void>;
}

const SRC = join(import.meta.dirname, '..');
/** All that a model's bytes depend on: another hash is another model. */
const CODE = ['text', 'screening', 'training', 'load-examples.ts', 'load-lexicon.ts'];
const RULES = ['examples', 'lexicon.yaml', 'categories.yaml'];
const CHECKSUM = 32;

/**
 * Opens the model that belongs to the files in `rulesDir`: reads it from `dataDir`, or trains it in a thread of its own
 * and keeps it there. A damaged file is trained anew. Two processes may do so at once: each writes its own and the
 * bytes are the same.
 * @throws {ExamplesError | RulesError | LexiconError} before anything is trained, when the files cannot be used
 */
export function openModel(places: ModelPlaces): OpenedModel {
  const name = `${hashOf(places.rulesDir)}.bin`;
  const folder = join(places.dataDir, 'model');
  const kept = readKept(join(folder, name));
  if (kept) return { trains: false, ready: Promise.resolve(kept), stop: async () => {} };
  const task: Task = { lessons: readLessons(places.rulesDir), rulesDir: places.rulesDir };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task });
  const ready = trained(worker).then((bytes) => {
    keep(folder, name, bytes);
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

function readKept(file: string): Model | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return null;
  }
  const body = bytes.subarray(CHECKSUM);
  if (!sha256(body).equals(bytes.subarray(0, CHECKSUM))) return null;
  const learned = restore(body);
  return learned && createModel(learned);
}

/** Written whole under another name first, so that no one reads half a file. Models of other rules are removed. */
function keep(folder: string, name: string, bytes: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  const writing = join(folder, `${name}.${randomUUID()}`);
  writeFileSync(writing, Buffer.concat([sha256(bytes), bytes]));
  renameSync(writing, join(folder, name));
  for (const other of readdirSync(folder)) {
    if (other.endsWith('.bin') && other !== name) rmSync(join(folder, other), { force: true });
  }
}

function trained(worker: Worker): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the training ended with ${code}, without a model`)));
  });
}

function hashOf(rulesDir: string): string {
  const hash = createHash('sha256');
  const add = (root: string, name: string) => {
    for (const file of filesIn(root, name))
      hash
        .update(`${file}\0`)
        .update(read(join(root, file)))
        .update('\0');
  };
  for (const name of CODE) add(SRC, name);
  for (const name of RULES) add(rulesDir, name);
  return hash.digest('hex').slice(0, 24);
}

/** The same whichever line ends a checkout has; a missing file is found by whoever loads it. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

function filesIn(root: string, name: string): string[] {
  if (/\.\w+$/u.test(name)) return [name];
  try {
    return readdirSync(join(root, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  } catch {
    return [];
  }
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
