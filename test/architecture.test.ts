import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/**
 * Who may import what inside src/: a part is a folder (in chat/, each of its three). This table is the architecture: a
 * part may import the parts in its row, and a row names only parts that stand above it.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  text: [],
  learner: [],
  core: ['text'],
  screening: ['core', 'text', 'learner'],
  ask: ['core', 'text', 'learner'],
  actions: ['core'],
  reactions: ['core', 'actions'],
  ports: ['core'],
  engine: ['core', 'reactions', 'ports'],
  effects: ['core', 'ports'],
  outbox: ['core', 'ports', 'engine', 'effects'],
  platforms: ['core', 'ports', 'engine'],
  records: ['text', 'core', 'ports'],
  'chat/cards': ['text', 'core', 'ask', 'actions', 'ports'],
  'chat/desk': ['text', 'core', 'ask', 'actions', 'ports', 'engine', 'records', 'chat/cards'],
  'chat/teams': ['text', 'ports'],
  store: ['core', 'ports', 'engine', 'effects'],
  rules: ['text', 'core', 'screening', 'ask'],
  training: ['core', 'learner', 'screening', 'ask', 'rules'],
  'second-opinion': ['text', 'core', 'screening'],
  config: ['core'],
  http: ['ports', 'platforms'],
};

/** What puts the parts together, and what exists only for this machine: they may see everything. */
const COMPOSE = ['app', 'main', 'cli', 'local'];

/** Packages that few parts may know; every other package may be used wherever it is wanted. */
const ONLY_IN: Record<string, readonly string[]> = {
  botbuilder: ['chat/teams'],
  '@microsoft/teams-ai': ['chat/teams', 'second-opinion'],
  pg: ['store'],
  kysely: ['store'],
  '@electric-sql/pglite': ['store'],
  restify: ['http'],
  sharp: ['records'],
  pino: ['app'],
  'adaptivecards-templating': ['chat/cards'],
  'linkify-it': ['screening'],
  tldts: ['screening'],
  'libphonenumber-js': ['screening'],
  eld: ['screening'],
  commander: ['cli'],
  minisearch: ['ask'],
  '@orama/stemmers': ['text'],
  pdfkit: ['records'],
  nodemailer: ['records'],
  xmlbuilder2: ['records'],
  yaml: ['rules', 'config', 'local'],
};

/** What decides: no input, no output, no clock; only these packages, and Temporal, which is built in. */
const PURE: Record<string, readonly string[]> = {
  text: ['@orama/stemmers'],
  core: ['zod'],
  actions: ['zod'],
  reactions: [],
  screening: ['zod', 'linkify-it', 'tldts', 'libphonenumber-js', 'eld'],
  ask: ['zod', 'minisearch'],
};

const partOf = (path: string): string => {
  const [first = '', second = ''] = path.split(sep);
  return first === 'chat' ? `chat/${second}` : first.replace(/\.ts$/u, '');
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.(ts|mjs)$/u.test(path),
);
const parts = new Set(files.map(partOf));

const imports = files.flatMap((path) => {
  const text = readFileSync(join(SRC, path), 'utf8');
  return [...text.matchAll(/(?:from\s+|import\s+|import\()'([^']+)'/gu)].map(([, target = '']) => ({
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
const within = imports
  .filter(({ target }) => target.startsWith('.'))
  .map((found) => ({ ...found, to: partOf(relative(SRC, join(SRC, dirname(found.path), found.target))) }));
const packages = imports
  .filter(({ target }) => !target.startsWith('.') && !isBuiltin(target))
  .map((found) => ({ ...found, to: packageOf(found.target) }));

describe('the architecture', () => {
  it('has every part in its table, and nothing loose but what starts the bot', () => {
    expect([...parts].filter((part) => !(part in MAY_IMPORT) && !COMPOSE.includes(part))).toEqual([]);
    expect(files.filter((path) => !path.includes(sep))).toEqual(['main.ts']);
  });

  it('lets imports point one way', () => {
    const wrong = within.filter(
      ({ part, to }) => !COMPOSE.includes(part) && part !== to && !MAY_IMPORT[part]?.includes(to),
    );
    expect(wrong.map(({ path, to }) => `${path} imports ${to}`)).toEqual([]);
  });

  it('has a table that points one way itself', () => {
    const order = Object.keys(MAY_IMPORT);
    const upward = Object.entries(MAY_IMPORT).flatMap(([part, allowed], at) =>
      allowed.filter((to) => !order.slice(0, at).includes(to)).map((to) => `${part} may import ${to}`),
    );
    expect(upward).toEqual([]);
  });

  it('allows nothing that nobody uses any more', () => {
    const uses = (part: string, to: string, found: readonly { part: string; to: string }[]) =>
      found.some((one) => one.part === part && one.to === to);
    const rows = [...Object.keys(MAY_IMPORT), ...COMPOSE, ...Object.keys(PURE)];
    const stale = [
      ...rows.filter((part) => !parts.has(part)),
      ...Object.entries(MAY_IMPORT).flatMap(([part, row]) =>
        row.filter((to) => !uses(part, to, within)).map((to) => `${part}: ${to}`),
      ),
      ...Object.entries(ONLY_IN).flatMap(([name, row]) =>
        row.filter((part) => !uses(part, name, packages)).map((part) => `${name}: ${part}`),
      ),
      ...Object.entries(PURE).flatMap(([part, row]) =>
        row.filter((name) => !uses(part, name, packages)).map((name) => `${part}: ${name}`),
      ),
    ];
    expect(stale).toEqual([]);
  });

  it('keeps what is local out of the deployed bot', () => {
    const wrong = within.filter(({ part, to }) => part !== 'local' && to === 'local');
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('keeps each foreign library in its place', () => {
    const wrong = packages.filter(({ part, to }) => ONLY_IN[to] && !ONLY_IN[to].includes(part));
    expect(wrong.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
  });

  it.each(Object.entries(PURE))('keeps %s pure', (part, allowed) => {
    const wrong = imports.filter(({ part: from, target }) => {
      if (from !== part || target.startsWith('.')) return false;
      return isBuiltin(target) || !allowed.includes(packageOf(target));
    });
    expect(wrong.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
  });

  it('keeps time out of what decides', () => {
    const wrong = files.filter(
      (path) =>
        partOf(path) in PURE &&
        /Temporal\.Now|Math\.random|process\.|fetch\(/u.test(readFileSync(join(SRC, path), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('says of everything that is exported what it is', () => {
    const ownSchema = /^export type (\w+) = z\.infer<typeof \1>;/u;
    const bare = files
      .filter((path) => !path.endsWith('.d.ts'))
      .flatMap((path) => {
        const lines = readFileSync(join(SRC, path), 'utf8').split('\n');
        return lines.flatMap((line, at) =>
          line.startsWith('export ') && !ownSchema.test(line) && !lines[at - 1]?.trimEnd().endsWith('*/')
            ? [`${path}:${at + 1} ${line}`]
            : [],
        );
      });
    expect(bare).toEqual([]);
  });
});
