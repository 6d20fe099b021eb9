import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const SRC = join(import.meta.dirname, '..', '..', 'src');

/** What a file loads when it runs: imports that are not of types alone, and files that it names by their URL. */
function loadedBy(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const imports = text.matchAll(
    /(?:^|\n)(?:import|export)\s(?!type\s)(?:[^'";]*?\sfrom\s)?'([^']+)'|import\('([^']+)'\)/gu,
  );
  const urls = text.matchAll(/new URL\('(\.[^']+\.ts)', import\.meta\.url\)/gu);
  return [...imports, ...urls].flatMap(([, first, second]) => first ?? second ?? []);
}

/** Every package that the program loads, with the file that does, and every file of ours. */
function reach(start: string): { packages: Map<string, string>; files: Set<string> } {
  const [packages, files] = [new Map<string, string>(), new Set<string>()];
  const visit = (file: string) => {
    if (files.has(file) || !existsSync(file)) return;
    files.add(file);
    for (const target of loadedBy(file)) {
      if (target.startsWith('.')) visit(join(dirname(file), target));
      else if (!target.startsWith('node:') && !builtinModules.includes(target)) {
        const parts = target.split('/').slice(0, target.startsWith('@') ? 2 : 1);
        packages.set(parts.join('/'), relative(SRC, file));
      }
    }
  };
  visit(join(SRC, start));
  return { packages, files };
}

it.each(['main.ts', 'cli/main.ts'])('runs %s without development packages', (program) => {
  const { packages, files } = reach(program);
  expect(files.size).toBeGreaterThan(50);
  expect([...packages].filter(([name]) => !(name in manifest.dependencies))).toEqual([]);
});

it('declares the Node that it is developed on, and nothing older', () => {
  const [major] = manifest.devDependencies.node.split('.');
  expect(manifest.engines.node).toBe(`>=${major}`);
});
