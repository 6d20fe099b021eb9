import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../fakes/child-environment.ts';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { MODEL_FOLDER } from '../fakes/model-folder.ts';

/** On a machine that does much else. */
export const STARTS_WITHIN_MS = 90_000;

/** What `npm start` runs, in a process of its own with an embedded database and no accounts. */
interface StartedMain {
  readonly process: ChildProcess;
  readonly port: number;
  /** The lines that it wrote to stderr. */
  said(): readonly string[];
}

/** @param settings beside those that every start needs. @throws Error with the bot's own words when it ends instead */
export async function startMain(settings: Record<string, string> = {}): Promise<StartedMain> {
  const dataDir = copyEmbeddedTemplate();
  const accountsFile = join(dataDir, 'accounts.yaml');
  writeFileSync(accountsFile, '{}\n');
  const bot = fork(new URL('../../src/main.ts', import.meta.url), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...childEnvironment(),
      PORT: '0',
      DATA_DIR: dataDir,
      MODEL_DIR: MODEL_FOLDER,
      ACCOUNTS_FILE: accountsFile,
      MICROSOFT_APP_ID: 'app',
      MICROSOFT_APP_PASSWORD: 'secret',
      MICROSOFT_APP_TENANT_ID: 'tenant',
      META_APP_SECRET: 'm',
      META_VERIFY_TOKEN: 'v',
      INTAKE_SECRET: 'i',
      ...settings,
    },
  });
  const port = Promise.withResolvers<number>();
  let said = '';
  bot.stderr?.on('data', (chunk) => {
    said += chunk;
    const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/u.exec(said)?.[1];
    if (found) port.resolve(Number(found));
  });
  bot.once('exit', (code) => port.reject(new Error(`The bot ended with ${code}: ${said}`)));
  return { process: bot, port: await port.promise, said: () => said.split('\n').filter(Boolean) };
}
