import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { compose, type Parts } from '../../src/app/compose.ts';
import type { Outside } from '../../src/app/foundation.ts';
import { openFoundation } from '../../src/app/open-foundation.ts';
import { type Checked, readSources } from '../../src/app/sources.ts';
import { createAssessor } from '../../src/screening/screen.ts';

/** Which variable the accounts of `readUnreached` name for their token. */
export const TOKEN_NAME = 'TOKEN';

/** What a bot that nobody reaches from outside is put together from. @param accounts what its accounts file holds */
export function readUnreached(accounts: object, rulesDir?: string): Checked {
  const folder = mkdtempSync(join(tmpdir(), 'unreached-'));
  const accountsFile = join(folder, 'accounts.yaml');
  writeFileSync(accountsFile, stringify(accounts));
  const secrets = { [TOKEN_NAME]: 't', META_APP_SECRET: 'a', META_VERIFY_TOKEN: 'v', INTAKE_SECRET: 'i' };
  try {
    return readSources({
      environment: { ...secrets, ACCOUNTS_FILE: accountsFile },
      insecureLocal: true,
      ...(rulesDir !== undefined && { rulesDir }),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The deployed bot's parts on a store of the caller's, screening without a model. It stands still: nothing is done but
 * what the caller has it do, and what fails in it is thrown.
 */
export async function standingBot(
  checked: Checked,
  outside: Pick<Outside, 'store' | 'clock'> & Partial<Pick<Outside, 'chat' | 'platforms'>>,
): Promise<Parts> {
  const { lexicon } = checked.files;
  const assess = createAssessor(lexicon);
  const instead = {
    platforms: new Map(),
    ...outside,
    screening: {
      lexicon,
      assess,
      trains: false,
      ready: Promise.resolve(),
      asking: new Promise<never>(() => undefined),
      stop: async () => undefined,
    },
    log: { failed: () => thrown, warn: () => undefined },
    wake: () => undefined,
  };
  return compose(await openFoundation(checked, instead, new AsyncDisposableStack()));
}

function thrown(error: unknown): never {
  throw error;
}
