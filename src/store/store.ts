import { type Kysely, sql } from 'kysely';
import type { ArchiveStore } from '../ports/archive.ts';
import type { CardStore } from '../ports/cards.ts';
import type { DigestStore } from '../ports/digests.ts';
import type { LedgerStore } from '../ports/ledger.ts';
import type { AskStore, PollStore } from '../ports/polls.ts';
import type { Store } from '../ports/store.ts';
import { createArchive } from './archive.ts';
import { answered, askLater, claimToldOf } from './ask-back.ts';
import { cardFailed, cardMessage, cardShown, claimCards, refreshCards, ticketAt } from './cards.ts';
import { decide } from './decide.ts';
import {
  claimDigest,
  contacted,
  contacts,
  digestFailed,
  digestPosted,
  digestSkipped,
  holdDigest,
  planDigest,
  undigested,
} from './digest.ts';
import { digestFacts } from './digest-facts.ts';
import { digestLines } from './digest-lines.ts';
import { disposalOn } from './disposal-store.ts';
import { claimEffects, claimLostEffects, replyText } from './effects.ts';
import { evidenceKeys, type SealingSettings } from './evidence-keys.ts';
import { handoversOn } from './handovers.ts';
import { hear, unhear } from './heard.ts';
import { historyOn } from './history.ts';
import {
  claimDeliveries,
  countUnread,
  deliveriesRead,
  keepDeliveries,
  retryUnread,
  unreadRows,
} from './inbox.ts';
import { lessonsOn } from './lessons.ts';
import { migrate, missingMigrations } from './migrate.ts';
import { migrations } from './migrations.ts';
import { mine } from './mine.ts';
import type { Database } from './open.ts';
import { clockFollowed, ticketsOfOtherClock } from './other-clock.ts';
import { picturesOn } from './pictures.ts';
import {
  awaited,
  claimPoll,
  differences,
  listSoon,
  lookedAt,
  pollEnded,
  pollGoesOn,
  unlisted,
} from './polls.ts';
import { recordItems } from './record-items.ts';
import { registerOn } from './register-store.ts';
import { resembling } from './repetitions.ts';
import { reportsOn } from './reports.ts';
import { requestsOn } from './requests.ts';
import { standingsOn } from './standings.ts';
import { leaveStorm, stormOf } from './storms.ts';
import { claimSuperseded, supersededTried } from './superseded.ts';
import { pauseAccount } from './tenants.ts';
import { tenantsOn } from './tenants-store.ts';
import { tokensOn } from './tokens.ts';
import { unposted } from './unposted.ts';
import { views } from './view.ts';
import { changeHandled, inForce, spreadRemovedPosts, unhandledChanges, unscreened } from './waiting.ts';

/** Brings the schema up to date and fills the Store port. Several replicas may start at once. */
export async function createStore(
  database: Database<unknown>,
  sealing: SealingSettings = {},
): Promise<Store> {
  await migrate(database, migrations);
  return storeOn(database, sealing);
}

/** The store as it is, for one who only looks: null with what the schema lacks when it is not up to date. */
export async function inspectStore(
  database: Database<unknown>,
  sealing: SealingSettings = {},
): Promise<{ store: Store; missing: readonly [] } | { store: null; missing: readonly string[] }> {
  const missing = await missingMigrations(database, migrations);
  return missing.length === 0 ? { store: storeOn(database, sealing), missing: [] } : { store: null, missing };
}

function storeOn({ kysely: db, ready }: Database<unknown>, sealing: SealingSettings): Store {
  const pictures = picturesOn(db, evidenceKeys(db, sealing));
  return {
    ready,
    ping: async () => void (await sql`SELECT 1`.execute(db)),
    ...archiveOn(db),
    ...ledgerOn(db),
    ...cardsOn(db),
    ...digestsOn(db),
    ...pollsOn(db),
    ...tenantsOn(db),
    ...registerOn(db),
    ...handoversOn(db),
    ...requestsOn(db),
    ...reportsOn(db),
    ...disposalOn(db),
    ...standingsOn(db),
    ...tokensOn(db),
    ...historyOn(db),
    ...lessonsOn(db),
    resembling: (...asked) => resembling(db, ...asked),
    mine: (municipality, query) => mine(db, municipality, query),
    ...pictures,
    recordItems: (municipality, query, after, limit) => recordItems(db, municipality, query, after, limit),
    recordMedia: pictures.readMedia,
  };
}

const archiveOn = (db: Kysely<unknown>): ArchiveStore => ({
  archive: createArchive(db),
  keepDeliveries: (source, deliveries) => keepDeliveries(db, source, deliveries),
  claimDeliveries: (limit, leaseMs) => claimDeliveries(db, limit, leaseMs),
  deliveriesRead: (read) => deliveriesRead(db, read),
  unreadRows: (municipality) => unreadRows(db, municipality),
  retryUnread: (municipality) => retryUnread(db, municipality),
  countUnread: () => countUnread(db),
  unscreened: (limit, except) => unscreened(db, limit, except),
  inForce: (municipality, comment) => inForce(db, municipality, comment),
  unhandledChanges: (now, limit) => unhandledChanges(db, now, limit),
  spreadRemovedPosts: (now) => spreadRemovedPosts(db, now),
  changeHandled: (municipality, key, now) => changeHandled(db, municipality, key, now),
});

const ledgerOn = (db: Kysely<unknown>): LedgerStore => ({
  decide: (municipality, now, requests, decideOne) => decide(db, municipality, now, requests, decideOne),
  ticketsOfOtherClock: (municipality, clockVersion, limit) =>
    ticketsOfOtherClock(db, municipality, clockVersion, limit),
  clockFollowed: (municipality, clockVersion, tickets) =>
    clockFollowed(db, municipality, clockVersion, tickets),
  views: (municipality, tickets) => views(db, municipality, tickets),
  claimEffects: (now, limit, leaseMs) => claimEffects(db, now, limit, leaseMs),
  claimLostEffects: (limit, leaseMs) => claimLostEffects(db, limit, leaseMs),
  replyText: (municipality, decision) => replyText(db, municipality, decision),
  pauseAccount: (municipality, platform, account, until) =>
    pauseAccount(db, { municipality, platform, account }, until),
  hear: (key, now) => hear(db, key, now),
  unhear: (key) => unhear(db, key),
});

const cardsOn = (db: Kysely<unknown>): CardStore => ({
  claimCards: (...claim) => claimCards(db, ...claim),
  cardShown: (card, at, now, refreshAt) => cardShown(db, card, at, now, refreshAt),
  refreshCards: (now, limit) => refreshCards(db, now, limit),
  cardFailed: (card, failure) => cardFailed(db, card, failure),
  claimSuperseded: (now, leaseMs) => claimSuperseded(db, now, leaseMs),
  supersededTried: (message, retryAt) => supersededTried(db, message, retryAt),
  cardMessage: (municipality, ticket) => cardMessage(db, municipality, ticket),
  ticketAt: (municipality, message) => ticketAt(db, municipality, message),
  storm: (municipality, leader) => stormOf(db, municipality, leader),
  leaveStorm: (municipality, ticket) => leaveStorm(db, municipality, ticket),
});

const digestsOn = (db: Kysely<unknown>): DigestStore => ({
  undigested: (anewFrom) => undigested(db, anewFrom),
  planDigest: (...plan) => planDigest(db, ...plan),
  claimDigest: (now, leaseMs) => claimDigest(db, now, leaseMs),
  holdDigest: (digest, leaseMs) => holdDigest(db, digest, leaseMs),
  digestPosted: (digest, now, data) => digestPosted(db, digest, now, data),
  digestFailed: (digest, failure) => digestFailed(db, digest, failure),
  digestSkipped: (digest) => digestSkipped(db, digest),
  digestFacts: (municipality, query) => digestFacts(db, municipality, query),
  digestLines: (municipality, query) => digestLines(db, municipality, query),
  unposted: (municipality, query) => unposted(db, municipality, query),
  contacts: (municipality) => contacts(db, municipality),
  contacted: (account, now) => contacted(db, account, now),
});

const pollsOn = (db: Kysely<unknown>): PollStore & AskStore => ({
  claimPoll: (accounts, now, leaseMs) => claimPoll(db, accounts, now, leaseMs),
  pollGoesOn: (poll, leaseMs) => pollGoesOn(db, poll, leaseMs),
  pollEnded: (poll, end) => pollEnded(db, poll, end),
  claimToldOf: (accounts, now, leaseMs) => claimToldOf(db, accounts, now, leaseMs),
  answered: (told) => answered(db, told),
  askLater: (account, until, since) => askLater(db, account, until, since),
  listSoon: (account, now) => listSoon(db, account, now),
  differences: (poll, listed) => differences(db, poll, listed),
  awaited: (poll, limit) => awaited(db, poll, limit),
  unlisted: (poll, query) => unlisted(db, poll, query),
  lookedAt: (poll, externalIds, now) => lookedAt(db, poll, externalIds, now),
});
