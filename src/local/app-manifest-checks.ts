import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);

/** A JSON object as a file of the package holds it. */
export type Json = Record<string, unknown>;

/** Strings that a language file carries: the addresses that Microsoft's localization schema knows and we use. */
const TRANSLATED =
  /^(name|description)\.\w+$|^bots\[0\]\.commandLists\[\d\]\.commands\[\d+\]\.\w+$|^composeExtensions\[0\]\.commands\[\d\]\.(title|description)$/;

/** One problem, with its place in the file as a JSON pointer. */
export function at(file: string, path: readonly PropertyKey[], message: string): string {
  return `${file} /${path.map(String).join('/')}: ${message}`;
}

/** Every string of a JSON value with the path to it. */
function* stringsIn(
  value: unknown,
  path: readonly PropertyKey[] = [],
): Generator<[readonly PropertyKey[], string]> {
  if (typeof value === 'string') yield [path, value];
  else if (Array.isArray(value))
    for (const [i, item] of value.entries()) yield* stringsIn(item, [...path, i]);
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, [...path, key]);
}

/** The places of the manifest that no token filled. */
export function unfilled(manifest: Json): string[] {
  return [...stringsIn(manifest)]
    .filter(([, text]) => text.includes('${{'))
    .map(([path, text]) => at('manifest.json', path, `nothing fills ${text}`));
}

/**
 * Where a file breaks Microsoft's schema of that manifest version. The schemas are read from the npm package
 * `@microsoft/app-manifest`, so that nothing is fetched.
 */
export function againstSchema(file: string, json: Json, version: string, schemaFile: string): string[] {
  const root = dirname(require.resolve('@microsoft/app-manifest/package.json'));
  const path = join(root, 'build', 'json-schemas', 'teams', `v${version}`, schemaFile);
  if (!existsSync(path))
    return [
      at(
        'manifest.json',
        ['manifestVersion'],
        `expected a version that @microsoft/app-manifest has, not ${version}`,
      ),
    ];
  // Draft 4 by name only: the schema uses nothing that Ajv's own draft reads differently.
  const { $schema: _, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Json;
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return validate(json) ? [] : (validate.errors ?? []).map((error) => schemaProblem(file, error));
}

function schemaProblem(file: string, { instancePath, message, params }: ErrorObject): string {
  const detail = params['allowedValues'] ?? params['allowedValue'] ?? params['additionalProperty'];
  return `${file} ${instancePath || '/'}: ${message}${detail === undefined ? '' : ` (${[detail].flat().join(', ')})`}`;
}

/** The manifest's translatable strings by the address that a language file gives them: `bots[0].commandLists[0]…`. */
export function translatedStrings(manifest: Json): Map<string, string> {
  const addressed = [...stringsIn(manifest)].map(([path, text]): [string, string] => [
    path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('')
      .slice(1),
    text,
  ]);
  return new Map(addressed.filter(([address]) => TRANSLATED.test(address)));
}

/** All language files have the manifest's strings and no others; the default one says the same as the manifest. */
export function languageProblems(
  file: string,
  strings: Json,
  expected: ReadonlyMap<string, string>,
  isDefault: boolean,
): string[] {
  const missing = [...expected.keys()].filter((key) => !(key in strings));
  const unknown = Object.keys(strings).filter((key) => key !== '$schema' && !expected.has(key));
  const differing = [...expected].filter(
    ([key, text]) => isDefault && key in strings && strings[key] !== text,
  );
  return [
    ...missing.map((key) => `${file}: expected ${key}, which manifest.json has`),
    ...unknown.map((key) => `${file}: ${key} stands for nothing in manifest.json`),
    ...differing.map(([key, text]) => `${file} ${key}: expected the manifest's own words "${text}"`),
  ];
}
