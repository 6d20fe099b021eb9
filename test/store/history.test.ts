import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyOf } from '../../src/core/history.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, openTown, type Town } from './town.ts';

const later = (minutes: number) => NOW.add({ minutes });

describe.each(databases)('a ticket’s history, on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());

  /** A removal is ordered of what the author has written. */
  const remove = (ticket: string, { by = 'p', trial = false, state = 'removing' as const } = {}) =>
    town.decide({ ticket }, ({ ticket: before, decisionId: decision }) => {
      if (!before) throw new Error('No ticket');
      const removal = {
        ...{ by, at: later(1).toString(), rule: 'FIL-20', decision, commentVersion: 1 },
        ...{ undoUntil: null, approvedBy: null },
      };
      return {
        ticket: { ...before, state, removal },
        reason: { verb: 'remove', rule: 'FIL-20', quote: 'Vi tar bort', text: 'Hotar en person.' },
        journal: [{ kind: 'removal-ordered', by, data: { decision, rule: 'FIL-20' } }],
        effects: [{ kind: 'delete-comment', params: { commentVersion: 1, ...(trial && { trial }) } }],
      };
    });
  const removalsSeenBy = async (ticket: string) => {
    let seen: unknown;
    await town.decide({ ticket }, (situation) => {
      seen = situation.earlierRemovals.map((one) => [one.ticket, one.rule]);
      return { journal: [], effects: [] };
    });
    return seen;
  };

  it('tells texts, decisions with their words, what is ordered and what is registered', async () => {
    const { ticket } = await town.ticket([], 'filipstad', 'told');
    await town.archive([{ externalId: 'told', text: 'Hej igen!', writtenAt: later(2) }]);
    await remove(ticket);
    await town.decide({ ticket }, ({ decisionId: registration }) => ({
      journal: [{ kind: 'registered', by: 'p', data: { registration } }],
      effects: [],
      registration: {
        create: { kind: 'comment' as const, subject: 'Kommentar', ground: null, secret: false, by: 'p' },
        number: null,
      },
    }));
    await town.store.rememberPerson('filipstad', { id: 'p', name: 'Anna Lind' });
    const facts = await town.store.history('filipstad', ticket);
    const told = facts ? historyOf(facts) : [];
    expect(facts?.names.get('p')).toBe('Anna Lind');
    expect(told.filter(({ text }) => text).map(({ kind, text }) => [kind, text?.text])).toEqual([
      ['written', 'Hej!'],
      ['edited', 'Hej igen!'],
    ]);
    expect(told.find(({ kind }) => kind === 'removal-ordered')).toMatchObject({
      reason: { quote: 'Vi tar bort', reason: 'Hotar en person.', policy: '1' },
    });
    expect(told.find(({ kind }) => kind === 'registered')?.registration).toMatchObject({
      subject: 'Kommentar',
    });
    expect(told.find(({ kind }) => kind === 'effect-ordered')?.effect?.kind).toBe('delete-comment');
  });

  it('knows what of the same author’s was removed before, and neither what was undone nor only tried', async () => {
    const open = async (externalId: string, author: string, account = '1') => {
      await town.archive([{ externalId, author: { id: author }, account }]);
      return town.ticket([], 'filipstad', externalId);
    };
    const asking = await open('asking', 'kim');
    const first = await open('first', 'kim');
    const tried = await open('tried', 'kim');
    const undone = await open('undone', 'kim');
    await open('another', 'bo');
    expect(await removalsSeenBy(asking.ticket)).toEqual([]);
    await remove(first.ticket);
    await remove(tried.ticket, { trial: true });
    await remove(undone.ticket);
    await town.decide({ ticket: undone.ticket }, ({ ticket }) => {
      if (!ticket) throw new Error('No ticket');
      return { ticket: { ...ticket, state: 'open', removal: null }, journal: [], effects: [] };
    });
    expect(await removalsSeenBy(asking.ticket)).toEqual([[first.ticket, 'FIL-20']]);
    expect(await removalsSeenBy(first.ticket)).toEqual([]);
    const other = await open('other-author', 'åke');
    expect(await removalsSeenBy(other.ticket)).toEqual([]);
  });
});
