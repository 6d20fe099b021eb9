import type { IntakeItem } from '../core/comment.ts';
import type { InboxItem, Received } from '../core/inbox.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';
import { createBatches } from '../engine/batches.ts';
import type { ArchiveStore, ClaimedDelivery, ReadThrough } from '../ports/archive.ts';
import type { Clock } from '../ports/clock.ts';
import type { PollStore } from '../ports/polls.ts';
import { platformOf } from './index.ts';

/** What the inbox needs of its surroundings. */
export interface InboxParts {
  readonly store: Pick<ArchiveStore, 'archive' | 'keepDeliveries' | 'claimDeliveries' | 'deliveriesRead'> &
    Pick<PollStore, 'listSoon'>;
  readonly clock: Clock;
  /** Whose account it is; undefined for an account that nobody has configured. */
  readonly municipalityOf: (platform: string, account: string) => MunicipalityId | undefined;
  /** Whose app speaks for the municipality on that platform; null: the installation's. */
  readonly appOf: (platform: PlatformName, municipality: MunicipalityId) => MunicipalityId | null;
  /** Called when something waits to be read, and when something has been archived. */
  readonly wake: (what: 'inbox' | 'archive') => void;
  /** Told of what nobody can read yet, once for each account and reason: never its text. */
  readonly onUnread: (kept: Pick<InboxItem, 'source' | 'account' | 'why'> & { count: number }) => void;
  readonly onError: (error: unknown) => void;
}

interface Arrived extends Received {
  readonly number: number;
}

/** What platforms deliver: kept as it came, and read afterwards. */
export interface Inbox {
  /**
   * Resolves once the delivery is durable. Those that arrive together share a commit.
   * @param app the municipality whose own app has signed it; null: the installation's
   */
  keep(source: PlatformName, body: Buffer, app: MunicipalityId | null): Promise<void>;
  /** Reads and archives up to `limit` deliveries; the number of them. */
  read(limit: number): Promise<number>;
}

/** So many deliveries share a commit, one of them large. */
const MOST_TOGETHER = 100;
const LARGE = 64 * 1024;
/** A reader that has had a delivery for longer has vanished, or hangs: read twice, a delivery is archived once. */
const LEASE_MS = 5_000;
/** So often a delivery is tried that cannot be archived; then it stands unread, and is told of. */
const MOST_ATTEMPTS = 5;

/** Keeps before it reads: nothing that a platform has signed is refused or lost for what it says. */
export function createInbox(parts: InboxParts): Inbox {
  const { store, clock } = parts;
  let arrived = 0;
  const keep = createBatches<Arrived, undefined>({
    most: MOST_TOGETHER,
    identityOf: ({ body, number }) => (body.length > LARGE ? 'large' : `${number}`),
    run: async (source, deliveries) => {
      await store.keepDeliveries(source as PlatformName, deliveries);
      return deliveries.map(() => undefined);
    },
  });

  const readOne = async (delivery: ClaimedDelivery): Promise<ReadThrough | null> => {
    try {
      return await archiveOne(parts, delivery);
    } catch (error) {
      parts.onError(error);
      if (delivery.attempts < MOST_ATTEMPTS) return null;
      const { body } = delivery;
      return { delivery, unread: [{ body, account: null, municipality: null, why: 'failed' }], tellsOf: [] };
    }
  };

  return {
    keep: async (source, body, app) => {
      arrived += 1;
      await keep(source, { body, app, receivedAt: clock.now(), number: arrived });
      parts.wake('inbox');
    },
    read: async (limit) => {
      const claimed = await store.claimDeliveries(limit, LEASE_MS);
      if (claimed.length === 0) return 0;
      const read = (await Promise.all(claimed.map(readOne))).filter((one) => one !== null);
      tell(parts, await store.deliveriesRead(read));
      parts.wake('archive');
      return claimed.length;
    },
  };
}

/** Archives what is understood of a delivery, each municipality's for itself; what is not is handed back. */
async function archiveOne(parts: InboxParts, delivery: ClaimedDelivery): Promise<ReadThrough> {
  const { store, municipalityOf, appOf } = parts;
  const { source, body, sha256, receivedAt, app } = delivery;
  const read = platformOf(source).api?.read?.(body, receivedAt);
  if (!read) throw new Error(`Nobody reads deliveries of ${source}`);
  /** Null for whom this app may not speak: what one municipality's has signed proves nothing of another's accounts. */
  const ownerOf = (account: string | null) => {
    const owner = account === null ? undefined : municipalityOf(source, account);
    return owner !== undefined && appOf(source, owner) === app ? owner : null;
  };
  const byAccount = Map.groupBy(read.items, ({ account }) => account);
  await Promise.all(
    [...byAccount].map(async ([account, own]) => {
      const municipality = ownerOf(account);
      if (municipality === null) return;
      const items = own.map(({ item }): IntakeItem => item);
      await store.archive({ municipality, source, receivedAt, sha256, items });
    }),
  );
  const named = new Set([...read.items, ...read.unread].flatMap(({ account }) => account ?? []));
  const strangers = [...named].filter((account) => ownerOf(account) === null);
  const unread = [
    // With everything that is said of the account: nothing of it is archived.
    ...strangers.map((account): ReadThrough['unread'][number] => {
      const why = municipalityOf(source, account) === undefined ? 'unknown-account' : 'foreign-app';
      return { account, municipality: null, body: read.bodyFor(account), why };
    }),
    ...read.unread
      .filter(({ account }) => account === null || ownerOf(account) !== null)
      .map((one) => ({ ...one, municipality: ownerOf(one.account) })),
  ];
  await listSoon(parts, source, unread);
  const tellsOf = [...named].flatMap((account) => {
    const municipality = ownerOf(account);
    return municipality === null ? [] : [{ municipality, account }];
  });
  return { delivery, unread, tellsOf };
}

/** What was told without its words is listed at once. */
async function listSoon(
  { store, clock }: InboxParts,
  platform: PlatformName,
  unread: ReadThrough['unread'],
): Promise<void> {
  const wordless = unread.filter(({ why }) => why === 'no-text');
  for (const [account, [one]] of Map.groupBy(wordless, (each) => each.account)) {
    const municipality = one?.municipality;
    if (account !== null && municipality)
      await store.listSoon({ municipality, platform, account }, clock.now());
  }
}

function tell({ onUnread }: InboxParts, kept: readonly InboxItem[]): void {
  for (const [first, ...more] of Map.groupBy(kept, ({ account, why }) => `${why} ${account}`).values()) {
    if (!first) continue;
    const { source, account, why } = first;
    onUnread({ source, account, why, count: 1 + more.length });
  }
}
