import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../fakes/databases.ts';
import { openTown, type Town } from './town.ts';

const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');
const MIB = 1024 * 1024;
const LEASE_MS = 60_000;

describe.each(databases)('the inbox on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  const keep = (...bodies: Buffer[]) =>
    town.store.keepDeliveries(
      'facebook',
      bodies.map((body) => ({ body, receivedAt: NOW, app: null })),
    );
  const claim = (limit = 50) => town.store.claimDeliveries(limit, LEASE_MS);
  const finish = (claimed: Awaited<ReturnType<typeof claim>>) =>
    town.store.deliveriesRead(claimed.map((delivery) => ({ delivery, unread: [], tellsOf: [] })));

  it('keeps what comes twice, byte for byte, once, also in the same breath', async () => {
    const body = Buffer.from('{"a":1}');
    await Promise.all([keep(body, body), keep(body)]);
    const claimed = await claim();
    expect(claimed.map((one) => one.body.toString())).toEqual(['{"a":1}']);
    await finish(claimed);
    await keep(body);
    expect(await claim()).toEqual([]);
  });

  it('notes when an account was last told of, to the minute, and never an earlier time', async () => {
    const tell = async (body: string, receivedAt: Temporal.Instant) => {
      await town.store.keepDeliveries('facebook', [{ body: Buffer.from(body), receivedAt, app: null }]);
      const tellsOf = [
        { municipality: 'filipstad', account: '1' },
        { municipality: 'nowhere', account: '1' },
      ];
      const claimed = await claim();
      await town.store.deliveriesRead(claimed.map((delivery) => ({ delivery, unread: [], tellsOf })));
      const [contact] = await town.store.contacts('filipstad');
      return contact?.webhookAt?.toString();
    };
    const at = (seconds: number) => NOW.add({ seconds });
    expect(await tell('told 1', at(0))).toBe(at(0).toString());
    expect(await tell('told 2', at(59))).toBe(at(0).toString());
    expect(await tell('told 3', at(60))).toBe(at(60).toString());
    expect(await tell('told 4', at(-600))).toBe(at(60).toString());
    expect((await town.store.contacts('ludvika'))[0]?.webhookAt).toBeNull();
  });

  it('hands each delivery to one of eight readers', async () => {
    await keep(...Array.from({ length: 24 }, (_, index) => Buffer.from(`one ${index}`)));
    const claimed = (await Promise.all(Array.from({ length: 8 }, () => claim(3)))).flat();
    const rest = await claim();
    expect(new Set([...claimed, ...rest].map(({ id }) => id)).size).toBe(24);
    expect(claimed.length + rest.length).toBe(24);
    await finish([...claimed, ...rest]);
  });

  it('hands out large ones few at a time, and each', async () => {
    await keep(...[1, 2, 3].map((number) => Buffer.alloc(3 * MIB, number)));
    const first = await claim();
    expect(first).toHaveLength(2);
    const second = await claim();
    expect([...first, ...second].map(({ body }) => body[0]).sort()).toEqual([1, 2, 3]);
    await finish([...first, ...second]);
    await keep(Buffer.alloc(9 * MIB, 4));
    expect(await claim()).toHaveLength(1);
  });
});
