import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restore, store } from '../../src/learner/stored.ts';
import { RulesError } from '../../src/rules/rules-error.ts';
import { NO_CONTACTS } from '../../src/screening/contacts.ts';
import { createExaminer } from '../../src/screening/examine.ts';
import { modelFile } from '../../src/training/model-file.ts';
import { openModel } from '../../src/training/open-model.ts';
import { readLessons, train } from '../../src/training/train.ts';
import { lexicon } from './policy-fixture.ts';

/** A rules folder with few examples, so that training takes a moment. */
let folder: string;
let places: { dataDir: string; rulesDir: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'model-'));
  places = { dataDir: join(folder, 'data'), rulesDir: join(folder, 'rules') };
  cpSync('rules', places.rulesDir, { recursive: true });
  const examples = join(places.rulesDir, 'examples');
  for (const name of readdirSync(examples)) {
    const rows = readFileSync(join(examples, name), 'utf8').split(/\n(?=- )/u);
    writeFileSync(join(examples, name), rows.slice(0, 12).join('\n'));
  }
  const topics = join(places.rulesDir, 'questions', 'topics');
  for (const name of readdirSync(topics)) {
    let items = 0;
    const few = readFileSync(join(topics, name), 'utf8')
      .split('\n')
      .filter((line) => {
        items = line.startsWith('  - ') ? items + 1 : 0;
        return items <= 3;
      });
    writeFileSync(join(topics, name), few.join('\n'));
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const kept = () => readdirSync(join(places.dataDir, 'model'));
const judged = async (ready: ReturnType<typeof openModel>['ready']) => {
  const { evidenceFor, ...judgement } = (await ready)(
    createExaminer(lexicon)('Köp nu, din idiot! Vem svarar?', NO_CONTACTS, false),
  );
  return { ...judgement, evidence: evidenceFor('advertising') };
};

describe('a model', () => {
  it('is trained once, and read from its file after that', async () => {
    const first = openModel(places);
    expect(first.trains).toBe(true);
    const answer = await judged(first.ready);
    await first.asking;
    const second = openModel(places);
    expect(second.trains).toBe(false);
    expect(await judged(second.ready)).toEqual(answer);
    expect(kept()).toHaveLength(1);
  });

  it('is the same bytes when trained twice', () => {
    const lessons = readLessons(places.rulesDir);
    const [one, other] = [store(train(lessons, places.rulesDir)), store(train(lessons, places.rulesDir))];
    expect(Buffer.compare(one, other)).toBe(0);
  });

  it('survives being stored, and is not read when cut off or of another form', () => {
    const bytes = store(train(readLessons(places.rulesDir), places.rulesDir));
    const back = restore(bytes);
    expect(back && Buffer.compare(store(back), bytes)).toBe(0);
    expect(restore(bytes.subarray(0, -4))).toBeNull();
    expect(restore(bytes.subarray(1))).toBeNull();
    expect(restore(new Uint8Array(5))).toBeNull();
  });

  it.each([
    ['cut off', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 5000))],
    [
      'changed in one bit',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[bytes.length - 1000] = (bytes[bytes.length - 1000] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
    ],
    ['empty', (file: string) => writeFileSync(file, '')],
  ])('is trained anew when its file is %s', async (_, damage) => {
    await openModel(places).asking;
    const file = join(places.dataDir, 'model', kept()[0] ?? '');
    const whole = readFileSync(file);
    damage(file);
    const again = openModel(places);
    expect(again.trains).toBe(true);
    await again.asking;
    expect(readFileSync(file).equals(whole)).toBe(true);
  });

  it('is trained anew when an example changes, and the old one is removed', async () => {
    await openModel(places).asking;
    const before = kept();
    writeFileSync(join(places.rulesDir, 'examples', 'spam.yaml'), '- text: Klicka på min profil nu\n');
    const changed = openModel(places);
    expect(changed.trains).toBe(true);
    await changed.asking;
    expect(kept()).toHaveLength(1);
    expect(kept()).not.toEqual(before);
  });

  it('may be trained by two at once', async () => {
    const both = [openModel(places), openModel(places)];
    const [one, other] = await Promise.all(both.map(({ ready }) => judged(ready)));
    await Promise.all(both.map(({ asking }) => asking));
    expect(one).toEqual(other);
    expect(kept()).toHaveLength(1);
  });

  it('is not begun when an example file cannot be used', () => {
    writeFileSync(join(places.rulesDir, 'examples', 'spam.yaml'), '- text: ""\n');
    expect(() => openModel(places)).toThrow(RulesError);
  });

  it.each<[string, () => void]>([
    ['a file stands where its folder would be', () => writeFileSync(join(folder, 'data'), '')],
    [
      'a folder stands where its file would be',
      () => {
        const { rulesDir } = places;
        mkdirSync(join(modelFile({ dataDir: places.dataDir, rulesDir }), 'in the way'), { recursive: true });
      },
    ],
    ['its folder is no real one', () => symlinkSync('/nowhere/data', join(folder, 'data'))],
  ])('is used from memory when %s, and whoever opened it hears why', async (_, hinder) => {
    hinder();
    const hindered: unknown[] = [];
    const model = openModel(places, (error) => hindered.push(error));
    const unhindered = openModel({ ...places, dataDir: join(folder, 'elsewhere') });
    expect(await judged(model.ready)).toEqual(await judged(unhindered.ready));
    await Promise.all([model.asking, unhindered.asking]);
    expect(hindered).toEqual([expect.objectContaining({ code: expect.any(String) })]);
    const left = existsSync(join(places.dataDir, 'model')) ? kept() : [];
    expect(left.filter((name) => !name.endsWith('.bin'))).toEqual([]);
  });

  it('can be stopped while it is trained', async () => {
    const model = openModel(places);
    await model.stop();
    await expect(model.ready).rejects.toThrow(/without a model/);
  });
});

describe('the name of a kept model', () => {
  /** What is imported on the way to a model, and only ever refuses files or says why. */
  const ONLY_REFUSES = [
    'core/abuse-rule.ts',
    'core/clock.ts',
    'core/disposal-policy.ts',
    'core/platform.ts',
    'core/policy-parts.ts',
    'core/register-policy.ts',
    'core/reply-text.ts',
    'core/request-words.ts',
    'core/rule-id.ts',
    'rules/disposal-checks.ts',
    'rules/policy-checks.ts',
    'rules/policy-problem.ts',
    'rules/policy-settings.ts',
    'rules/registration-checks.ts',
    'rules/rules-error.ts',
  ];

  /** Every file that runs when a model is trained: what `from` imports, and what those import, but for types. */
  const runs = (from: string, found = new Set<string>()): Set<string> => {
    if (found.has(from)) return found;
    found.add(from);
    const text = readFileSync(join('src', from), 'utf8');
    for (const [, target = ''] of text.matchAll(/^import (?!type )[^;]*? from '(\.[^']+)'/gmu))
      runs(join(from, '..', target).replaceAll('\\', '/'), found);
    return found;
  };

  /** The function itself, of a copy of the code in `copy`. */
  const ofCopy = async (copy: string) => {
    cpSync('src', copy, { recursive: true });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const file = join(copy, 'training', 'model-file.ts');
    return ((await import(file)) as { modelFile: typeof modelFile }).modelFile;
  };

  it('changes with every file that runs in training', async () => {
    const copy = join(folder, 'src');
    const nameIn = await ofCopy(copy);
    const before = nameIn(places);
    const unseen = [...runs('training/train.ts')].filter((file) => {
      const text = readFileSync(join(copy, file), 'utf8');
      writeFileSync(join(copy, file), `${text}\n`);
      const name = nameIn(places);
      writeFileSync(join(copy, file), text);
      return name === before;
    });
    expect(unseen.sort()).toEqual(ONLY_REFUSES);
    expect(nameIn(places)).toBe(before);
  });

  it.each([
    'text',
    'rules/read-yaml.ts',
    'rules/load-examples.ts',
    'rules/load-lexicon.ts',
    'rules/load-policies.ts',
    'core/policy.ts',
  ])('is not made up without %s: a path that is gone is a fault, not another model', async (path) => {
    const copy = join(folder, 'src');
    const nameIn = await ofCopy(copy);
    rmSync(join(copy, path), { recursive: true });
    expect(() => nameIn(places)).toThrow(path);
  });
});
