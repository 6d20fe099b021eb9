import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Learned } from '../learner/learn.ts';
import { restoreAll, storeAll } from '../learner/stored.ts';

/** Where the models are kept (in one file in the folder `model` there) and what they are trained from. */
export interface ModelPlaces {
  readonly dataDir: string;
  readonly rulesDir: string;
}

const SRC = join(import.meta.dirname, '..');
/** All that the models' bytes depend on: another hash is another file. */
const CODE = [
  'text',
  'learner',
  'screening',
  'ask',
  'training',
  'rules/read-yaml.ts',
  'rules/load-examples.ts',
  'rules/load-lexicon.ts',
  'rules/load-policies.ts',
  'rules/load-questions.ts',
  'core/policy.ts',
];
const RULES = ['examples', 'questions', 'lexicon.yaml', 'categories.yaml'];
const CHECKSUM = 32;

/** The file of the models that belong to these rules and this program, whether or not it is there. */
export const modelFile = ({ dataDir, rulesDir }: ModelPlaces): string =>
  join(dataDir, 'model', `${hashOf(rulesDir)}.bin`);

/** What was learned: from the examples, and from the questions. */
export interface Kept {
  readonly screening: Learned;
  readonly asking: Learned;
}

/** What was kept; null where nothing is, or it is damaged. */
export function readKept(file: string): Kept | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return null;
  }
  const body = bytes.subarray(CHECKSUM);
  if (!sha256(body).equals(bytes.subarray(0, CHECKSUM))) return null;
  const [screening, asking] = restoreAll(body) ?? [];
  return screening && asking ? { screening, asking } : null;
}

/**
 * Written whole under another name first, so that no one reads half a file. Those of other rules are removed.
 * @throws when it cannot be written
 */
export function keep(file: string, parts: readonly [screening: Uint8Array, asking: Uint8Array]): void {
  const bytes = storeAll(parts);
  const folder = dirname(file);
  const writing = `${file}.${randomUUID()}`;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(writing, Buffer.concat([sha256(bytes), bytes]));
    renameSync(writing, file);
  } catch (error) {
    rmSync(writing, { force: true });
    throw error;
  }
  for (const other of readdirSync(folder)) {
    if (other.endsWith('.bin') && other !== basename(file)) rmSync(join(folder, other), { force: true });
  }
}

function hashOf(rulesDir: string): string {
  const hash = createHash('sha256');
  const add = (file: string, text: string) => hash.update(`${file}\0`).update(text).update('\0');
  for (const name of CODE) for (const file of filesIn(SRC, name)) add(file, read(join(SRC, file)));
  for (const name of RULES) for (const [file, text] of whatIsThere(rulesDir, name)) add(file, text);
  return hash.digest('hex').slice(0, 24);
}

/** Nothing for rules that are missing or cannot be read: whoever loads them says so better. */
function whatIsThere(root: string, name: string): [file: string, text: string][] {
  try {
    return filesIn(root, name).map((file) => [file, read(join(root, file))]);
  } catch {
    return [];
  }
}

/** The same whichever line ends a checkout has. @throws when there is no such file */
const read = (file: string): string => readFileSync(file, 'utf8').replaceAll('\r\n', '\n');

/** A file by itself, or every file of a folder. @throws when there is no such folder */
function filesIn(root: string, name: string): string[] {
  if (/\.\w+$/u.test(name)) return [name];
  return readdirSync(join(root, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
