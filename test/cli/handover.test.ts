import { beforeEach, describe, expect, it } from 'vitest';
import { addHandover } from '../../src/cli/handover.ts';
import type { Store } from '../../src/ports/store.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { runKv, runKvHere } from '../fakes/kv.ts';

const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');
const HERE = ['handover', '--municipality', 'filipstad'];

describe('kv handover', () => {
  let settings: Record<string, string>;
  const inStore = async <T>(use: (store: Store) => Promise<T>): Promise<T> => {
    const database = await openDatabase<unknown>({
      databaseUrl: settings['DATABASE_URL'] ?? '',
      dataDir: 'x',
    });
    try {
      return await use(await createStore(database));
    } finally {
      await database.close();
    }
  };
  beforeEach(async () => {
    settings = { DATABASE_URL: await createPostgresDatabase() };
    await inStore(async (store) => {
      await store.declareHandoverWays([{ municipality: 'filipstad', way: 'mail' }]);
      await store.secureEntry('filipstad', NOW, {
        ...{
          kind: 'request',
          direction: 'in',
          ticket: null,
          comment: null,
          documentAt: null,
          receivedAt: NOW,
        },
        ...{ subject: 'Begäran', ground: null, secret: false, by: 'kv' },
        ...{ sender: 'HEMLIG', recipient: null, protectedSubject: null },
      });
      const claimed = await store.claimHandover(NOW, 1000);
      if (claimed)
        await store.handoverEnded(claimed, NOW, {
          state: 'unknown',
          error: 'mail-dropped',
          messageId: '<1>',
        });
    });
  });

  it('says where each entry stands, as a program of its own', { timeout: 60_000 }, async () => {
    const { code, lines, stdout } = await runKv(HERE, { settings });
    expect(code).toBe(0);
    expect(lines).toEqual([
      {
        ...{ reference: 'SM 2026-1', way: 'mail', state: 'unknown', attempts: 1 },
        ...{ error: 'mail-dropped', messageId: '<1>', needsSomebody: true },
      },
    ]);
    expect(stdout).not.toContain('HEMLIG');
  });

  it('tries one again by a person’s word, once', async () => {
    const retry = [...HERE, '--retry', 'SM 2026-1', '--way', 'mail'];
    expect((await runKvHere(addHandover, retry, settings)).lines).toMatchObject([{ state: 'pending' }]);
    const { code, stderr } = await runKvHere(addHandover, retry, settings);
    expect([code, stderr]).toEqual([1, 'SM 2026-1: nothing of it by mail has failed or is unknown\n']);
  });

  it('asks on which way', async () => {
    const asked = runKvHere(addHandover, [...HERE, '--retry', 'SM 2026-1'], settings);
    await expect(asked).rejects.toThrow('--retry: expected together with --way, folder or mail');
  });
});
