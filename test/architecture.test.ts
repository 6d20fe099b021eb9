import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** Who may import what inside src/. This table is the architecture: arrows point from the top to the bottom. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  text: [],
  core: ['text'],
  screening: ['core', 'text'],
  ask: ['core', 'screening', 'text'],
  actions: ['core', 'text'],
  reactions: ['core', 'text'],
  ports: ['core'],
  engine: ['core', 'actions', 'reactions', 'ports'],
  effects: ['core', 'ports'],
  outbox: ['core', 'effects', 'engine', 'ports'],
  platforms: ['core', 'ports', 'text'],
  'chat/cards': ['core', 'actions', 'ask', 'ports', 'text'],
  'chat/desk': ['core', 'actions', 'ask', 'engine', 'ports', 'store-port', 'chat/cards', 'text'],
  'chat/teams': ['ports', 'text'],
  store: ['batches', 'core', 'ports', 'store-port'],
  records: ['core', 'ports', 'store-port', 'store'],
  policies: ['core'],
  'load-lexicon': ['screening'],
  'load-examples': ['core', 'screening'],
  training: ['core', 'load-examples', 'load-lexicon', 'policies', 'screening'],
  'load-questions': ['ask', 'core'],
  config: ['core'],
  'second-opinion': ['core', 'screening', 'text'],
  'system-clock': ['ports'],
  accounts: ['config', 'core', 'ports', 'store-port'],
  intake: ['core', 'ports', 'store-port', 'platforms'],
  http: ['intake', 'platforms'],
};

/** The files that put things together, and what exists only for this machine: they may see everything. */
const COMPOSE = ['app', 'adapters', 'main', 'cli', 'local'];

/** Packages that only one part may know; every other package may be used wherever it is wanted. */
const ONLY_IN: Record<string, readonly string[]> = {
  botbuilder: ['chat/teams'],
  'botframework-connector': ['chat/teams'],
  '@microsoft/teams-ai': ['chat/teams', 'second-opinion'],
  pg: ['store'],
  kysely: ['store'],
  '@electric-sql/pglite': ['store'],
  restify: ['http'],
  'adaptivecards-templating': ['chat/cards'],
  'linkify-it': ['screening'],
  tldts: ['screening'],
  'libphonenumber-js': ['screening'],
  eld: ['screening'],
  commander: ['cli'],
  minisearch: ['ask'],
};

/** Core and what decides: no input, no output, no clock; only zod, and Temporal, which is built in. */
const PURE: Record<string, readonly string[]> = {
  text: [],
  core: ['zod'],
  actions: ['zod'],
  reactions: ['zod'],
  screening: ['zod', 'linkify-it', 'tldts', 'libphonenumber-js', 'eld', '@orama/stemmers'],
  ask: ['zod', 'minisearch', '@orama/stemmers'],
};

const partOf = (path: string): string => {
  const [first = '', second = ''] = path.split(sep);
  if (first === 'chat') return `chat/${second}`;
  return /^polic(y|ies)/u.test(first) ? 'policies' : first.replace(/\.m?ts$/u, '');
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

const imports = files.flatMap((path) => {
  const text = readFileSync(join(SRC, path), 'utf8');
  return [...text.matchAll(/(?:from|import)\s+'([^']+)'/gu)].map(([, target = '']) => ({
    path,
    part: partOf(path),
    target,
  }));
});

const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
const isBuiltin = (target: string): boolean => target.startsWith('node:') || builtinModules.includes(target);
const within = imports.filter(({ target }) => target.startsWith('.'));
const packages = imports.filter(({ target }) => !target.startsWith('.') && !isBuiltin(target));

describe('the architecture', () => {
  it('has every part in its table', () => {
    const parts = new Set(files.map(partOf));
    expect([...parts].filter((part) => !(part in MAY_IMPORT) && !COMPOSE.includes(part))).toEqual([]);
  });

  it('lets imports point one way', () => {
    const wrong = within.flatMap(({ path, part, target }) => {
      const to = partOf(relative(SRC, join(SRC, dirname(path), target)));
      const allowed = COMPOSE.includes(part) || part === to || MAY_IMPORT[part]?.includes(to);
      return allowed ? [] : [`${path} imports ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps what is local out of the deployed bot', () => {
    const wrong = within.filter(({ part, target }) => part !== 'local' && target.includes('/local/'));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('keeps each foreign library in its one place', () => {
    const wrong = packages.flatMap(({ path, part, target }) => {
      const only = ONLY_IN[packageOf(target)];
      return only && !only.includes(part) ? [`${path} imports ${target}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(PURE))('keeps %s pure', (part, allowed) => {
    const wrong = imports.filter(({ part: from, target }) => {
      if (from !== part || target.startsWith('.')) return false;
      return isBuiltin(target) || !allowed.includes(packageOf(target));
    });
    expect(wrong.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
  });

  it('keeps time out of what decides', () => {
    const impure = files.filter((path) =>
      ['core', 'actions', 'reactions', 'screening', 'ask'].includes(partOf(path)),
    );
    const wrong = impure.filter((path) =>
      /Temporal\.Now|Math\.random|process\.|fetch\(/u.test(readFileSync(join(SRC, path), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('has no file that has outgrown its idea', () => {
    const lines = (path: string) => readFileSync(join(SRC, path), 'utf8').split('\n').length;
    expect(files.filter((path) => lines(path) > 215)).toEqual([]);
  });
});
