// `npm run package`: builds the Teams app package from manifest/ and says what it built.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AppPackageError, buildAppPackage, type Tokens } from './app-package.ts';

const USAGE = `usage: npm run package -- [--app-id GUID] [--out FILE.zip] [--manifest FOLDER]
  --app-id    the bot's Microsoft app id; without it MICROSOFT_APP_ID is read
  --out       where to write; without it dist/kommentarsvakten.zip
  --manifest  the package's source; without it manifest/
settings: MICROSOFT_APP_ID, TEAMS_APP_ID (default: the bot's id), PUBLISHER_NAME (default: Kommentarsvakten),
  WEBSITE_URL, PRIVACY_URL and TERMS_URL (both default to WEBSITE_URL)`;

/** RFC 2606 keeps this name for examples: it is nobody's, and the warning says that it stands there. */
const NO_WEBSITE = 'https://example.com';

const Guid = z
  .string()
  .regex(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    'expected a GUID such as 6b0e0a52-8d9c-4c0e-9a51-1f4f7f1c2d3e',
  );
const Url = z.url({ protocol: /^https$/, error: 'expected an https address' }).max(2048);
const given = (name: string): string | undefined => process.env[name] || undefined;

const root = join(import.meta.dirname, '..', '..');

function fail(exitCode: 1 | 2, lines: readonly string[]): never {
  for (const line of lines) console.error(line);
  process.exit(exitCode);
}

function options(): { appId: string | undefined; out: string; manifest: string } {
  try {
    const { values } = parseArgs({
      options: { 'app-id': { type: 'string' }, out: { type: 'string' }, manifest: { type: 'string' } },
    });
    return {
      appId: values['app-id'],
      out: resolve(values.out ?? join(root, 'dist', 'kommentarsvakten.zip')),
      manifest: resolve(values.manifest ?? join(root, 'manifest')),
    };
  } catch (error) {
    return fail(2, [error instanceof Error ? error.message : String(error), USAGE]);
  }
}

/** Reads one setting by its schema; a wrong value ends the run with the setting's name. */
function checked(name: string, schema: z.ZodType<string>, value: string): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  return fail(2, [`${name}: ${parsed.error.issues[0]?.message}, found "${value}"`]);
}

function tokens(appId: string | undefined): Tokens {
  const botId = appId ?? given('MICROSOFT_APP_ID');
  if (botId === undefined)
    fail(2, [
      'MICROSOFT_APP_ID is not set. Set it in .env, or give the id: npm run package -- --app-id GUID',
    ]);
  const website = given('WEBSITE_URL');
  if (website === undefined)
    console.error(
      `WEBSITE_URL is not set: the app's own links will lead to ${NO_WEBSITE}. Set it before you give the app to others.`,
    );
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const url = (name: string): string => checked(name, Url, given(name) ?? website ?? NO_WEBSITE);
  const bot = checked(appId === undefined ? 'MICROSOFT_APP_ID' : '--app-id', Guid, botId);
  return {
    APP_VERSION: version,
    BOT_ID: bot,
    TEAMS_APP_ID: checked('TEAMS_APP_ID', Guid, given('TEAMS_APP_ID') ?? bot),
    PUBLISHER_NAME: checked(
      'PUBLISHER_NAME',
      z.string().max(32, 'expected at most 32 characters'),
      given('PUBLISHER_NAME') ?? 'Kommentarsvakten',
    ),
    WEBSITE_URL: url('WEBSITE_URL'),
    PRIVACY_URL: url('PRIVACY_URL'),
    TERMS_URL: url('TERMS_URL'),
  };
}

const { appId, out, manifest } = options();
const filled = tokens(appId);
try {
  const { zip, files, schemaVersion } = buildAppPackage(manifest, filled);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, zip);
  console.log(
    `${out}: ${zip.length} bytes, bot ${filled['BOT_ID']}, version ${filled['APP_VERSION']}, manifest ${schemaVersion} valid`,
  );
  for (const { name, bytes } of files) console.log(`  ${name} (${bytes} bytes)`);
} catch (error) {
  if (!(error instanceof AppPackageError)) throw error;
  fail(1, [`The package in ${manifest} is not right:`, ...error.problems]);
}
