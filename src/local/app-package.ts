import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { iconProblems } from './app-icon.ts';
import {
  againstSchema,
  at,
  type Json,
  languageProblems,
  translatedStrings,
  unfilled,
} from './app-manifest-checks.ts';

/** What the manifest's `${{NAME}}` places are filled with, by name. */
export type Tokens = Readonly<Record<string, string>>;

/** A Teams app package, ready to be written. */
export interface AppPackage {
  readonly zip: Uint8Array;
  /** Names and sizes in bytes of what it holds, in order. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly schemaVersion: string;
}

/** The package's source is wrong: one line a problem, each naming file and place. */
export class AppPackageError extends Error {
  override readonly name = 'AppPackageError';
  readonly code = 'app-package-invalid';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const each = [...new Set(problems)];
    super(each.join('\n'));
    this.problems = each;
  }
}

/** The parts of a manifest that packaging itself reads; Microsoft's schema judges the whole. */
const Outline = z.object({
  manifestVersion: z.string(),
  icons: z.object({ color: z.string(), outline: z.string() }),
  localizationInfo: z.object({
    defaultLanguageFile: z.string(),
    additionalLanguages: z.array(z.object({ file: z.string() })).min(1),
  }),
});

/** Local time without a zone: fflate writes local fields, so the bytes are the same in every time zone. */
const MTIME = '2026-01-01T00:00:00';

/**
 * Fills, checks and zips the manifest in `folder`. The same source and tokens give the same bytes everywhere.
 *
 * @throws AppPackageError with every problem found.
 */
export function buildAppPackage(folder: string, tokens: Tokens): AppPackage {
  const manifest = fill(readJson(folder, 'manifest.json'), tokens);
  const outline = Outline.safeParse(manifest);
  if (!outline.success)
    throw new AppPackageError(
      outline.error.issues.map((issue) => at('manifest.json', issue.path, issue.message)),
    );
  const { manifestVersion, icons, localizationInfo } = outline.data;
  const [defaultFile, ...others] = [
    localizationInfo.defaultLanguageFile,
    ...localizationInfo.additionalLanguages.map(({ file }) => file),
  ] as [string, ...string[]];
  const languages = [defaultFile, ...others].map((name) => ({ name, strings: readJson(folder, name) }));
  const read = (name: string): Uint8Array => readBytes(folder, name);

  const problems = [
    ...unfilled(manifest),
    ...againstSchema('manifest.json', manifest, manifestVersion, 'MicrosoftTeams.schema.json'),
    ...languages.flatMap(({ name, strings }) =>
      againstSchema(name, strings, manifestVersion, 'MicrosoftTeams.Localization.schema.json'),
    ),
    ...languages.flatMap(({ name, strings }) =>
      languageProblems(name, strings, translatedStrings(manifest), name === defaultFile),
    ),
    ...iconProblems(icons.color, read(icons.color), 192),
    ...iconProblems(icons.outline, read(icons.outline), 32, 'white lines'),
  ];
  if (problems.length > 0) throw new AppPackageError(problems);
  return zipped(manifest, languages, [icons.color, icons.outline], read, manifestVersion);
}

function zipped(
  manifest: Json,
  languages: readonly { name: string; strings: Json }[],
  icons: readonly string[],
  read: (name: string) => Uint8Array,
  schemaVersion: string,
): AppPackage {
  const text = (json: Json): Uint8Array => new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`);
  const entries: [string, Uint8Array][] = [
    ['manifest.json', text(manifest)],
    ...languages.map(({ name, strings }): [string, Uint8Array] => [name, text(strings)]),
    ...icons.map((name): [string, Uint8Array] => [name, read(name)]),
  ];
  const files = entries.map(([name, bytes]) => ({ name, bytes: bytes.length }));
  return { zip: zipSync(Object.fromEntries(entries), { mtime: MTIME, level: 9 }), files, schemaVersion };
}

function readBytes(folder: string, name: string): Uint8Array {
  const path = join(folder, name);
  if (!existsSync(path)) throw new AppPackageError([`${name}: no such file in ${folder}`]);
  return readFileSync(path);
}

function readJson(folder: string, name: string): Json {
  const text = new TextDecoder().decode(readBytes(folder, name));
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'expected a JSON object';
    throw new AppPackageError([`${name}: not readable as JSON: ${why}`]);
  }
}

function fill<T>(value: T, tokens: Tokens): T {
  const text = JSON.stringify(value).replace(/\$\{\{(\w+)\}\}/g, (place, name: string) => {
    const filled = tokens[name];
    return filled === undefined ? place : JSON.stringify(filled).slice(1, -1);
  });
  return JSON.parse(text) as T;
}
