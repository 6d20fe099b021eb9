import type { AddressInfo } from 'node:net';
import type { PlatformName } from '../../src/core/platform.ts';
import { createHttp } from '../../src/http/create-http.ts';
import { askOne } from '../../src/platforms/ask-back.ts';
import { createInbox } from '../../src/platforms/inbox.ts';
import { platformOf } from '../../src/platforms/index.ts';
import { pollOne } from '../../src/platforms/poll.ts';
import type { PlatformSettings } from '../../src/platforms/spec.ts';
import type { Platform } from '../../src/ports/platform.ts';
import { createStore } from '../../src/store/store.ts';
import { openEmbedded } from '../fakes/databases.ts';

/** What signs the webhooks of the tests. */
export const SECRET = 'en hemlighet';

/** Whose account it is. */
export interface Owned {
  readonly municipality: string;
  readonly platform: PlatformName;
  readonly account: string;
}

const fail = (error: unknown): never => {
  throw error;
};

/** The platform's own routes stand at that address until `tell` resolves. */
async function atWebhook(
  platform: PlatformName,
  keep: (body: Buffer) => Promise<void>,
  tell: (url: string) => Promise<void>,
): Promise<void> {
  const settings = {
    META_APP_SECRET: SECRET,
    META_VERIFY_TOKEN: SECRET,
    LINKEDIN_CLIENT_SECRET: SECRET,
  } as PlatformSettings;
  const routes = platformOf(platform).api?.routes?.(`/webhooks/${platform}`, settings, keep) ?? [];
  const server = createHttp({ routes, onError: (_, error) => fail(error) });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    await tell(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/${platform}`);
  } finally {
    await new Promise((done) => server.close(() => done(undefined)));
  }
}

/** A town with one account, and its archive. */
export async function openTown(owned: Owned, now: () => Temporal.Instant) {
  const database = await openEmbedded<unknown>();
  const store = await createStore(database);
  await store.declareAccounts([{ ...owned, name: 'Kommunen', trial: false }]);
  const parts = { store, clock: { now }, wake: () => undefined };
  const asking = (platform: Platform) => ({
    ...parts,
    platforms: new Map([[owned.platform, platform]]),
    accounts: [{ ...owned, backfillDays: 14 }],
    onFailed: (_: unknown, error: unknown) => fail(error),
    onMessagesRefused: (_: unknown, error: unknown) => fail(error),
  });
  return {
    /** Has its webhook told at that address until `tell` resolves, and reads what was told. */
    toldBy: async (tell: (url: string) => Promise<void>): Promise<void> => {
      const municipalityOf = (_: string, account: string) =>
        account === owned.account ? owned.municipality : undefined;
      const inbox = createInbox({
        ...parts,
        municipalityOf,
        appOf: () => null,
        onUnread: fail,
        onError: fail,
      });
      await atWebhook(owned.platform, (body) => inbox.keep(owned.platform, body, null), tell);
      while ((await inbox.read(100)) > 0);
    },
    /** Asks of what was told of by half, one by one. */
    asks: async (platform: Platform): Promise<void> => {
      while (await askOne(asking(platform), () => undefined));
    },
    /** Lists the account. */
    lists: (platform: Platform) => pollOne(asking(platform), () => undefined),
    /** The comments in the archive with their texts in force, by id. */
    archived: async (): Promise<readonly { id: string; text: string; versions: number }[]> => {
      const { rows } = await database.pool.query(
        `SELECT c.external_id AS id, v.text,
           (SELECT count(*)::int FROM comment_version w WHERE w.comment = c.id) AS versions
         FROM comment c JOIN comment_version v ON v.comment = c.id AND v.number = c.version
         WHERE c.kind = 'comment' ORDER BY 1`,
      );
      return rows as { id: string; text: string; versions: number }[];
    },
    close: () => database.close(),
  };
}
export type Town = Awaited<ReturnType<typeof openTown>>;
