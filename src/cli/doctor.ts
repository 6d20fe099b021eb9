import { join } from 'node:path';
import type { Command } from 'commander';
import { refuseStrangers } from '../app/accounts.ts';
import { inspectSources } from '../app/sources.ts';
import { systemClock } from '../app/system-clock.ts';
import type { TokenVault } from '../app/token-vault.ts';
import type { Config } from '../config/config.ts';
import { keptIn } from '../config/store-settings.ts';
import type { Policy } from '../core/policy.ts';
import type { Store } from '../ports/store.ts';
import { checkZone } from './doctor/check-clock.ts';
import { checkHandOver } from './doctor/check-hand-over.ts';
import { checkInbox } from './doctor/check-inbox.ts';
import { checkModel } from './doctor/check-model.ts';
import { checkOrders } from './doctor/check-orders.ts';
import { checkPictures } from './doctor/check-pictures.ts';
import { checkPlatforms } from './doctor/check-platforms.ts';
import { checkRecipients } from './doctor/check-recipients.ts';
import { checkSources } from './doctor/check-sources.ts';
import { checkStore } from './doctor/check-store.ts';
import { checkTemplates } from './doctor/check-templates.ts';
import { checkTokens } from './doctor/check-tokens.ts';
import { checkOffice, checkTown, type Town } from './doctor/check-town.ts';
import { checkVersions } from './doctor/check-versions.ts';
import { type Diagnosis, ill } from './doctor/diagnosis.ts';
import { checkUnconfirmed } from './doctor/platform-cures.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NEGATIVE = 1;

/**
 * `kv doctor`: looks at settings, files, store and clock, and at each municipality of the accounts file: its channel, its
 * people, its accounts, of which it asks their platforms. A JSON line each, to its end whatever is wrong on the way; changes
 * nothing, but keeps a token that its platform gives anew. Exit code 1 when anything is not ok; a warning leaves it at 0.
 */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'look at settings, files, store, clock, channels, duty and contact; exit 1 when one is not ok',
    )
    .option('--rules <folder>', 'the rules folder', join(ROOT, 'rules'))
    .option('--cards <folder>', 'the cards folder', join(ROOT, 'cards'))
    .action(async (folders: { rules: string; cards: string }) => {
      const found = await examine(folders);
      for (const one of found) process.stdout.write(`${JSON.stringify(one)}\n`);
      if (found.some(({ ok }) => !ok)) process.exitCode = NEGATIVE;
    });
}

async function examine(folders: { rules: string; cards: string }): Promise<Diagnosis[]> {
  const inspection = inspectSources({ rulesDir: folders.rules, cardsDir: folders.cards });
  const { reading, cards } = inspection;
  // A key that is wrong is told of, and keeps nothing else from being looked at.
  const kept = keptIn({ DATA_DIR: './data', ...reading.settings });
  const policies = inspection.policies ?? new Map<string, Policy>();
  const now = systemClock.now();
  const towns = Object.keys(reading.accounts).flatMap((municipality): Town[] => {
    const policy = policies.get(municipality);
    return policy && cards ? [{ reading, policy, cards: cards[policy.language], now }] : [];
  });
  let asked: Diagnosis[] | null = null;
  const inside = async (store: Store) => {
    const { found, vault } = await tokensIn(store, reading.config);
    asked = await askPlatforms(reading.config, vault);
    return [
      ...(inspection.policies ? await checkStrangers(store, inspection.policies) : []),
      ...(await checkInbox(store, reading.settings.ACCOUNTS_FILE ?? 'ACCOUNTS_FILE')),
      ...(await Promise.all(towns.map((town) => checkTown(town, store)))).flat(),
      ...(await Promise.all(towns.map((town) => checkHandOver(town, store)))).flat(),
      ...found,
      ...(reading.config ? await checkPictures(reading.config, store) : []),
    ];
  };
  const stored = await checkStore(kept, inside);
  return [
    ...checkSources(inspection, folders),
    ...(inspection.faults.every(({ about }) => about !== 'rules')
      ? [checkModel({ dataDir: kept.modelDir, rulesDir: folders.rules })]
      : []),
    checkZone(),
    ...checkVersions(reading, now),
    ...used(policies, reading.accounts).flatMap((policy) => checkTemplates(folders.rules, policy)),
    ...used(policies, reading.accounts).flatMap((policy) => checkOrders(folders.rules, policy)),
    ...towns.flatMap(checkOffice),
    ...towns.map(checkRecipients),
    ...stored,
    // Without the store the platforms are asked all the same.
    ...(asked ?? (await askPlatforms(reading.config, null))),
    ...checkUnconfirmed(reading.accounts),
  ];
}

const tokensIn = (store: Store, config: Config | null) =>
  config ? checkTokens(config, store) : { found: [], vault: null };

/** Nobody is asked while a setting is missing or wrong: that is told of. */
const askPlatforms = async (config: Config | null, vault: TokenVault | null): Promise<Diagnosis[]> =>
  config ? checkPlatforms(config, vault) : [];

/** The municipalities of the accounts file; every one that has rules while there is no such file. */
function used(policies: ReadonlyMap<string, Policy>, accounts: Readonly<Record<string, unknown>>): Policy[] {
  const named = Object.keys(accounts).flatMap((municipality) => policies.get(municipality) ?? []);
  return named.length === 0 ? [...policies.values()] : named;
}

async function checkStrangers(store: Store, policies: ReadonlyMap<string, Policy>): Promise<Diagnosis[]> {
  try {
    await refuseStrangers(store, policies);
    return [];
  } catch (error) {
    return [ill('rules', (error as Error).message, 'put the file back: the bot does not start without it')];
  }
}
