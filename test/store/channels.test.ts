import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../fakes/databases.ts';
import { LEASE_MS, NOW, openTown, type Town } from './town.ts';

const inTeams = (id: string) => ({ id, serviceUrl: 's', tenant: 't' });

describe.each(databases)('a department’s channel on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  const declare = (channel?: string) =>
    town.store.declareAccounts([
      { municipality: 'filipstad', platform: 'facebook', account: '1', name: 'F', trial: false, channel },
    ]);
  const bind = (name: string, id: string, municipality = 'filipstad') =>
    town.store.bindChannel({ ...inTeams(id), municipality, name }, 'p', NOW);
  /** Shows every card that is behind. @returns where they were shown */
  const show = async () => {
    const claimed = await town.store.claimCards(NOW, 20, LEASE_MS, []);
    for (const card of claimed) {
      const at = { conversation: card.conversation, messageId: `${card.conversation.id} ${card.ticket}` };
      await town.store.cardShown(card, at, NOW, null);
    }
    return claimed.map(({ ticket, conversation }) => [ticket, conversation.id]);
  };

  it('that the file gives an account gets what comes then, and what is open when it is bound anew', async () => {
    await bind('', 'main');
    await bind('kultur', 'culture');
    const before = await town.ticket();
    expect(await show()).toEqual([[before.ticket, 'main']]);
    await declare('kultur');
    const after = await town.ticket();
    expect(await show(), 'what is posted stays').toEqual([[after.ticket, 'culture']]);
    await bind('kultur', 'culture');
    const both = [before.ticket, after.ticket].sort();
    expect((await show()).toSorted()).toEqual(both.map((ticket) => [ticket, 'culture']));
    await declare();
    await bind('', 'main');
    expect((await show()).toSorted()).toEqual(both.map((ticket) => [ticket, 'main']));
  });

  it('gets nothing of another municipality’s, though theirs has the same name', async () => {
    await declare('kultur');
    await bind('kultur', 'theirs', 'ludvika');
    const { ticket } = await town.ticket();
    expect(await show()).toEqual([[ticket, 'culture']]);
    await expect(bind('miljö', 'theirs'), 'invariant 11').rejects.toThrow();
  });
});
