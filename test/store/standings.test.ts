import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Standing } from '../../src/core/standing.ts';
import { databases } from '../fakes/databases.ts';
import { LEASE_MS, NOW, openTown, type Town } from './town.ts';

const [HERE, THERE] = (['filipstad', 'ludvika'] as const).map((municipality) => ({
  ...{ municipality, platform: 'facebook' as const, account: '1' },
}));
if (!HERE || !THERE) throw new Error('no accounts');
const DEAD: Standing = {
  faults: [{ code: 'token-dead', names: [] }],
  ends: [
    { what: 'token', at: NOW },
    { what: 'consent', at: null },
  ],
  untold: ['scopes'],
};
const DAY = { hours: 24 };

describe.each(databases)('what platforms say of the accounts, on %s', (_, open) => {
  let town: Town;
  beforeEach(async () => {
    town = await openTown(open);
    for (const { municipality } of [HERE, THERE])
      await town.store.bindChannel(
        { municipality, id: `19:${municipality}`, serviceUrl: 's', tenant: 't', name: '' },
        'p',
        NOW,
      );
  }, 30_000);
  afterEach(() => town.database.close());
  const told = (trouble: string | null, account = HERE) =>
    town.store.standingTold(account, { standing: DEAD, trouble, now: NOW, dueAt: NOW.add(DAY) });
  const claim = (now = NOW, accounts = [HERE]) => town.store.claimStanding(accounts, now, LEASE_MS);
  const since = (today = NOW) => ({ today, again: today.subtract({ hours: 24 * 6 }) });
  const warning = (today = NOW, among = [HERE, THERE]) =>
    town.store.claimWarning(among, since(today), LEASE_MS);

  it('is asked of each account by one asker, and again when it is due', async () => {
    const claimed = await Promise.all([claim(), claim()]);
    expect(claimed.filter((one) => one !== null)).toEqual([HERE]);
    await told(null);
    expect(await claim()).toBeNull();
    expect(await claim(NOW.add(DAY))).toEqual(HERE);
    await town.store.standingUntold(HERE, NOW.add({ hours: 25 }));
    expect(await claim(NOW.add(DAY))).toBeNull();
    expect(await claim(NOW, [])).toBeNull();
  });

  it('is kept as it was told, and stays when nobody answers', async () => {
    await told('token-dead');
    await town.store.standingUntold(HERE, NOW);
    const [contact] = await town.store.contacts('filipstad');
    expect(contact?.standing).toEqual(DEAD);
    expect((await town.store.contacts('ludvika'))[0]?.standing).toBeNull();
  });

  it('is told to the lead of its own municipality once, and again of the same trouble after a week', async () => {
    await told('token-dead');
    const [first, second] = await Promise.all([warning(), warning()]);
    const due = first ?? second;
    if (!due || (first && second)) throw new Error('expected one warning');
    expect(due).toMatchObject({
      municipality: 'filipstad',
      channel: { id: '19:filipstad' },
      accounts: [{ ...HERE, trouble: 'token-dead', standing: DEAD }],
    });
    expect(due.accounts).toHaveLength(1);
    await town.store.warned(due, NOW);
    for (const days of [1, 5, 6]) expect(await warning(NOW.add({ hours: 24 * days }))).toBeNull();
    expect(await warning(NOW.add({ hours: 24 * 7 }))).not.toBeNull();
    const notes = await town.rows(`SELECT data FROM journal WHERE kind = 'lead-warned'`);
    expect(notes).toEqual([{ data: { platform: 'facebook', account: '1', trouble: 'token-dead' } }]);
  });

  it('is told again on the next day where the trouble is another, and at once when it comes back', async () => {
    const warn = async (today: Temporal.Instant) => {
      const due = await warning(today);
      if (due) await town.store.warned(due, today);
      return due?.accounts.map(({ trouble }) => trouble) ?? null;
    };
    await told('ends-token');
    expect(await warn(NOW)).toEqual(['ends-token']);
    await told('token-dead');
    expect(await warn(NOW)).toBeNull();
    expect(await warn(NOW.add(DAY))).toEqual(['token-dead']);
    await told(null);
    expect(await warn(NOW.add({ hours: 24 * 9 }))).toBeNull();
    await told('token-dead');
    expect(await warn(NOW.add({ hours: 24 * 2 }))).toEqual(['token-dead']);
  });

  it('is told of accounts that are configured, and where a channel is bound', async () => {
    await told('token-dead');
    expect(await warning(NOW, [THERE])).toBeNull();
    await town.rows('DELETE FROM channel');
    expect(await warning()).toBeNull();
  });

  it('is not told in two messages, where something goes wrong with another account meanwhile', async () => {
    const second = { ...HERE, account: '2' };
    await town.store.declareAccounts([{ ...second, name: 'Biblioteket', trial: false }]);
    await told('token-dead');
    expect((await warning(NOW, [HERE, second]))?.accounts).toHaveLength(1);
    await told('token-dead', second);
    expect(await warning(NOW, [HERE, second])).toBeNull();
    await town.rows(`UPDATE account SET warn_lease_until = now() - interval '1 s'`);
    expect((await warning(NOW, [HERE, second]))?.accounts.map(({ account }) => account)).toEqual(['2', '1']);
  });

  it('is told by another worker when the first has vanished', async () => {
    await told('token-dead');
    expect(await warning()).not.toBeNull();
    expect(await warning()).toBeNull();
    await town.rows(`UPDATE account SET warn_lease_until = now() - interval '1 s'`);
    expect(await warning()).not.toBeNull();
  });
});
