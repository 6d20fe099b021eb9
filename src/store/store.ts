import { readdirSync, readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import type { Store } from '../store-port.ts';
import { createArchive } from './archive.ts';
import { cardFailed, cardMessage, cardShown, claimCards } from './cards.ts';
import { decide } from './decide.ts';
import { claimEffects, claimLostEffects, replyText, storeAttachments } from './effects.ts';
import { type Migration, migrate } from './migrate.ts';
import type { Database } from './open.ts';
import {
  accountsOf,
  bindChannel,
  channels,
  declareAccounts,
  pauseAccount,
  postAgain,
  rememberPerson,
  setTrial,
} from './tenants.ts';
import { views } from './view.ts';
import { changeHandled, municipalities, unhandledChanges, unscreened } from './waiting.ts';

const MIGRATIONS = new URL('migrations/', import.meta.url);

/** The schema's steps, in order: `src/store/migrations/*.sql`. */
const migrations: readonly Migration[] = readdirSync(MIGRATIONS)
  .filter((file) => file.endsWith('.sql'))
  .toSorted()
  .map((file) => ({
    name: file.replace('.sql', ''),
    // A checkout on Windows may have CRLF; the recorded hash must not depend on it.
    sql: readFileSync(new URL(file, MIGRATIONS), 'utf8').replaceAll('\r\n', '\n'),
  }));

/** Brings the schema up to date and fills the Store port. Several replicas may start at once. */
export async function createStore(database: Database<unknown>): Promise<Store> {
  await migrate(database, migrations);
  return storeOn(database.kysely);
}

function storeOn(db: Kysely<unknown>): Store {
  return {
    archive: createArchive(db),
    unscreened: (limit, except) => unscreened(db, limit, except),
    municipalities: () => municipalities(db),
    unhandledChanges: (limit) => unhandledChanges(db, limit),
    changeHandled: (municipality, key, now) => changeHandled(db, municipality, key, now),
    decide: (municipality, now, requests, decideOne) => decide(db, municipality, now, requests, decideOne),
    views: (municipality, tickets) => views(db, municipality, tickets),
    claimEffects: (now, limit, leaseMs) => claimEffects(db, now, limit, leaseMs),
    claimLostEffects: (limit, leaseMs) => claimLostEffects(db, limit, leaseMs),
    replyText: (municipality, decision) => replyText(db, municipality, decision),
    storeAttachments: (municipality, comment, version, files, now) =>
      storeAttachments(db, { municipality, comment, version, now }, files),
    pauseAccount: (municipality, platform, account, until) =>
      pauseAccount(db, { municipality, platform, account }, until),
    claimCards: (now, limit, leaseMs) => claimCards(db, now, limit, leaseMs),
    cardShown: (card, at, now) => cardShown(db, card, at, now),
    cardFailed: (card, failure) => cardFailed(db, card, failure),
    cardMessage: (municipality, ticket) => cardMessage(db, municipality, ticket),
    channels: () => channels(db),
    bindChannel: (channel, by, now) => bindChannel(db, channel, by, now),
    postAgain: (municipality, now) => postAgain(db, municipality, now),
    declareAccounts: (accounts) => declareAccounts(db, accounts),
    accounts: (municipality) => accountsOf(db, municipality),
    setTrial: (account, trial, by, now) => setTrial(db, account, trial, by, now),
    rememberPerson: (municipality, person) => rememberPerson(db, municipality, person),
    ping: async () => {
      await sql`SELECT 1`.execute(db);
    },
  };
}
