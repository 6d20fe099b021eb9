import type { Config } from '../config/config.ts';
import { keptIn } from '../config/store-settings.ts';
import type { Store } from '../ports/store.ts';
import { thumbnailOf } from '../records/thumbnail.ts';
import { type OpenedScreening, openScreening } from '../training/open-screening.ts';
import { refuseStrangers } from './accounts.ts';
import { platformsOf } from './adapters.ts';
import { createCardPictures } from './card-pictures.ts';
import { disposalLogAt } from './disposal-log.ts';
import type { Foundation, Outside } from './foundation.ts';
import { type Log, logTo } from './log.ts';
import { openStore } from './open-store.ts';
import type { Checked } from './sources.ts';
import { systemClock } from './system-clock.ts';
import { createVault, type TokenVault } from './token-vault.ts';

const SEALED_AT_A_TIME = 20;
const UPKEEP_MS = 24 * 60 * 60 * 1000;

/**
 * Opens what the parts stand on, where `instead` has nothing in its place; `opened` closes again what was opened here.
 * @throws RulesError of the examples, StoreError or Error, naming what is wrong and where
 */
export async function openFoundation(
  { config, files }: Checked,
  { wake, ...instead }: Partial<Outside> & Pick<Foundation, 'wake'>,
  opened: AsyncDisposableStack,
): Promise<Foundation> {
  const log = instead.log ?? logTo(config.settings.LOG_LEVEL);
  const screening = instead.screening ?? beginScreening({ config, files }, log, opened);
  const store = instead.store ?? (await openOwnStore(config, log, opened));
  await refuseStrangers(store, files.policies);
  const { clock = systemClock, chat = null } = instead;
  const platforms = instead.platforms ?? platformsOf(config, clock, await openVault(config, store, log));
  const pictures = createCardPictures(store, thumbnailOf, log.failed('pictures on a card'));
  const disposalLog = disposalLogAt(keptIn(config.settings).disposalLog);
  const outside = { clock, platforms, chat, screening, store, log };
  return { config, files, ...outside, pictures, wake, disposalLog };
}

/** Null without TOKEN_KEY. @throws ConfigError when that does not open what is stored */
async function openVault({ settings }: Config, store: Store, log: Log): Promise<TokenVault | null> {
  if (settings.TOKEN_KEY === undefined) return null;
  const vault = createVault(store, settings.TOKEN_KEY, log.failed('storing a refreshed token'));
  await vault.verify();
  return vault;
}

function beginScreening({ config, files }: Checked, log: Log, opened: AsyncDisposableStack): OpenedScreening {
  const { modelDir } = keptIn(config.settings);
  const screening = openScreening(
    { dataDir: modelDir, rulesDir: files.rulesDir },
    files.lexicon,
    log.failed(`keeping the trained model in ${modelDir}; it is used, and trained anew at the next start`),
  );
  opened.defer(() => screening.stop());
  return screening;
}

async function openOwnStore(
  { settings }: Checked['config'],
  log: Log,
  opened: AsyncDisposableStack,
): Promise<Store> {
  const where = { ...keptIn(settings), onConnectionLost: log.failed('database connection') };
  const { database, store, replayed } = await openStore(where, opened);
  if (replayed.replayed + replayed.held > 0)
    log.warn('restored from an older copy: what had been disposed of was disposed of again', { ...replayed });
  // What an older version has stored in the clear does not wait for the first night.
  const sealing = sealPictures(store).catch(log.failed('sealing stored pictures'));
  opened.defer(() => sealing);
  // The embedded database has no autovacuum of its own.
  const upkeep = setInterval(
    () =>
      sealPictures(store)
        .then(() => database.vacuum())
        .catch(log.failed('upkeep')),
    UPKEEP_MS,
  ).unref();
  opened.defer(() => clearInterval(upkeep));
  return store;
}

/** Seals what lies in the clear or under an earlier key, so much at a time that others get their turn. */
async function sealPictures(store: Store): Promise<void> {
  while ((await store.sealSome(SEALED_AT_A_TIME)) > 0);
}
